// A picture as it stands now, for other programs: an SVG in which every colour and width is written out, and a PNG.
import { draw, setAll } from "./dom.js";

const PAD = 8; // around the drawing, in its own units
const SHARPNESS = 2; // pixels of the PNG for one of the SVG
const DRAWN = ":is(svg, canvas):not(svg *, button svg, .cg-panel *, .cg-sharing *)"; // neither icons nor explanations
const PAGE_ONLY = /^(class|style|role|tabindex|transform$|aria-|data-)/; // attributes that mean nothing elsewhere
const NOTHING = ["none", "rgba(0, 0, 0, 0)"]; // colours that show nothing
// What is handed down from element to element, with what a program takes where nothing is set.
const HANDED = {
  fill: "rgb(0, 0, 0)", "fill-opacity": "1", stroke: "none", "stroke-opacity": "1", "stroke-width": "1px",
  "stroke-dasharray": "none", "stroke-linecap": "butt", "stroke-linejoin": "miter", "font-family": "", "font-size": "",
  "font-style": "normal", "font-weight": "400", "text-anchor": "start", visibility: "visible",
};

/** Return a computed value as other programs read it: colours as hexadecimal digits, lengths without their unit. */
function plain(value) {
  const hex = (...parts) => `#${parts.map((part) => Number(part).toString(16).padStart(2, "0")).join("")}`;
  return value.replace(/rgb\((\d+), (\d+), (\d+)\)/g, (_, ...rgb) => hex(...rgb.slice(0, 3))).replace(/(\d)px/g, "$1");
}

/** Return whether an element of a drawing shows nothing: an area that only feels the pointer, or no text. */
function isEmpty(own, style) {
  if (style.display === "none" || own.matches("script, style")) return true;
  if (own.matches("text, tspan")) return own.textContent === "";
  if (own.matches("g")) return own.childElementCount === 0;
  const shape = own.matches("path, rect, circle, line, polygon, polyline, ellipse");
  return shape && NOTHING.includes(style.fill) && NOTHING.includes(style.stroke);
}

/** Write out how `own` looks on its `twin`, a copy, and so on with its children. */
function writeOut(own, twin, handed) {
  const style = getComputedStyle(own);
  if (isEmpty(own, style)) return twin.remove();
  for (const { name } of [...twin.attributes]) if (PAGE_ONLY.test(name)) twin.removeAttribute(name);
  const look = Object.fromEntries(Object.keys(HANDED).map((name) => [name, style.getPropertyValue(name)]));
  const news = Object.entries(look).filter(([name, value]) => value !== handed[name]);
  setAll(twin, Object.fromEntries(news.map(([name, value]) => [name, plain(value)])));
  if (style.opacity !== "1") twin.setAttribute("opacity", style.opacity);
  if (style.transform !== "none") twin.setAttribute("transform", style.transform);
  const children = [...twin.children];
  [...own.children].forEach((child, i) => writeOut(child, children[i], look));
}

/** Return the first colour behind an element. */
function ground(element) {
  for (let place = element; place; place = place.parentElement) {
    const { backgroundColor } = getComputedStyle(place);
    if (!NOTHING.includes(backgroundColor)) return plain(backgroundColor);
  }
  return "#ffffff";
}

/** Return an SVG's content as a group at its place, `scale` times as large; or a canvas as an image. */
function part(element, x, y, width, height) {
  if (element.matches("canvas")) {
    return draw("image", { x, y, width, height, href: element.toDataURL(), preserveAspectRatio: "none" });
  }
  const { x: left = 0, y: top = 0, width: wide = width } = element.viewBox.baseVal ?? {};
  const copy = element.cloneNode(true);
  writeOut(element, copy, HANDED);
  const scale = width / (wide || width);
  const group = draw("g", { transform: `translate(${x - left * scale} ${y - top * scale}) scale(${scale})` });
  for (const { name, value } of copy.attributes) if (name in HANDED) group.setAttribute(name, value);
  group.append(...copy.childNodes);
  return group;
}

/** Return the elements that draw a picture: one SVG, or several and canvases, which may lie upon each other. */
export function drawings(picture) {
  return [...picture.querySelectorAll(DRAWN)].filter((element) => element.getBoundingClientRect().width > 0);
}

/** Return a picture as the text of an SVG that needs nothing else, in the units of its first drawing. */
export function asSvg(picture) {
  const elements = drawings(picture);
  const places = elements.map((element) => element.getBoundingClientRect());
  const unit = (elements[0].viewBox?.baseVal?.width || places[0].width) / places[0].width;
  const [left, top] = ["left", "top"].map((side) => Math.min(...places.map((place) => place[side])));
  const [right, bottom] = ["right", "bottom"].map((side) => Math.max(...places.map((place) => place[side])));
  const [width, height] = [right - left, bottom - top].map((size) => Math.ceil(size * unit) + 2 * PAD);
  const at = (from, to) => (to - from) * unit + PAD;
  const parts = elements.map((element, i) => {
    const { x, y, width: wide, height: high } = places[i];
    return part(element, at(left, x), at(top, y), wide * unit, high * unit);
  });
  const background = draw("rect", { width, height, fill: ground(elements[0].closest(".cg-frame") ?? picture) });
  const svg = draw("svg", { width, height, viewBox: `0 0 ${width} ${height}` }, background, ...parts);
  return new XMLSerializer().serializeToString(svg);
}

/** Return a picture as a PNG. */
export async function asPng(picture) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(asSvg(picture))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width * SHARPNESS, image.height * SHARPNESS];
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  /** @type {Promise<Blob>} */
  const made = new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve : reject)(blob), "image/png"));
  return made;
}
