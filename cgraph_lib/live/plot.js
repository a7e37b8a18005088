// The output against one input, with its tangent, and with a secant where there is a step h. As text that becomes SVG.
import { escape } from "./dom.js";
import { sign } from "./markup.js";

const SAMPLES = 96;

/**
 * Return a bar from one number to another, on a scale from `low` to `high`, with a line at 0.
 * @param {number[]} scale
 */
export function bar(from, to, scale) {
  const [low, high] = scale;
  if (![from, to, high - low].every(Number.isFinite)) return "";
  const x = (value) => (high > low ? 84 * ((value - low) / (high - low)) : 0);
  const [left, width] = [Math.min(x(from), x(to)), Math.max(1, Math.abs(x(to) - x(from)))];
  const line = `<path class="axis" d="M${x(0).toFixed(1)} -3v22"/>`;
  const size = `x="${left.toFixed(1)}" y="2" width="${width.toFixed(1)}" height="12" rx="1.5"`;
  const block = `<rect class="bar ${sign(to - from)}" ${size}/>`;
  return `<svg viewBox="0 0 84 16" height="16" preserveAspectRatio="none" aria-hidden="true">${line}${block}</svg>`;
}

/** A window on a curve: which numbers it shows, and where in a picture of this size they stand. */
export class Frame {
  /**
   * @param {(x: number) => number} along
   * @param {number[]} room
   * @param {number[]} size
   */
  constructor(along, [low, high], [width, height], always = []) {
    this.low = low;
    this.high = high;
    this.width = width;
    this.height = height;
    this.xs = Array.from({ length: SAMPLES + 1 }, (_, i) => low + (i / SAMPLES) * (high - low));
    this.ys = this.xs.map(along);
    const finite = [...this.ys, ...always].filter(Number.isFinite);
    const [bottom, top] = finite.length ? [Math.min(...finite), Math.max(...finite)] : [0, 1];
    const spare = (top - bottom || Math.abs(top) || 1) * 0.06;
    this.bottom = bottom - spare;
    this.top = top + spare;
    this.drawable = Number.isFinite(this.top - this.bottom) && Number.isFinite(high - low);
  }

  x(value) {
    return ((value - this.low) / (this.high - this.low)) * this.width;
  }

  y(value) {
    return this.height - ((value - this.bottom) / (this.top - this.bottom)) * this.height;
  }

  point(x, y) {
    return `${this.x(x).toFixed(1)} ${this.y(y).toFixed(1)}`;
  }

  /** Return the curve, broken where it has no finite value. */
  curve() {
    let pen = "M";
    const parts = this.xs.map((x, i) => {
      const step = Number.isFinite(this.ys[i]) ? `${pen}${this.point(x, this.ys[i])}` : "";
      pen = step ? "L" : "M";
      return step;
    });
    return `<path class="curve" d="${parts.join("")}"/>`;
  }

  /** Return a straight line through a point, inside the window, at most a part of it long to either side. */
  line(css, x, y, slope, part) {
    if (!Number.isFinite(slope) || !Number.isFinite(y)) return "";
    const [across, up] = [part * (this.high - this.low), part * (this.top - this.bottom)];
    const reach = Math.min(across, up / Math.abs(slope || 1e-300));
    const end = (by) => this.point(x + by, y + by * slope);
    const [left, right] = [Math.min(reach, x - this.low), Math.min(reach, this.high - x)];
    return `<path class="${css}" d="M${end(-left)}L${end(right)}"/>`;
  }

  tangent(x, y, slope, part) {
    return this.line(slope < 0 ? "tangent neg" : "tangent pos", x, y, slope, part);
  }

  axes(input, output) {
    const { width, height, bottom, top } = this;
    const zero = bottom <= 0 && top >= 0 ? `<path class="axis faint" d="M0 ${this.y(0).toFixed(1)}h${width}"/>` : "";
    const across = `<text x="${width - 2}" y="${height + 15}" text-anchor="end">${escape(input)}</text>`;
    const up = `<text x="2" y="-4">${escape(output)}</text>`;
    return `${zero}<path class="axis" d="M0 0v${height}h${width}"/>${across}${up}`;
  }
}
