// The place where a drawing stands: it scales it to fit, and lets a reader zoom and move it beyond that.
import { button, dragging, make, measured } from "./dom.js";
import { motionless } from "./motion.js";

const LARGEST = 4;
const STEP = 1.25;
const FADE = 24; // px at the lower end of the place, which are faded
const PARTS = "[data-node], [data-edge], [data-group], input, button"; // all but the ground

export class Stage {
  /** `width`, `height` and `smallest` (the least scale at which text can be read) are those of the drawing. */
  constructor(sheet, { width, height, smallest }, words) {
    this.sheet = sheet;
    this.width = width;
    this.smallest = smallest;
    this.scale = null;
    this.element = make("div", { class: "cg-stage" }, measured(sheet));
    this.style = `--w: ${width}; --h: ${height}; --least: ${smallest}`;
    const act = (key, path, onclick) => {
      const label = words.text(key);
      return button("", onclick, path, { "aria-label": label, title: label });
    };
    this.buttons = make("div", { class: "cg-zoom", role: "group", "aria-label": words.text("zoom") },
      act("zoom_out", "M2 7h12v2H2z", () => this.zoom(1 / STEP)),
      act("zoom_in", "M7 2h2v5h5v2H9v5H7V9H2V7h5z", () => this.zoom(STEP)),
      act("zoom_reset", "M2 2h5v2H4v3H2zM9 2h5v5h-2V4H9zM2 9h2v3h3v2H2zM12 9h2v5H9v-2h3z", () => this.reset()));
    this.listen();
  }

  listen() {
    const { element } = this;
    element.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return; // a pinch on a trackpad comes with the Ctrl key
      event.preventDefault();
      this.zoom(Math.exp(-event.deltaY / 200), event);
    }, { passive: false });
    element.addEventListener("touchstart", ({ touches }) => (this.span = spanOf(touches)));
    element.addEventListener("touchmove", (event) => {
      const span = spanOf(event.touches);
      if (!span || !this.span) return;
      event.preventDefault();
      this.zoom(span / this.span, middleOf(event.touches));
      this.span = span;
    }, { passive: false });
    element.addEventListener("keydown", (event) => {
      const factor = { "+": STEP, "=": STEP, "-": 1 / STEP, "−": 1 / STEP, 0: 0 }[event.key];
      if (factor === undefined || event.ctrlKey || event.metaKey || event.target.matches("input")) return;
      event.preventDefault();
      if (factor) this.zoom(factor);
      else this.reset();
    });
    element.addEventListener("pointerdown", (event) => this.drag(event));
  }

  /** Drag the ground, by mouse, to move a drawing that is larger than its place; a finger scrolls it by itself. */
  drag(event) {
    if (event.pointerType !== "mouse" || event.button || event.target.closest(PARTS)) return;
    const { element } = this;
    const from = { x: event.clientX + element.scrollLeft, y: event.clientY + element.scrollTop };
    dragging(element, event, ({ clientX, clientY }) => element.scrollTo(from.x - clientX, from.y - clientY));
  }

  /** Scale the drawing; the point under the pointer, or the middle, stays where it is. */
  zoom(factor, point) {
    const { element, sheet } = this;
    const [place, before] = [element.getBoundingClientRect(), sheet.getBoundingClientRect()];
    const at = { x: point?.clientX ?? place.x + place.width / 2, y: point?.clientY ?? place.y + place.height / 2 };
    const now = before.width / this.width;
    this.scale = Math.min(Math.max(LARGEST, now), Math.max(Math.min(this.smallest, now) / 2, now * factor));
    element.style.flex = `0 0 ${place.height}px`; // its place stays as large as it was
    Object.assign(sheet.style, { width: `${this.width * this.scale}px`, minWidth: 0 });
    const after = sheet.getBoundingClientRect();
    const grown = after.width / before.width;
    element.scrollBy(after.x - at.x + (at.x - before.x) * grown, after.y - at.y + (at.y - before.y) * grown);
  }

  reset() {
    this.scale = null;
    this.element.style.flex = this.sheet.style.width = this.sheet.style.minWidth = "";
  }

  /**
   * Where some nodes are not seen in whole, scroll the place, never the page, until they are in its middle; if they
   * have no room together, the first of them.
   * @param {any[]} places
   * @param {ScrollBehavior} [behavior]
   */
  follow(places, behavior = motionless() ? "auto" : "smooth") {
    const { element, sheet } = this;
    const known = places.filter(Boolean);
    if (!known.length) return;
    const scale = sheet.clientWidth / this.width;
    const across = known.map(({ left, width }) => [left * scale, (left + width) * scale]);
    const down = known.map(({ top, height }) => [top * scale, (top + height) * scale]);
    const left = shown(element.scrollLeft, element.clientWidth, across);
    const top = shown(element.scrollTop, element.clientHeight, down);
    element.scrollTo({ left, top, behavior });
  }
}

/** Return how far to scroll so that some parts of a drawing are seen: no further than it was, if they are. */
function shown(scrolled, room, parts) {
  const hull = (some) => [Math.min(...some.map(([start]) => start)), Math.max(...some.map(([, end]) => end)) + FADE];
  const all = hull(parts);
  const [start, end] = all[1] - all[0] <= room ? all : hull(parts.slice(0, 1));
  return start >= scrolled && end <= scrolled + room ? scrolled : (start + end - room) / 2;
}

function spanOf(touches) {
  if (touches.length !== 2) return 0;
  const [one, other] = touches;
  return Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
}

function middleOf([one, two]) {
  return { clientX: (one.clientX + two.clientX) / 2, clientY: (one.clientY + two.clientY) / 2 };
}
