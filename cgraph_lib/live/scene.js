// The drawing on the page: Python's SVG, whose text, widths and classes are changed in place.
import { draw, make, pressed, setAll, setClass, setText } from "./dom.js";
import { sign } from "./markup.js";
import { number } from "./numbers.js";

const SIGNS = ["pos", "neg", "zero"];
const KINDS = ["wait", "part", "done"];
const MOST_ARCS = 8;

export class Scene {
  /** `drawing` is one of `data.drawings`; `choose` is called with {node} or {edge} when a reader picks one. */
  constructor(data, words, drawing, choose) {
    const { geometry } = drawing;
    /** @type {((group: string, open: boolean) => void) | null} called when a reader opens or closes a group */
    this.toggle = null;
    this.data = data;
    this.words = words;
    this.geometry = geometry;
    this.sizes = geometry.sizes;
    this.sheet = make("div", { class: "cg-sheet" });
    this.sheet.innerHTML = drawing.svg; // made by picture/, where all text is escaped
    this.svg = this.sheet.firstElementChild;
    this.svg.setAttribute("aria-label", words.text("drawing"));
    const [places, routes] = [geometry.nodes, geometry.edges].map((found) => new Map(Object.entries(found)));
    this.nodes = data.keys.map((key) => this.nodeParts(key, places));
    this.rings = [...this.svg.querySelectorAll(".node")].map((box) => {
      const own = [...box.classList].find((name) => name.startsWith("node-"));
      return [box, this.find(own.replace("node-", "ring-"))];
    });
    this.blocks = new Map([...this.svg.querySelectorAll("[data-group]")].map((block) => [block.dataset.group, block]));
    this.edges = data.edges.map(({ key }) => this.edgeParts(key, routes.get(key)));
    this.makeButtons(choose);
  }

  find(name, root = this.svg) {
    return root?.getElementsByClassName(name)[0] ?? null;
  }

  /** A node that a closed group hides may still have its number there: the group's result. */
  nodeParts(key, places) {
    const box = this.find(`node-${key}`);
    const value = this.find(`val-${key}`);
    const tab = (group, css) => {
      const parts = { total: "total", pre: "pre", sum: css, growing: "growing", count: "count" };
      const found = Object.entries(parts).map(([part, name]) => [part, this.find(name, group)]);
      return group && { group, ...Object.fromEntries(found) };
    };
    const [adjoint, tangent] = [tab(this.find(`tab-${key}`), "adj"), tab(this.find(`under-${key}`), "tan")];
    const holder = box ?? (value ?? adjoint?.group)?.closest(".node") ?? null;
    const own = [...(holder?.classList ?? [])].find((name) => name.startsWith("node-"));
    return { box, holder, place: places.get(own?.slice(5)), value, adjoint, tangent };
  }

  edgeParts(key, route) {
    const [group, pill] = [this.find(`edge-${key}`), this.find(`pill-${key}`)];
    const [line, core, head] = ["line", "core", "head"].map((name) => this.find(name, group));
    return { group, line, core, head, pill, route, rect: pill?.firstElementChild, partial: this.find("partial", pill) };
  }

  /**
   * Boxes and pills are stops of the Tab key, in that order; where nothing can be chosen they are images with words.
   * A button is the card, or the frame of a pill, without its text: its label says that, and more.
   */
  makeButtons(choose) {
    for (const { box } of this.nodes) this.name(box, choose && this.find("body", box));
    for (const { pill, rect } of this.edges) this.name(pill, choose && rect);
    for (const [name, block] of this.blocks) this.makeToggle(name, block);
    if (!choose) return;
    const pick = ({ target }) => {
      const { node, edge } = target.closest("[data-node], [data-edge]")?.dataset ?? {};
      if (node ?? edge) choose(node === undefined ? { edge: Number(edge) } : { node: Number(node) });
    };
    this.sheet.addEventListener("click", pick);
    this.sheet.addEventListener("focusin", pick); // on the <svg> it would make the drawing a stop of its own
  }

