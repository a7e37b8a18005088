// Sentences and formulas as HTML: names are italic, the d of a derivative is upright.
import { escape } from "./dom.js";
import { fill, number, operand } from "./numbers.js";

const d = '<span class="op">d</span>';
const quoted = (text) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

const named = (html) => `<span class="name">${html}</span>`; // no line is broken inside it, nor before a comma after it

/** Return HTML that begins a new line before it is broken. */
export function unbroken(html) {
  return `<span class="unbroken">${html}</span>`;
}

/** Return "pos", "neg" or "zero", the classes of a number's sign. */
export function sign(value) {
  return value > 0 ? "pos" : value < 0 ? "neg" : "zero";
}

/** What a picture says: the templates that Python sent, filled with names and numbers. */
export class Words {
  constructor({ names, nodes, phrases }) {
    this.names = names;
    this.phrases = phrases;
    const named = [...new Set(names.filter((_, node) => nodes[node].named))];
    const any = named.sort((x, y) => y.length - x.length).map(quoted).join("|"); // the longest first
    const edge = "[\\p{L}\\p{Nd}_]";
    // A derivative, a partial, or a name alone; no part of a longer word.
    const written = `d(${any})/d(${any})|∂(${any})/∂(${any})|(${any})`;
    this.pattern = any && new RegExp(`(?<!${edge})(?:${written})(?!${edge})`, "gu");
    this.known = new Map();
    this.rich = {
      number,
      operand,
      text: (value) => this.math(String(value)),
      prose: escape,
      symbol: (name) => `<i>${escape(name)}</i>`,
      result: (value) => `<b>${number(value)}</b>`,
      literal: escape,
    };
  }

  /** Return a formula as HTML. */
  math(text) {
    if (!this.known.has(text)) this.known.set(text, this.marked(text));
    return this.known.get(text);
  }

  marked(text) {
    if (!this.pattern) return escape(text);
    const parts = [];
    let end = 0;
    for (const { 0: found, 1: of, 2: wrt, 3: child, 4: parent, 5: alone, index } of text.matchAll(this.pattern)) {
      parts.push(escape(text.slice(end, index)));
      if (of !== undefined) parts.push(named(`${d}<i>${escape(of)}</i>/${d}<i>${escape(wrt)}</i>`));
      else if (child !== undefined) parts.push(named(`∂<i>${escape(child)}</i>/∂<i>${escape(parent)}</i>`));
      else parts.push(`<i>${escape(alone)}</i>`);
      end = index + found.length;
    }
    return [...parts, escape(text.slice(end))].join("");
  }

  name(node) {
    return this.math(this.names[node]);
  }

  /** Return the derivative of one node with respect to another, without its number: `de/db`. */
  derivative(of, wrt) {
    return `d${this.names[of]}/d${this.names[wrt]}`;
  }

  /** Return a sentence as text, for labels and for screen readers. */
  text(key, slots) {
    return fill(this.phrases[key] ?? key, slots);
  }

  /** Return a sentence as HTML; `key` names one of the picture's phrases or is a template itself. */
  html(key, slots) {
    return fill(this.phrases[key] ?? key, slots, this.rich);
  }
}
