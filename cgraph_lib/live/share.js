// A picture's state as the fragment of an address, and back: `picture=3&v=1&b=1.1&step=4` says what differs from the
// state in which the page shows the picture. Anybody may write an address: what it says is looked up among the
// picture's own names and nothing of it is run; a word that fits nowhere refuses the whole address.
import { same } from "./dom.js";

const VERSION = "1";
const OURS = ["picture", "v"]; // keys of the address itself; an input of such a name, or of a trait's, is `.v`
const MOST = 8000; // characters of an address
const LONGEST = 1000; // characters of a formula
const QUOTED = 40; // characters of an address that are quoted
const NUMBER = /^-?\d+(\.\d+)?(e-?\d+)?$/;
const WHOLE = /^\d{1,9}$/;

/** An address that is not followed. `phrase` is a key of the phrases that say why, `slots` fill it. */
export class Refused extends Error {
  constructor(phrase, slots = {}) {
    super(phrase);
    this.phrase = phrase;
    const short = (text) => (text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text);
    this.slots = Object.fromEntries(Object.entries(slots).map(([name, text]) => [name, short(String(text))]));
  }
}

/** A trait that is one of some values; `pairs` returns each with its label. */
function among(pairs) {
  return {
    write: (value, about) => [pairs(about).find(([, other]) => same(value, other))?.[0]],
    read([text], about, name) {
      const found = pairs(about).find(([label]) => label === text);
      if (!found) throw new Refused("link_word", { name, text });
      return found[1];
    },
  };
}

/** A trait that is a list of some of the words that `known` returns; none is an empty string. */
function some(known) {
  return {
    many: true,
    write: (list) => (list.length ? list : [""]),
    read(texts, about, name) {
      const list = same(texts, [""]) ? [] : texts;
      const text = list.find((word, i) => !known(about).includes(word) || list.indexOf(word) !== i);
      if (text !== undefined) throw new Refused("link_word", { name, text });
      return list;
    },
  };
}

/** A trait that is a finite number, not below `least`. */
function finite(least = -Infinity) {
  return {
    write: (value) => [Object.is(value, -0) ? "-0" : String(value).replace("e+", "e")],
    read([text], about, name) {
      const value = NUMBER.test(text) ? Number(text) : NaN;
      if (!Number.isFinite(value) || value < least) throw new Refused("link_number", { name, text });
      return value;
    },
  };
}

/** A trait that is a whole number from 0 up to what `last` returns; or none, an empty string. */
function upTo(last, none = false) {
  return {
    write: (value) => [String(value ?? "")],
    read([text], about, name) {
      if (none && text === "") return null;
      if (!WHOLE.test(text) || Number(text) > last(about)) {
        throw new Refused("link_whole", { name, text, low: 0, high: last(about) });
      }
      return Number(text);
    },
  };
}

const formula = {
  trait: "text",
  write: (text) => [text],
  read([text]) {
    if (text.length > LONGEST) throw new Refused("link_formula", { length: text.length, most: LONGEST });
    return text;
  },
};
const opened = some(({ data }) => data.drawings.flatMap((drawing) => drawing.opened));
const named = (nodes) => among(({ data, labels }) => nodes(data).map((node) => [labels[node], node]));
const chosen = among(({ data, labels }) => [
  ["", null],
  ...labels.map((label, node) => [label, { node }]),
  ...data.edges.map(({ key }, edge) => [key, { edge }]),
]);
const variable = named((data) => data.variables);
const explorer = { opened, shown: some(({ data }) => data.kinds), of: variable, wrt: variable, chosen };

// What a reader changes in a picture of each kind, besides its inputs. A question's guess is none of it: a link asks
// the question anew. A training's parameters are too many: a link holds how it is set, and it begins at the beginning.
const TRAITS = {
  explorer,
  formula_box: { formula, ...explorer },
  step_player: { opened, step: upTo(({ data }) => data.sentences.length - 1), chosen },
  path_explorer: { opened, path: upTo(({ data }) => data.paths.length - 1, true) },
  curve: { h: finite() },
  product: { h: finite(), wrt: named((data) => data.program.inputs) },
  replay: { opened, step: upTo(({ start }) => JSON.parse(start.record || '{"steps":[]}').steps.length), chosen },
  training: {
    rate: finite(0),
    penalty: finite(0),
    speed: among(({ data }) => [...data.speeds, 0].map((speed) => [String(speed), speed])),
    chosen: upTo(({ data }) => data.network.training.y.length - 1, true),
    shown: among(() => ["weights", "derivatives"].map((kind) => [kind, kind])),
  },
};

