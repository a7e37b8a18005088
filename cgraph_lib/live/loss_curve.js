// The loss from step 0 on, on a logarithmic axis; the loss in validation beside it.
import { draw, escape, setAll, setHtml } from "./dom.js";
import { number } from "./numbers.js";

const [LEFT, TOP, RIGHT, BOTTOM] = [46, 30, 10, 24];
const [WIDE, HIGH] = [300, 192];
const MOST_TICKS = 6;
const [TINY, HUGE] = [1e-307, 1e307]; // the ends of an axis

/** Return round numbers between two ends: powers of ten, with others between them where these are few. */
function logTicks(low, high) {
  const powers = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) powers.push(power);
  const within = (digits) =>
    powers.flatMap((power) => digits.map((digit) => Number(`${digit}e${power}`))).filter((x) => x >= low && x <= high);
  const rows = [[1], [1, 3], [1, 2, 5], [1, 2, 3, 4, 5, 6, 7, 8, 9]].map(within);
  const found = rows.findLast((row) => row.length <= MOST_TICKS) ?? rows[0];
  const each = Math.ceil(found.length / MOST_TICKS);
  return found.filter((_, i) => i % each === 0);
}

/** Return a round length that is contained in a whole a few times. */
function roundStep(whole) {
  const power = 10 ** Math.floor(Math.log10(whole / 4));
  return power * [1, 2, 5, 10].find((digit) => whole / (digit * power) <= 4.999);
}

export class LossCurve {
  constructor(words) {
    this.words = words;
    this.element = draw("svg", { class: "cg-losses", viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img" });
  }

  /** Draw the points [step, loss, validation loss]. */
  update(points) {
    const known = points.flatMap(([, ...losses]) => losses.filter((loss) => Number.isFinite(loss) && loss > 0));
    const [least, most] = known.length ? [Math.min(...known), Math.max(...known)] : [0.1, 1];
    const spare = Math.max(1.15, (most / least) ** 0.06);
    const [low, high] = [Math.max(least / spare, TINY), Math.min(most * spare, HUGE)];
    const last = points.at(-1);
    const end = Math.max(last[0], 10);
    const x = (step) => LEFT + (step / end) * (WIDE - LEFT - RIGHT);
    const [bottom, top] = [Math.log(low), Math.log(high)];
    const y = (loss) => TOP + ((top - Math.log(Math.max(loss, low))) / (top - bottom)) * (HIGH - TOP - BOTTOM);
    const parts = logTicks(low, high).map((tick) => {
      const at = y(tick).toFixed(1);
      const label = `<text x="${LEFT - 7}" y="${Number(at) + 4}" text-anchor="end">${number(tick)}</text>`;
      return `<path class="grid" d="M${LEFT} ${at}H${WIDE - RIGHT}"/>${label}`;
    });
    const each = roundStep(end);
    for (let step = 0; step <= end; step += each) {
      parts.push(`<text x="${x(step).toFixed(1)}" y="${HIGH - 7}" text-anchor="middle">${number(step)}</text>`);
    }
    for (const [place, css] of [[2, "validation"], [1, "training"]]) parts.push(line(points, place, css, x, y));
    const names = [["training", 1], ["validation", 2]].filter(([, place]) => last[place] != null);
    if (names.length > 1) {
      names.forEach(([name], i) => {
        const [left, down] = [LEFT + 126 * i, 10];
        const pen = `<path class="curve ${name}" d="M${left} ${down}h26"/>`;
        parts.push(`${pen}<text x="${left + 32}" y="${down + 4}">${escape(this.words.text(`${name}_curve`))}</text>`);
      });
    }
    setHtml(this.element, parts.join(""));
    const slots = { steps: last[0], loss: last[1] };
    setAll(this.element, { "aria-label": this.words.text("curve_label", slots) });
  }
}

/** Return one of the curves, with a dot at its end; it is interrupted where its loss is no number. */
function line(points, place, css, x, y) {
  let pen = "M";
  const spots = points.map((point) => {
    if (point[place] == null || !Number.isFinite(point[place])) {
      pen = "M";
      return "";
    }
    const spot = `${pen}${x(point[0]).toFixed(1)} ${y(point[place]).toFixed(1)}`;
    pen = "L";
    return spot;
  });
  const end = /(\S+) (\S+)$/.exec(spots.at(-1) ?? "");
  const dot = end ? `<circle class="${css}" cx="${end[1].slice(1)}" cy="${end[2]}" r="3.5"/>` : "";
  return `<path class="curve ${css}" d="${spots.join("")}"/>${dot}`;
}