  /** A group opens and closes at a click, and by Enter or the space bar. */
  makeToggle(name, block) {
    const closed = block.classList.contains("node");
    const face = this.find(closed ? "body" : "chip", block);
    const label = this.words.text(closed ? "open_group" : "close_group", { name });
    setAll(face, { role: "button", tabindex: 0, "aria-expanded": !closed, "aria-label": label });
    for (const text of block.querySelectorAll("text")) text.setAttribute("aria-hidden", "true");
    const act = () => this.toggle?.(name, closed);
    (closed ? block : face).addEventListener("click", act);
    pressed(face, act);
  }

  name(group, face) {
    if (!group) return;
    setAll(face ?? group, face ? { role: "button", tabindex: 0 } : { role: "img" });
    if (face) for (const text of group.querySelectorAll("text")) text.setAttribute("aria-hidden", "true");
    group.face = face ?? group;
  }

  /**
   * Write the numbers; what is undefined stays blank. `tabs` holds for "adjoint" and "tangent" what each node's tab
   * shows: {kind, value, growing, received, expected}, with `of` the node that they speak about.
   */
  write({ values = [], partials = [], adjoint = null, tangent = null, widths = true }) {
    this.nodes.forEach((parts, node) => {
      if (!parts.holder) return;
      setText(parts.value, this.brief(values[node]));
      if (parts.adjoint) this.writeTab(parts, parts.adjoint, adjoint?.tabs[node], (of) => [of, node], adjoint?.of);
      if (parts.tangent) this.writeTab(parts, parts.tangent, tangent?.tabs[node], (of) => [node, of], tangent?.of);
      if (parts.box) setAll(parts.box.face, { "aria-label": this.spoken(node, values[node], adjoint, tangent) });
    });
    this.edges.forEach((parts, edge) => {
      if (parts.partial) this.writeEdge(parts, this.data.edges[edge], partials[edge], widths);
    });
  }

  /**
   * @param {any} parts
   * @param {any} tab
   * @param {import("./types").Tab | undefined} shown
   * @param {(of: number) => number[]} ends
   * @param {number | undefined} of
   */
  writeTab({ place }, tab, shown, ends, of) {
    const { kind = "wait", value, growing = [], received = 0, expected = 1 } = shown ?? {};
    setClass(tab.group, KINDS, kind);
    setClass(tab.group, SIGNS, value === undefined ? "" : sign(value));
    const text = this.brief(value);
    const names = of === undefined || this.geometry.dense ? [] : ends(of).map((node) => this.words.names[node]);
    const sum = growing.find((text) => this.width(text, 38) <= place.width) ?? "";
    const wide = prefixWidth(names.join("")) + this.width(` = ${text}`, expected > 1 ? 30 : 8);
    const tight = !names.length || wide > place.width;
    this.writePrefix(tab.pre, text && tight ? [] : names);
    setText(tab.sum, text && !tight ? ` = ${text}` : text);
    setText(tab.growing, sum);
    tab.total.style.display = sum ? "none" : "";
    if (expected > 1) this.writeCount(tab.count, place, received, expected);
  }

  /** Write `de/db` before a number, with its names set as names. */
  writePrefix(pre, names) {
    if (pre.names === names.join(" ")) return;
    pre.names = names.join(" ");
    const part = (css, text) => draw("tspan", { class: css }, text);
    const [top, bottom] = names;
    const parts = [part("op", "d"), part("m", top), "/", part("op", "d"), part("m", bottom)];
    pre.replaceChildren(...(names.length ? parts : []));
  }

  /** Draw one arc for each contribution that a sum expects, full ones for those it has. */
  writeCount(count, { left, top, tab }, received, expected) {
    if (count.dataset.received === String(received)) return;
    count.dataset.received = received;
    const [x, y, arc] = [left + 15, top + tab / 2, (10 * Math.PI) / expected - 2];
    const circle = { r: 5, cx: x, cy: y, transform: `rotate(-90 ${x} ${y})` };
    const ring = (css, dashes) => draw("circle", { class: css, ...circle, "stroke-dasharray": dashes });
    const got = received ? [ring("got", `${`${arc} 2 `.repeat(received)}0 99`)] : [];
    const words = draw("text", { class: "counted", x: x + 4, y: y + 5 }, `${received}/${expected}`);
    count.replaceChildren(...(expected > MOST_ARCS ? [words] : [ring("", `${arc} 2`), ...got]));
  }

