// A run in exact fractions, by the same rules as exact.py: + − · / and whole powers are all there is.
import { accumulate } from "./program.js";

const MOST = 10n ** 40n;
const LARGEST_DENOMINATOR = 1000000n;
const MOST_BITS = 140;

const abs = (n) => (n < 0n ? -n : n);
const gcd = (a, b) => (b ? gcd(b, a % b) : abs(a));

/** A number that is no fraction, or one too long to be read; `key` says why. */
class ExactError extends Error {
  constructor(key, slots = {}) {
    super(key);
    this.key = key;
    this.where = undefined;
    this.slots = slots;
  }
}

export class Fraction {
  /**
   * @param {bigint} top
   * @param {bigint} bottom
   */
  constructor(top, bottom = 1n) {
    if (!bottom) throw new ExactError("zero");
    const common = gcd(top, bottom) * (bottom < 0n ? -1n : 1n) || 1n;
    this.top = top / common;
    this.bottom = bottom / common;
  }

  /** Return the simplest fraction whose nearest float is `value`. */
  static from(value) {
    if (!Number.isFinite(value)) throw new ExactError("none", { value });
    const [digits, exponent] = String(value).split("e");
    const [whole, part = ""] = digits.split(".");
    const shift = Number(exponent ?? 0) - part.length;
    const ten = (power) => 10n ** BigInt(Math.max(0, power));
    const decimal = new Fraction(BigInt(whole + part) * ten(shift), ten(-shift));
    const simple = exactly(value).limited(LARGEST_DENOMINATOR);
    return readable(Number(simple) === value ? simple : decimal);
  }

  /** Return the nearest fraction with a denominator up to `most`: the last convergents of its continued fraction. */
  limited(most) {
    if (this.bottom <= most) return this;
    let [p0, q0, p1, q1, n, d] = [0n, 1n, 1n, 0n, this.top, this.bottom];
    for (;;) {
      const a = floor(n, d);
      if (q0 + a * q1 > most) break;
      [p0, q0, p1, q1, n, d] = [p1, q1, p0 + a * p1, q0 + a * q1, d, n - a * d];
    }
    const k = (most - q0) / q1;
    const [one, other] = [new Fraction(p0 + k * p1, q0 + k * q1), new Fraction(p1, q1)];
    const off = (f) => abs(f.top * this.bottom - this.top * f.bottom) * (f === one ? other : one).bottom;
    return off(other) <= off(one) ? other : one;
  }

  plus({ top, bottom }) {
    return new Fraction(this.top * bottom + top * this.bottom, this.bottom * bottom);
  }

  times({ top, bottom }) {
    return new Fraction(this.top * top, this.bottom * bottom);
  }

  over({ top, bottom }) {
    return new Fraction(this.top * bottom, this.bottom * top);
  }

  /** @param {Fraction} exponent */
  power({ top, bottom }) {
    const bits = Math.max(abs(this.top).toString(2).length, this.bottom.toString(2).length);
    if (bottom > 1n) throw new ExactError("exponent", { exponent: `${top}/${bottom}` });
    if (Number(abs(top)) * (bits - 1) > MOST_BITS) throw new ExactError("digits", { digits: 40 });
    if (top < 0n) return new Fraction(this.bottom ** -top, this.top ** -top);
    return new Fraction(this.top ** top, this.bottom ** top);
  }

  /** Return the nearest float, for arithmetic and comparisons. */
  valueOf() {
    const scale = 2n ** BigInt(Math.max(0, 64 + this.bottom.toString(2).length - abs(this.top).toString(2).length));
    const rest = (this.top * scale) % this.bottom ? (this.top < 0n ? -1n : 1n) : 0n; // so that no half seems exact
    return Number(((this.top * scale) / this.bottom) * 2n + rest) / Number(scale * 2n);
  }

  toString() {
    const text = this.bottom === 1n ? `${this.top}` : `${this.top}/${this.bottom}`;
    return text.replace("-", "−");
  }
}

function readable(fraction) {
  if (abs(fraction.top) >= MOST || fraction.bottom >= MOST) throw new ExactError("digits", { digits: 40 });
  return fraction;
}

