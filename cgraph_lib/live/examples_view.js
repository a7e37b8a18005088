// Some examples as small images, each with the class that the network predicts; a wrong one is framed.
import { make, setAll, setText } from "./dom.js";
import { palette } from "./plane.js";
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
      const shades = Array.from({ length: features }, (_, i) => Math.abs(training.x[example * features + i]) / most);
      const label = make("b");
      const card = make("button", { type: "button", onclick: () => choose(example) }, canvas, label);
      return { example, card, label, canvas, shades };
    });
    const look = { class: "cg-examples", role: "group", "aria-label": words.text("examples_label") };
    this.element = make("div", look, ...this.cards.map(({ card }) => card));
  }

  /** Draw the images in ink, which another theme changes. */
  paint() {
    const [ink] = palette(this.element, ["ink"]);
    if (ink.join() === this.ink) return;
    this.ink = ink.join();
    for (const { canvas, shades } of this.cards) {
      const image = new ImageData(canvas.width, canvas.height);
      shades.forEach((shade, i) => image.data.set([...ink, 255 * shade], 4 * i));
      canvas.getContext("2d").putImageData(image, 0, 0);
    }
  }

  /** Show what is predicted for each. */
  update(scores, right, chosen) {
    this.paint();
    for (const { example, card, label } of this.cards) {
      const found = largest(scores, example * this.classes, this.classes);
      const truth = this.labels[example];
      setText(label, right[example] ? `${found}` : `${found} ≠ ${truth}`);
      setAll(card, { class: right[example] ? "right" : "wrong", "aria-pressed": example === chosen });
    }
  }
}