  writeEdge(parts, { name, rule, ends }, partial, widths) {
    const text = this.brief(partial);
    if (widths) this.thicken(parts, partial);
    for (const element of [parts.group, parts.pill]) setClass(element, SIGNS, text ? sign(partial) : "");
    parts.pill.classList.toggle("blank", !text);
    if (parts.written === text) return;
    parts.written = text;
    setText(parts.partial, text);
    const phrase = text ? (rule ? "edge_rule" : "edge") : "edge_blank";
    setAll(parts.pill.face, { "aria-label": this.words.text(phrase, { ends, name, rule, partial }) });
    const plain = this.width(`× ${text}`);
    const tight = plain + parts.route.rule > parts.route.room;
    parts.pill.classList.toggle("tight", tight);
    const width = plain + (tight || !text ? 0 : parts.route.rule);
    setAll(parts.rect, { x: (-width / 2).toFixed(1), width: width.toFixed(1) });
  }

  /** Return a number as a drawing has room for it: a long fraction as a decimal. */
  brief(value) {
    const text = value === undefined ? "" : number(value);
    return text.length > this.sizes.longest ? number(Number(value)) : text;
  }

  /** Give an edge the width of its partial, or another one. */
  thicken({ line, core, head, route }, partial, width = this.edgeWidth(partial)) {
    const [x, y] = route.end;
    const half = this.geometry.dense ? Math.max(3.5, width / 2 + 2) : Math.max(6, width / 2 + 4);
    line.style.strokeWidth = `${width.toFixed(2)}px`;
    core.style.strokeWidth = `${(width * this.sizes.core).toFixed(2)}px`;
    setAll(head, { points: `${x - half},${y} ${x},${y - this.sizes.head + 1} ${x + half},${y}` });
  }

  edgeWidth(partial) {
    const { unit, power, least, most, zero, blank, thin } = this.sizes;
    if (partial === undefined) return blank * thin;
    if (!(Math.abs(partial) > 0)) return zero * thin;
    return Math.max(least, Math.min(most, unit * Math.abs(partial) ** power)) * thin;
  }

  /** Return how wide a number is in a tab or a pill, with room around it. */
  width(text, pad = this.sizes.pill_pad) {
    const { ems } = this.geometry;
    return [...text].reduce((sum, character) => sum + (ems[character] ?? 0.6), 0) * this.sizes.pill_text + pad;
  }

  /** Return what a screen reader says of a node: each sum with its sign and size, and whether it is finished. */
  spoken(node, value, adjoint, tangent) {
    const say = (shown, ends) => {
      const { kind, value: sum, received, expected } = shown?.tabs[node] ?? {};
      if (sum === undefined) return "";
      const [top, bottom] = ends(shown.of).map((i) => this.words.names[i]);
      return this.words.text(kind === "part" ? "sum_so_far" : "derivative", { top, bottom, sum, received, expected });
    };
    const { formula } = this.data.nodes[node];
    const first = this.words.text(value === undefined ? "node_blank" : "node", { formula, value });
    return [first, say(adjoint, (of) => [of, node]), say(tangent, (of) => [node, of])].filter(Boolean).join(" ");
  }

  /** Return what shows a node: its box, or the closed group around it. */
  shows(node) {
    const { box, holder } = this.nodes[node];
    const names = (this.data.nodes[node].group ?? "").split("/");
    const groups = names.map((_, i) => this.blocks.get(names.slice(0, i + 1).join("/")));
    return box ?? holder ?? groups.find((block) => block?.classList.contains("node"));
  }

  /** Give some nodes and edges (with their pills) a class, and take it from the others. */
  mark(name, nodes = [], edges = []) {
    const chosen = new Set(nodes.filter((node) => node !== undefined).map((node) => this.shows(node)));
    for (const [box, ring] of this.rings) for (const part of [box, ring]) part.classList.toggle(name, chosen.has(box));
    this.edges.forEach(({ group, pill }, edge) => {
      for (const element of [group, pill]) element?.classList.toggle(name, edges.includes(edge));
    });
  }
}

const widths = new Map();
let pen;

/** Return how wide `de/db` is. */
function prefixWidth(names) {
  pen ??= document.createElement("canvas").getContext("2d");
  pen.font = 'italic 16px "Times New Roman", Times, "Liberation Serif", serif';
  if (!widths.has(names)) widths.set(names, pen.measureText(names).width + 19);
  return widths.get(names);
}