/**
 * @param {bigint} n
 * @param {bigint} d
 */
function floor(n, d) {
  return n / d - (n % d < 0n ? 1n : 0n);
}

/** Return a float's own binary fraction. */
function exactly(value) {
  let [top, bottom] = [value, 1n];
  for (; !Number.isInteger(top); top *= 2) bottom *= 2n;
  return Object.assign(Object.create(Fraction.prototype), { top: BigInt(top), bottom });
}

const minus = new Fraction(-1n);
const RULES = {
  "+": (x, y) => x.plus(y),
  "-": (x, y) => x.plus(y.times(minus)),
  "*": (x, y) => x.times(y),
  "@": (x, y) => x.times(y),
  "/": (x, y) => x.over(y),
  "**": (x, y) => x.power(y),
  neg: (x) => x.times(minus),
  pos: (x) => x,
  ">": (x, y) => Fraction.from(Number(x > y)),
  "==": (x, y) => Fraction.from(Number(`${x}` === `${y}`)),
  abs: (x) => (x < 0 ? x.times(minus) : x),
  max: (x, y) => (x > y ? x : y),
  min: (x, y) => (x < y ? x : y),
};

/** Return the value of a rule that Python sent: a number, a name, or a list of a head and its arguments. */
function evaluated(rule, names) {
  if (typeof rule === "number") return Fraction.from(rule);
  if (typeof rule === "string") return names[rule];
  const [head, ...args] = rule;
  if (!Object.hasOwn(RULES, head)) throw new ExactError("function", { function: head });
  const first = evaluated(args[0], names);
  if (head === "@" && !first.top) return first; // 0 where a factor is 0, even if the other is no fraction
  return readable(RULES[head](first, ...args.slice(1).map((arg) => evaluated(arg, names))));
}

const FIELD = {
  one: new Fraction(1n),
  zero: new Fraction(0n),
  times: (x, y) => x.times(y),
  sum: (x, y) => readable(x ? x.plus(y) : y),
};

/** What `Numbers` holds, in fractions; or the floats, and in `problem` a sentence that says why. */
export class ExactNumbers {
  constructor(floats, data, words) {
    const { program, inputs } = floats;
    this.program = program;
    this.inputs = inputs;
    this.along = floats.along.bind(floats);
    this.floats = floats;
    this.data = data;
    this.words = words;
    this.problem = "";
    this.orElse(() => {
      this.values = [];
      program.nodes.forEach((_, i) => (this.values[i] = this.value(i, floats.values[i])));
      this.partials = program.edges.map((edge) => this.partial(edge));
    });
  }

  run = (seed, quantity) => {
    const { program, partials, problem, floats } = this;
    const found = problem || this.orElse(() => accumulate(program, partials, seed, quantity, FIELD));
    return typeof found === "string" ? floats.run(seed, quantity) : found;
  };

  /** Return what `act` returns; or take the floats, and return why. */
  orElse(act) {
    try {
      return act();
    } catch (error) {
      if (!(error instanceof ExactError)) throw error;
      const { values, partials } = this.floats;
      const where = error.where ?? this.data.nodes[this.program.output].formula;
      this.values = values;
      this.partials = partials;
      this.problem = this.words.text(`exact_${error.key}`, { where, name: where, ...error.slots });
      return this.problem;
    }
  }

  operands({ parents }) {
    return Object.fromEntries(parents.map((parent, i) => ["xy"[i], this.values[parent]]));
  }

  value(i, float) {
    const node = this.program.nodes[i];
    const rule = node.op && this.data.rules[node.op].value;
    const leaf = () => Fraction.from(node.constant ?? float);
    return at(this.data.nodes[i].formula, () => (rule ? evaluated(rule, this.operands(node)) : leaf()));
  }

  partial({ child, slot, index }) {
    const node = this.program.nodes[child];
    const names = { ...this.operands(node), v: this.values[child] };
    return at(this.data.edges[index].name, () => evaluated(this.data.rules[node.op].partials[slot], names));
  }
}

/** Return what `act` returns; an error says where it has come up. */
function at(where, act) {
  try {
    return act();
  } catch (error) {
    error.where ??= where;
    throw error;
  }
}