/** Return what an address may say of a picture: its traits, the labels of its nodes, and of its inputs. */
function described(kind, start) {
  const data = JSON.parse(start.scene);
  const names = data.names ?? [];
  const alone = (name) => names.indexOf(name) === names.lastIndexOf(name);
  const labels = names.map((name, node) => (alone(name) ? name : data.keys[node]));
  const alive = data.program || data.network; // a still and a question have nothing to set
  const traits = (alive && TRAITS[kind]) || {};
  const taken = [...OURS, ...Object.keys(traits)];
  const keys = (data.program?.inputs ?? []).map((node) => labels[node]);
  return { data, start, labels, traits, inputs: keys.map((key) => (taken.includes(key) ? `.${key}` : key)) };
}

/**
 * Return the state of a picture as the fragment of an address, without `#`.
 * @param {string} kind as in standalone.js
 * @param {Record<string, any>} state traits as they are now
 * @param {Record<string, any>} start traits as the page shows them at first
 * @param {number | null} [picture] its number on the page, from 1
 */
export function encode(kind, state, start, picture = null) {
  const about = described(kind, start);
  const params = new URLSearchParams(picture == null ? {} : { picture: String(picture) });
  params.append("v", VERSION);
  about.inputs.forEach((key, i) => {
    if (!Object.is(state.inputs[i], start.inputs[i])) params.append(key, finite().write(state.inputs[i])[0]);
  });
  for (const [key, { trait = key, write }] of Object.entries(about.traits)) {
    if (same(state[trait], start[trait])) continue;
    for (const text of write(state[trait], about)) if (text !== undefined) params.append(key, text);
  }
  return String(params);
}

/**
 * Return what an address says, or null if it speaks of no picture: other fragments are headings of the page.
 * @param {string} fragment with or without `#`
 * @param {boolean} [alone] whether the page shows one picture alone: then the fragment need not name it
 * @throws {Refused} for an address that is too long or of another version
 */
export function read(fragment, alone = false) {
  const text = fragment.replace(/^#/, "");
  if (!alone && !/(^|&)picture=/.test(text)) return null;
  if (text.length > MOST) throw new Refused("link_long", { length: text.length, most: MOST });
  const params = new URLSearchParams(text);
  const version = params.get("v") ?? VERSION;
  if (version !== VERSION) throw new Refused("link_version", { version, known: VERSION });
  return params;
}

/**
 * Return the place of a picture among `count`, from 0.
 * @throws {Refused} for what is no number of one of them
 */
export function placeOf(text, count) {
  if (WHOLE.test(text) && Number(text) >= 1 && Number(text) <= count) return Number(text) - 1;
  throw new Refused(count ? "link_picture" : "link_nothing", { text, last: count });
}

/**
 * Return the traits of a picture that an address changes, with their values.
 * @param {string} kind
 * @param {Record<string, any>} start traits as the page shows them at first
 * @param {URLSearchParams} params what `read` returns
 * @throws {Refused} if any part of it does not fit the picture
 */
export function decode(kind, start, params) {
  const about = described(kind, start);
  const changes = {};
  for (const key of new Set(params.keys())) {
    if (OURS.includes(key)) continue;
    const trait = Object.hasOwn(about.traits, key) ? about.traits[key] : null;
    const input = about.inputs.indexOf(key);
    if (!trait && input < 0) throw new Refused("link_unknown", { name: key });
    /** @type {any} */
    const texts = params.getAll(key);
    if (texts.length > 1 && !trait?.many) throw new Refused("link_twice", { name: key });
    if (trait) changes[trait.trait ?? key] = trait.read(texts, about, key);
    else (changes.inputs ??= [...start.inputs])[input] = finite().read(texts, about, key);
  }
  return changes;
}
