// The inputs are sliders on their own boxes: drag the number or the thumb, press arrow keys, or type a number.
import { dragging, make, setAll } from "./dom.js";
import { typed } from "./reading.js";

const STEPS = 100; // from end to end
const PAGE = 10; // steps
const TRAVEL = 300; // px from end to end, when the number itself is dragged
const STILL = 3; // px that a hand trembles when it means to click

/** Return 1, 2 or 5 times a power of ten, the largest one up to `size`: 0.1 for 0.12. */
function round(size) {
  const power = Math.floor(Math.log10(size) + 1e-9);
  return Math.max(...[1, 2, 5].map((digit) => Number(`${digit}e${power}`)).filter((x) => x <= size * (1 + 1e-9)));
}

/**
 * Return how far a slider reaches: where it was made to, or further if the kernel has set a number beyond.
 * @param {[number, number]} room
 * @param {number} number
 * @returns {[number, number]}
 */
export function ends([low, high], number) {
  if (number >= low && number <= high) return [low, high];
  const reach = Math.min(Number.MAX_VALUE / 4, 2 * Math.abs(number));
  return [Math.min(low, -reach, number), Math.max(high, reach, number)];
}

/** Return the number on the slider's grid that is nearest to `x`, between its ends. */
export function onGrid([low, high], x) {
  const step = round((high - low) / STEPS);
  const near = Number((Math.round(x / step) * step).toPrecision(12));
  return Math.max(low, Math.min(high, near)) + 0; // a zero without its sign
}

/** Return the number that a key moves a slider to, or undefined if the key means nothing to a slider. */
export function moved([low, high], number, key, shift) {
  const step = round((high - low) / STEPS) * (shift ? PAGE : 1);
  const arrows = { ArrowRight: step, ArrowUp: step, ArrowLeft: -step, ArrowDown: -step };
  const by = { ...arrows, PageUp: PAGE * step, PageDown: -PAGE * step };
  if (key === "Home") return low;
  if (key === "End") return high;
  return Object.hasOwn(by, key) ? onGrid([low, high], number + by[key]) : undefined;
}

export class Inputs {
  /** `get` returns the numbers of all inputs, `set` takes the new number of one of them. */
  constructor(scene, { get, set }) {
    this.scene = scene;
    this.get = get;
    this.set = set;
    const { inputs } = scene.data.program;
    this.cards = inputs.map((node, i) => ({ ...scene.nodes[node], node, i,
      thumb: scene.find("thumb", scene.nodes[node].box), origin: scene.find("origin", scene.nodes[node].box) }));
    for (const card of this.cards) if (card.box) this.listen(card);
  }

  /** @returns {[number, number]} */
  reach(card) {
    return ends(this.scene.data.rooms[card.i], this.get()[card.i]);
  }

  listen(card) {
    const { box } = card;
    for (const name of ["role", "tabindex"]) box.face.removeAttribute(name);
    setAll(box, { tabindex: 0, role: "slider" });
    box.face = box;
    box.classList.add("cg-handle");
    box.addEventListener("pointerdown", (event) => event.button || this.drag(card, event));
    box.addEventListener("dblclick", () => this.type(card));
    box.addEventListener("keydown", (event) => {
      const typing = event.key === "Enter" || /^[-−.\d]$/.test(event.key);
      const next = moved(this.reach(card), this.get()[card.i], event.key, event.shiftKey);
      if (event.ctrlKey || event.metaKey || event.altKey || (next === undefined && !typing)) return;
      event.preventDefault();
      event.stopPropagation();
      if (typing) this.type(card, event.key === "Enter" ? undefined : event.key);
      else this.set(card.i, next);
    });
  }

  drag({ box, thumb, place, i }, event) {
    const [low, high] = this.reach({ i }); // they stay as they are while a hand is at it
    const { svg, geometry } = this.scene;
    const length = event.target === thumb ? place.track[1] - place.track[0] : TRAVEL;
    const scale = (svg.getBoundingClientRect().width / geometry.width) * length;
    const from = this.get()[i];
    let moving = false;
    const move = ({ clientX }) => {
      moving ||= Math.abs(clientX - event.clientX) > STILL;
      const part = (clientX - event.clientX) / scale;
      if (moving) this.set(i, onGrid([low, high], from + part * high - part * low));
    };
    dragging(box, event, move);
  }

  /** Put a text field over a number; Enter takes what was typed, Escape leaves the number as it was. */
  type({ box, place, node, i }, start = String(this.get()[i])) {
    const { sheet, words, geometry } = this.scene;
    const label = words.text("type_number", { name: words.names[node] });
    const field = make("input", { type: "text", inputmode: "decimal", class: "cg-field", "aria-label": label });
    const part = (x, whole) => `${(100 * x) / whole}%`;
    field.style.cssText = `left: ${part(place.left, geometry.width)}; top: ${part(place.body, geometry.height)};
      width: ${part(place.width, geometry.width)}; height: ${part(place.bottom - place.body, geometry.height)}`;
    field.value = start;
    const leave = (take) => {
      const number = typed(field.value);
      const good = number != null && Number.isFinite(number);
      setAll(field, { "aria-invalid": !good, title: good ? "" : words.text("unread") });
      if (take && !good) return;
      field.onblur = null; // it goes for good; removing it would call this again
      field.remove();
      if (take && good && field.value !== String(this.get()[i])) this.set(i, number + 0);
      box.focus({ preventScroll: true });
    };
    field.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter" || event.key === "Escape") leave(event.key === "Enter");
    });
    field.onblur = () => leave(typed(field.value) != null);
    sheet.append(field);
    field.focus();
    if (start.length > 1) field.select();
  }

  /** Put the thumbs where the numbers are, and tell a screen reader. */
  update() {
    const numbers = this.get();
    this.cards.forEach(({ box, thumb, origin, place, i }) => {
      if (!box) return;
      const [low, high] = this.reach({ i });
      const [left, right] = place.track ?? [0, 0];
      const part = numbers[i] / (high - low) - low / (high - low); // so that ±1e308 does not overflow
      if (thumb) thumb.style.transform = `translateX(${(part * (right - left)).toFixed(1)}px)`;
      const zero = Math.max(0, Math.min(1, -low / (high - low)));
      if (origin) origin.style.transform = `translateX(${(zero * (right - left)).toFixed(1)}px)`;
      setAll(box, { "aria-valuemin": low, "aria-valuemax": high, "aria-valuenow": numbers[i] });
      setAll(box, { "aria-valuetext": box.getAttribute("aria-label") });
    });
  }
}
