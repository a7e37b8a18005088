// The plane of a network's inputs: each place in the colour of its class, paler where the network is less sure.
import { draw, make, setAll } from "./dom.js";
import { largest } from "./trainer.js";

const FINE = 5; // pixels between two places that are classified
const SIZE = 336;
const [PALE, DEEP, BORDER] = [0.06, 0.5, 0.6]; // how much of its colour a place has, and of ink a border
const FAR = 24; // how far from a point a click may be

/** Return red, green and blue of some colours of the palette, as the place of an element has them. */
export function palette(element, names) {
  const style = getComputedStyle(element);
  const colours = names.map((name) => style.getPropertyValue(`--cg-${name}`).trim());
  return colours.map((colour) => [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16)));
}

/** Return for each row of scores its largest share. */
function surest(scores, classes) {
  let all = 0;
  for (let k = 0; k < classes; k++) all += Math.exp(scores[k] - scores[largest(scores, 0, classes)]);
  return 1 / all;
}

export class Plane {
  /**
   * @param {any} data
   * @param {import("./markup.js").Words} words
   * @param {(example: number) => void} choose
   */
  constructor({ network, marks, quiet, colours }, words, choose) {
    const { ground, training, validation, classes } = network;
    this.classes = classes;
    this.side = ground.side;
    this.box = ground.box;
    this.colours = colours;
    this.labels = training.y;
    const wide = (this.side - 1) * FINE;
    this.canvas = make("canvas", { width: wide, height: wide, "aria-hidden": "true" });
    this.context = this.canvas.getContext("2d");
    this.spots = training.y.map((_, i) => this.place(training.x[2 * i], training.x[2 * i + 1]));
    this.marks = marks;
    this.points = colours.flatMap((colour) =>
      ["hollow", "mark"].map((css) => draw("path", { class: `${css} ${colour}` })),
    );
    this.chosen = draw("path", { class: "chosen" });
    const look = { viewBox: `0 0 ${SIZE} ${SIZE}`, role: "img", tabindex: 0 };
    const others = validation ? this.others(validation, quiet) : [];
    const label = words.text(validation ? "plane_label_checked" : "plane_label");
    this.drawing = draw("svg", { ...look, "aria-label": label }, ...others, ...this.points, this.chosen);
    this.element = make("div", { class: "cg-plane" }, this.canvas, this.drawing);
    this.drawing.addEventListener("click", (event) => {
      const found = this.nearest(event);
      if (found != null) choose(found);
    });
  }

  /** Return the points that are not learned from, small and pale. */
  others({ x, y }, quiet) {
    const parts = this.colours.map(() => "");
    y.forEach((label, i) => {
      const kind = label % this.colours.length;
      const [across, down] = this.place(x[2 * i], x[2 * i + 1]);
      parts[kind] += `M${across.toFixed(1)} ${down.toFixed(1)}${quiet[kind]}`;
    });
    return parts.map((d, i) => draw("path", { class: `quiet mark ${this.colours[i]}`, d }));
  }

  place(x, y) {
    const [left, right, bottom, top] = this.box;
    return [(SIZE * (x - left)) / (right - left), (SIZE * (top - y)) / (top - bottom)];
  }

  /** Return the example nearest to the pointer, or null if none is near. */
  nearest({ clientX, clientY }) {
    const frame = this.drawing.getBoundingClientRect();
    const at = [(SIZE * (clientX - frame.x)) / frame.width, (SIZE * (clientY - frame.y)) / frame.height];
    const far = this.spots.map(([x, y]) => Math.hypot(x - at[0], y - at[1]));
    const best = far.indexOf(Math.min(...far));
    return far[best] <= FAR ? best : null;
  }

  /** Show the regions of these scores, and which examples are right. */
  update(scores, right, chosen) {
    this.paint(scores);
    const parts = this.points.map(() => "");
    this.spots.forEach(([x, y], i) => {
      const kind = this.labels[i] % this.colours.length;
      const own = 2 * kind + Number(right[i]);
      parts[own] += `M${x.toFixed(1)} ${y.toFixed(1)}${this.marks[kind]}`;
    });
    this.points.forEach((path, i) => setAll(path, { d: parts[i] }));
    const [x, y] = this.spots[chosen] ?? [];
    setAll(this.chosen, { d: chosen == null ? "" : `M${x} ${y}m-10 0a10 10 0 1 0 20 0a10 10 0 1 0-20 0z` });
  }

  /** Fill the canvas: scores between the places that are classified are a mixture of those around. */
  paint(scores) {
    const { side, classes, canvas } = this;
    const wide = canvas.width;
    const [ink, ...colours] = palette(this.element, ["ink", ...this.colours]);
    const image = this.context.createImageData(wide, wide);
    const mixed = new Float64Array(classes);
    const kinds = new Uint8Array(wide * wide);
    for (let py = 0; py < wide; py++) {
      const [row, down] = [Math.floor(py / FINE), ((py % FINE) + 0.5) / FINE];
      for (let px = 0; px < wide; px++) {
        const [column, along] = [Math.floor(px / FINE), ((px % FINE) + 0.5) / FINE];
        const [upper, lower] = [(row * side + column) * classes, ((row + 1) * side + column) * classes];
        for (let k = 0; k < classes; k++) {
          const above = scores[upper + k] + along * (scores[upper + classes + k] - scores[upper + k]);
          const below = scores[lower + k] + along * (scores[lower + classes + k] - scores[lower + k]);
          mixed[k] = above + down * (below - above);
        }
        const [at, kind] = [py * wide + px, largest(mixed, 0, classes)];
        kinds[at] = kind;
        const sure = (surest(mixed, classes) * classes - 1) / (classes - 1 || 1);
        const border = (px && kinds[at - 1] !== kind) || (py && kinds[at - wide] !== kind);
        image.data.set(border ? ink : colours[kind % colours.length], 4 * at);
        image.data[4 * at + 3] = 255 * (border ? BORDER : PALE + DEEP * (sure || 0));
      }
    }
    this.context.putImageData(image, 0, 0);
  }
}
