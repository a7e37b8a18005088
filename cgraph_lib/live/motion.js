// Numbers that travel along edges: Web Animations on transform and opacity alone, so that no frame costs a layout.
import { draw } from "./dom.js";
import { sign } from "./markup.js";
import { number } from "./numbers.js";

const TRAVEL = 440;
const LANDING = 130;
const SAMPLES = 20;
const REST = 0.1; // the part of a journey that a token rests on its pill, which multiplies it
const EASING = "cubic-bezier(.4,0,.3,1)";

/** Return whether the reader wants things to stand still. */
export function motionless() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

export class Flights {
  constructor(scene) {
    this.scene = scene;
    this.layer = scene.find("flights");
    this.running = [];
    this.land = null;
  }

  /** Let a number travel along an edge, up or down; before the pill it is one number, behind it another. */
  send(edge, down, before, after, css) {
    const { line, route, rect } = this.scene.edges[edge];
    const [parent, child] = this.scene.data.program.edges[edge];
    const points = this.journey(line, this.scene.nodes[parent].place, this.scene.nodes[child].place, down);
    const changes = before !== after;
    const { frames, turn } = timetable(points, route.pill, changes ? REST : 0);
    const options = { duration: TRAVEL, easing: EASING, fill: "both" };
    const token = this.layer.appendChild(draw("g", { class: "flight" }));
    const chips = [before, after].map((value, k) => {
      const fade = [[1 - k, 0], [1 - k, turn], [k, turn], [k, 1]].map(([opacity, offset]) => ({ opacity, offset }));
      return token.appendChild(this.chip(value, css ?? sign(value))).animate(fade, options);
    });
    this.running.push(token.animate(frames, options), ...chips);
    if (changes) this.running.push(rect.animate(swelling(turn), options));
  }

  /** Return the points on the way: from the giver's tab (or value) along the wire to the taker's. */
  journey(line, parent, child, down) {
    const length = line.getTotalLength();
    const path = Array.from({ length: SAMPLES + 1 }, (_, k) => {
      const { x, y } = line.getPointAtLength((length * k) / SAMPLES);
      return [x, y];
    });
    const tab = ({ x, top, tab }) => [x, top + tab / 2];
    const card = ({ x, body, bottom }) => [x, (body + bottom) / 2];
    return down ? [tab(child), ...path.reverse(), tab(parent)] : [card(parent), ...path, card(child)];
  }

  chip(value, css) {
    const text = number(value);
    const width = Math.max(28, this.scene.width(text));
    const rect = draw("rect", { x: -width / 2, y: -14, width, height: 28, rx: 14 });
    return draw("g", { class: css }, rect, draw("text", { y: 5.5 }, text));
  }

  /** Call `land`, which writes the new numbers, when all that travels has arrived; then let a part swell. */
  arrive(land, part) {
    this.land = land;
    Promise.all(this.running.map(({ finished }) => finished)).then(() => {
      this.stop();
      part?.classList.add("cg-pulse");
      part?.animate([{ scale: "1" }, { scale: "1.08" }, { scale: "1" }], { duration: LANDING, easing: "ease-out" });
    }, () => {}); // stopped on the way: all has arrived already
  }

  /** Let all that still travels arrive at once. */
  stop() {
    const { land, running } = this;
    this.land = null;
    this.running = [];
    for (const animation of running) animation.cancel();
    this.layer.replaceChildren();
    land?.();
  }
}

/** Return the frames of a journey at an even pace, with a rest at the pill, and when the number changes there. */
function timetable(points, [x, y], rest) {
  const gone = [0];
  for (let k = 1; k < points.length; k++) {
    gone.push(gone[k - 1] + Math.hypot(points[k][0] - points[k - 1][0], points[k][1] - points[k - 1][1]));
  }
  const off = ([left, top]) => Math.hypot(left - x, top - y);
  const near = points.reduce((best, point, k) => (off(point) < off(points[best]) ? k : best), 0);
  const place = ([left, top]) => `translate(${left.toFixed(1)}px, ${top.toFixed(1)}px)`;
  const frame = (point, offset) => ({ transform: place(point), offset });
  const at = (k) => Math.min(1, (gone[k] / gone.at(-1)) * (1 - rest) + (k > near ? rest : 0));
  const frames = points.map((point, k) => frame(point, at(k)));
  frames.splice(near + 1, 0, frame(points[near], at(near) + rest));
  return { frames, turn: at(near) + rest / 2 };
}

/** Return the frames of a pill whose border swells as a number passes. */
function swelling(turn) {
  return [["1", 0], ["1", turn - 0.05], ["1.12", turn], ["1", 1]].map(([scale, offset]) => ({ scale, offset }));
}
