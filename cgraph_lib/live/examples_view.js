// Some examples as small images, each with the class that the network predicts; a wrong one is framed.
import { make, setAll, setText } from "./dom.js";
import { largest } from "./trainer.js";

export class Examples {
  /**
   * @param {any} data
   * @param {import("./markup.js").Words} words
   * @param {(example: number) => void} choose
   */
  constructor({ network, images }, words, choose) {
    const { training, classes } = network;
    this.classes = classes;
    this.labels = training.y;
    const features = training.x.length / training.y.length;
    const most = Math.max(...training.x.map(Math.abs)) || 1;
    this.cards = images.shown.map((example) => {
      const canvas = make("canvas", { width: images.columns, height: images.rows, "aria-hidden": "true" });
      const image = new ImageData(images.columns, images.rows);
      for (let i = 0; i < features; i++) {
        image.data.set([0, 0, 0, (255 * Math.abs(training.x[example * features + i])) / most], 4 * i);
      }
      canvas.getContext("2d").putImageData(image, 0, 0);
      const said = make("b");
      const card = make("button", { type: "button", onclick: () => choose(example) }, canvas, said);
      return { example, card, said };
    });
    const look = { class: "cg-examples", role: "group", "aria-label": words.text("examples_label") };
    this.element = make("div", look, ...this.cards.map(({ card }) => card));
  }

  /** Show what is predicted for each. */
  update(scores, right, chosen) {
    for (const { example, card, said } of this.cards) {
      const found = largest(scores, example * this.classes, this.classes);
      const truth = this.labels[example];
      setText(said, right[example] ? `${found}` : `${found} ≠ ${truth}`);
      setAll(card, { class: right[example] ? "right" : "wrong", "aria-pressed": example === chosen });
    }
  }
}
