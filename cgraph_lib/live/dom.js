// Small helpers for building elements and for changing only what has changed: unchanged text costs no layout.

const SVG = "http://www.w3.org/2000/svg";
const shown = new WeakMap();

/** Return an element with attributes (`on...` are listeners) and children; a string stays text, whatever it holds. */
export function make(tag, attributes = {}, ...children) {
  return furnished(document.createElement(tag), attributes, children);
}

/** Return the same for an element of a drawing. */
export function draw(tag, attributes = {}, ...children) {
  return furnished(document.createElementNS(SVG, tag), attributes, children);
}

function furnished(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

/** The icons of what plays. */
export const ICONS = {
  back: "M2 2h3v12H2zM15 2v12L6 8z",
  play: "M3 1v14l12-7z",
  pause: "M3 2h4v12H3zM9 2h4v12H9z",
  next: "M11 2h3v12h-3zM1 2v12l9-6z",
};

/** Return whether two values are the same data. */
export function same(one, other) {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}

/** Return a button with a drawn icon and a word. */
export function button(label, onclick, path = "", attributes = {}) {
  const icon = path ? [draw("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, draw("path", { d: path }))] : [];
  return make("button", { type: "button", onclick, ...attributes }, ...icon, make("span", {}, label));
}

/** Give a button another word and another icon. */
export function relabel(element, label, path) {
  setText(element.lastChild, label);
  setAll(element.querySelector("path"), { d: path });
}

/**
 * Return a drop-down list of [value, text] pairs behind a label.
 * @param {string} label
 * @param {[number, string][]} options
 * @param {(value: number) => void} onchange
 */
export function choice(label, options, onchange) {
  const list = options.map(([value, text]) => make("option", { value }, text));
  const select = make("select", { "aria-label": label, onchange: () => onchange(Number(select.value)) }, ...list);
  return { element: make("label", {}, make("span", { "aria-hidden": "true" }, label), select), select };
}

/** Set an element's text if it is another one. */
export function setText(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}

/** Set an element's content, from HTML made by `Words`, if it is another one; return whether it was. */
export function setHtml(element, html) {
  if (shown.get(element) === html) return false;
  shown.set(element, html);
  element.innerHTML = html;
  return true;
}

/** Set those attributes of an element that change. */
export function setAll(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
  }
}

/** Give an element one of some classes (or none), and take the others from it. */
export function setClass(element, classes, chosen) {
  for (const name of classes) element.classList.toggle(name, name === chosen);
}

/** Call `move` with every move of the pointer that has been pressed on an element, until it is released. */
export function dragging(element, { pointerId }, move) {
  element.setPointerCapture(pointerId);
  element.addEventListener("pointermove", move);
  const end = () => element.removeEventListener("pointermove", move);
  element.addEventListener("lostpointercapture", end, { once: true });
}

/** Call `act` when Enter or the space bar is pressed on an element that is not a button by itself. */
export function pressed(element, act) {
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    if (event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });
}

/** Return 1 or -1 for an arrow key, and keep it from scrolling; undefined for any other key. */
export function arrow(event) {
  const by = { ArrowLeft: -1, ArrowRight: 1, ArrowDown: -1, ArrowUp: 1 }[event.key];
  if (by === undefined || event.ctrlKey || event.metaKey || event.altKey) return undefined;
  event.preventDefault();
  return by;
}

/** Let the style sheet know how large an element is, by its properties --wide and --tall; return the element. */
export function measured(element) {
  new ResizeObserver(([{ contentRect }]) => {
    element.style.setProperty("--wide", `${contentRect.width}px`);
    element.style.setProperty("--tall", `${contentRect.height}px`);
  }).observe(element);
  return element;
}

/** Return a string as HTML. */
export function escape(text) {
  return String(text).replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);
}
