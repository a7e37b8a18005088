// Evaluates and differentiates a graph of whole arrays, which lie flat in memory, entry after entry.
import { LOOPS } from "./array_operations.js";

const size = (shape) => shape.reduce((product, length) => product * length, 1);

/**
 * Return for each entry of a large array the entry of a small one: that which it is a copy of, or whose sum it goes
 * into. The small shape fits the large one as numpy broadcasts.
 * @param {number[]} large
 * @param {number[]} small
 */
function onto(large, small) {
  const missing = large.length - small.length;
  const strides = large.map((_, axis) => {
    const own = axis - missing;
    return own < 0 || small[own] === 1 ? 0 : size(small.slice(own + 1));
  });
  const places = new Int32Array(size(large));
  for (let i = 0; i < places.length; i++) {
    let rest = i;
    for (let axis = large.length - 1; axis >= 0; axis--) {
      places[i] += (rest % large[axis]) * strides[axis];
      rest = Math.floor(rest / large[axis]);
    }
  }
  return places;
}

function addUp(to, from, places, scale) {
  for (let i = 0; i < from.length; i++) to[places[i]] += scale * from[i];
}

function spread(to, from, places, scale) {
  for (let i = 0; i < to.length; i++) to[i] += scale * from[places[i]];
}

/** Prepare an elementwise operation. An operand that is broadcast is copied out first, its contributions summed up. */
function elementwise({ op, shape, v, operands }) {
  const { value, adjoints } = LOOPS[op];
  const whole = operands.map((operand) => {
    if (operand.v.length === v.length) return { to: operand.v };
    return { from: operand.v, to: new Float64Array(v.length), places: onto(shape, operand.shape) };
  });
  const [x, y] = whole.map(({ to }) => to);
  const brought = whole.some(({ places }) => places) ? new Float64Array(v.length) : null;
  return {
    value() {
      for (const { from, to, places } of whole) if (places) for (let i = 0; i < to.length; i++) to[i] = from[places[i]];
      value(v, x, y);
    },
    adjoints: adjoints.map((adjoint, slot) => (to, a) => {
      const { places } = whole[slot];
      if (!places) return adjoint(to, a, v, x, y);
      brought.fill(0);
      adjoint(brought, a, v, x, y);
      return addUp(to, brought, places, 1);
    }),
  };
}

function matmul({ v, operands }) {
  const [x, y] = operands.map((operand) => operand.v);
  const [rows, inner] = operands[0].shape;
  const columns = operands[1].shape[1];
  return {
    value() {
      v.fill(0);
      for (let i = 0; i < rows; i++) {
        for (let k = 0; k < inner; k++) {
          const factor = x[i * inner + k];
          for (let j = 0; j < columns; j++) v[i * columns + j] += factor * y[k * columns + j];
        }
      }
    },
    adjoints: [
      (to, a) => {
        for (let i = 0; i < rows; i++) {
          for (let k = 0; k < inner; k++) {
            let sum = 0;
            for (let j = 0; j < columns; j++) sum += a[i * columns + j] * y[k * columns + j];
            to[i * inner + k] += sum;
          }
        }
      },
      (to, a) => {
        for (let i = 0; i < rows; i++) {
          for (let k = 0; k < inner; k++) {
            const factor = x[i * inner + k];
            for (let j = 0; j < columns; j++) to[k * columns + j] += factor * a[i * columns + j];
          }
        }
      },
    ],
  };
}

function sum({ v, operands: [{ v: x, shape }], kept, scale }) {
  const places = onto(shape, kept);
  const value = () => {
    v.fill(0);
    addUp(v, x, places, scale);
  };
  return { value, adjoints: [(to, a) => spread(to, a, places, scale)] };
}

/** The largest entry is taken off first, so that no exp overflows. */
function logSumExp({ v, operands: [{ v: x, shape }], kept }) {
  const places = onto(shape, kept);
  const shift = new Float64Array(v.length);
  const value = () => {
    shift.fill(-Infinity);
    for (let i = 0; i < x.length; i++) shift[places[i]] = Math.max(shift[places[i]], x[i]);
    for (let i = 0; i < shift.length; i++) if (!Number.isFinite(shift[i])) shift[i] = 0;
    v.fill(0);
    for (let i = 0; i < x.length; i++) v[places[i]] += Math.exp(x[i] - shift[places[i]]);
    for (let i = 0; i < v.length; i++) v[i] = shift[i] + Math.log(v[i]);
  };
  const adjoint = (to, a) => {
    for (let i = 0; i < x.length; i++) to[i] += a[places[i]] * Math.exp(x[i] - v[places[i]]);
  };
  return { value, adjoints: [adjoint] };
}

function pick({ v, operands: [{ v: x }], places }) {
  const value = () => {
    for (let i = 0; i < v.length; i++) v[i] = x[places[i]];
  };
  return { value, adjoints: [(to, a) => addUp(to, a, places, 1)] };
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
      for (const node of [from, to]) node.a ??= new Float64Array(node.v.length);
      return { from, to, act: from.adjoints[slot] };
    });
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
    for (const { a } of this.nodes) a?.fill(0);
    this.nodes[this.output].a.fill(1);
    for (const { from, to, act } of this.moves) {
      if (overwrite) to.a.fill(0);
      act(to.a, from.a);
    }
  }
}
