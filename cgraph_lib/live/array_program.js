// Evaluates and differentiates a graph of whole arrays, which lie flat in memory, entry after entry.
import { LOOPS } from "./array_operations.js";
import { matmul } from "./matrix_product.js";

const size = (shape) => shape.reduce((product, length) => product * length, 1);

/**
 * How the entries of a large array belong to those of a small one: as copies of them, or into whose sum they go. The
 * small shape fits the large one as numpy broadcasts.
 */
class Onto {
  /**
   * @param {number[]} large
   * @param {number[]} small
   */
  constructor(large, small) {
    const missing = large.length - small.length;
    this.period = size(small); // if the small array is a row, the large one is that row again and again
    const row = small.every((length, axis) => length === large[axis + missing]);
    this.places = row ? null : places(large, small, missing);
  }

  /** Add to each entry of a small array its entries of a large one. */
  addUp(to, from, scale) {
    const { period, places: at } = this;
    if (at) for (let i = 0; i < from.length; i++) to[at[i]] += scale * from[i];
    else addRows(to, from, period, scale);
  }

  /** Add to each entry of a large array its entry of a small one. */
  spread(to, from, scale) {
    const { period, places: at } = this;
    if (at) for (let i = 0; i < to.length; i++) to[i] += scale * from[at[i]];
    for (let row = 0; !at && row < to.length; row += period) {
      for (let j = 0; j < period; j++) to[row + j] += scale * from[j];
    }
  }

  /** Copy a small array out to the size of a large one. */
  copy(to, from) {
    const { period, places: at } = this;
    if (at) for (let i = 0; i < to.length; i++) to[i] = from[at[i]];
    else if (to.length) repeat(to, from, period);
  }
}

/** Fill a large array with a row, again and again: what is there already is doubled. */
function repeat(to, row, period) {
  to.set(row);
  for (let done = period; done < to.length; done *= 2) to.copyWithin(done, 0, Math.min(done, to.length - done));
}

/** Add up all rows of this many entries, four at a time. */
function addRows(to, from, period, scale) {
  let row = 0;
  for (; row + 4 * period <= from.length && period; row += 4 * period) {
    const [second, third, fourth] = [row + period, row + 2 * period, row + 3 * period];
    for (let j = 0; j < period; j++) {
      to[j] += scale * (from[row + j] + from[second + j] + from[third + j] + from[fourth + j]);
    }
  }
  for (; row < from.length; row += period) for (let j = 0; j < period; j++) to[j] += scale * from[row + j];
}

/** Return the place in a small array of each entry of a large one. */
function places(large, small, missing) {
  const strides = large.map((_, axis) => {
    const own = axis - missing;
    return own < 0 || small[own] === 1 ? 0 : size(small.slice(own + 1));
  });
  const found = new Int32Array(size(large));
  for (let i = 0; i < found.length; i++) {
    let rest = i;
    for (let axis = large.length - 1; axis >= 0; axis--) {
      found[i] += (rest % large[axis]) * strides[axis];
      rest = Math.floor(rest / large[axis]);
    }
  }
  return found;
}

function add(to, a) {
  for (let i = 0; i < a.length; i++) to[i] += a[i];
}

/** Prepare an elementwise operation. An operand that is broadcast is copied out first, its contributions summed up. */
function elementwise({ op, shape, v, operands }) {
  const { value, adjoints } = LOOPS[op];
  const whole = operands.map((operand) => {
    if (operand.v.length === v.length) return { to: operand.v };
    return { from: operand.v, to: new Float64Array(v.length), onto: new Onto(shape, operand.shape) };
  });
  const [x, y] = whole.map(({ to }) => to);
  const brought = whole.some(({ onto }) => onto) ? new Float64Array(v.length) : null;
  return {
    value() {
      for (const { from, to, onto } of whole) onto?.copy(to, from);
      value(v, x, y);
    },
    adjoints: adjoints.map((adjoint, slot) => {
      const { onto } = whole[slot];
      if (!adjoint) return onto ? (to, a) => onto.addUp(to, a, 1) : add;
      if (!onto) return (to, a) => adjoint(to, a, v, x, y);
      return (to, a) => {
        brought.fill(0);
        adjoint(brought, a, v, x, y);
        onto.addUp(to, brought, 1);
      };
    }),
  };
}

function sum({ v, operands: [{ v: x, shape }], kept, scale }) {
  const onto = new Onto(shape, kept);
  const value = () => {
    v.fill(0);
    onto.addUp(v, x, scale);
  };
  return { value, adjoints: [(to, a) => onto.spread(to, a, scale)] };
}

/** The largest entry is taken off first, so that no exp overflows. */
function logSumExp({ v, operands: [{ v: x, shape }], kept }) {
  const at = places(shape, kept, 0);
  const shift = new Float64Array(v.length);
  const value = () => {
    shift.fill(-Infinity);
    for (let i = 0; i < x.length; i++) shift[at[i]] = Math.max(shift[at[i]], x[i]);
    for (let i = 0; i < shift.length; i++) if (!Number.isFinite(shift[i])) shift[i] = 0;
    v.fill(0);
    for (let i = 0; i < x.length; i++) v[at[i]] += Math.exp(x[i] - shift[at[i]]);
    for (let i = 0; i < v.length; i++) v[i] = shift[i] + Math.log(v[i]);
  };
  const adjoint = (to, a) => {
    for (let i = 0; i < x.length; i++) to[i] += a[at[i]] * Math.exp(x[i] - v[at[i]]);
  };
  return { value, adjoints: [adjoint] };
}

function pick({ v, operands: [{ v: x }], places: at }) {
  const value = () => {
    for (let i = 0; i < v.length; i++) v[i] = x[at[i]];
  };
  const adjoint = (to, a) => {
    for (let i = 0; i < a.length; i++) to[at[i]] += a[i];
  };
  return { value, adjoints: [adjoint] };
}

const WHOLE = { matmul, total: sum, mean: sum, log_sum_exp: logSumExp, pick };

export class ArrayProgram {
  /**
   * @param {any} data
   * @param {Record<string, Float64Array>} given the memory of inputs, which several programs may share
   */
  constructor({ nodes, inputs, named, output, contributions }, given) {
    const memory = Object.fromEntries(Object.entries(inputs).map(([name, i]) => [i, given[name]]));
    this.nodes = nodes.map((node, i) => ({ ...node, v: memory[i] ?? new Float64Array(size(node.shape)) }));
    this.named = named;
    this.output = output;
    this.steps = [];
    for (const node of this.nodes) {
      if (node.constant) node.v.set(node.constant.map(Number));
      if (!node.op) continue;
      const prepared = (WHOLE[node.op] ?? elementwise)({ ...node, operands: node.parents.map((p) => this.nodes[p]) });
      this.steps.push(prepared.value);
      node.adjoints = prepared.adjoints;
    }
    this.moves = contributions.map(([child, slot]) => {
      const [from, to] = [this.nodes[child], this.nodes[this.nodes[child].parents[slot]]];
      return { from, to, act: from.adjoints[slot] };
    });
    this.nodes[output].a = new Float64Array(1);
    for (const move of this.moves) this.remember(move);
    this.moves = this.moves.filter(({ from, to }) => from.a !== to.a);
    this.sums = [...new Set(this.moves.map(({ to }) => to.a))];
  }

  /** Give a node memory for its adjoint: that of its child, if nothing else is added to what this one passes on. */
  remember({ from, to, act }) {
    const alone = this.moves.filter((move) => move.to === to).length === 1;
    to.a ??= alone && act === add ? from.a : new Float64Array(to.v.length);
  }

  /** Return the value of a node by its name, as a flat array. */
  value(name) {
    return this.nodes[this.named[name]].v;
  }

  /** Return the adjoint of a node by its name. */
  adjoint(name) {
    return this.nodes[this.named[name]].a;
  }

  /** Compute every value; return the output's first entry. */
  evaluate() {
    for (const step of this.steps) step();
    return this.nodes[this.output].v[0];
  }

  /** Accumulate the adjoints of the output. With `overwrite`, wrongly, each contribution replaces those before it. */
  accumulate(overwrite = false) {
    for (const sum of this.sums) sum.fill(0);
    this.nodes[this.output].a[0] = 1;
    for (const { from, to, act } of this.moves) {
      if (overwrite) to.a.fill(0);
      act(to.a, from.a);
    }
  }
}
