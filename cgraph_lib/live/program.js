// Evaluation and accumulation of a graph that Python sent as data. `OPERATIONS` is printed from the table in ops.py.
import { OPERATIONS } from "./operations.js";

/** Return the graph with its numbers read from JSON (which knows no infinity) and its edges grouped. */
export function prepare(program) {
  const nodes = program.nodes.map((node) => ({
    ...node,
    constant: node.constant == null ? null : Number(node.constant),
    operation: node.op == null ? null : OPERATIONS[node.op],
  }));
  const edges = program.edges.map(([parent, child, slot], index) => ({ index, parent, child, slot }));
  const into = nodes.map(() => []);
  const from = nodes.map(() => []);
  for (const edge of edges) {
    into[edge.child].push(edge);
    from[edge.parent].push(edge);
  }
  return { ...program, nodes, edges, into, from };
}

/** Return the value of every node. */
export function evaluate(program, inputs) {
  const values = new Array(program.nodes.length);
  program.inputs.forEach((node, i) => (values[node] = inputs[i]));
  program.nodes.forEach((node, i) => {
    if (node.operation) values[i] = node.operation.value(...node.parents.map((parent) => values[parent]));
    else if (node.constant != null) values[i] = node.constant;
  });
  return values;
}

/** Return the partial on every edge. */
function localPartials(program, values) {
  return program.edges.map(({ child, slot }) => {
    const node = program.nodes[child];
    return node.operation.partials[slot](...node.parents.map((parent) => values[parent]), values[child]);
  });
}

/** Return the nodes that can be reached from `start` along or against the edges. */
export function reached(program, start, quantity) {
  const found = new Set([start]);
  const waiting = [start];
  while (waiting.length) {
    const node = waiting.pop();
    const edges = quantity === "adjoint" ? program.into[node] : program.from[node];
    for (const other of edges.map((edge) => edge[SWEEPS[quantity].taker])) {
      if (!found.has(other)) {
        found.add(other);
        waiting.push(other);
      }
    }
  }
  return found;
}

/** Return the order in which the edges are used, as forward_trace and reverse_trace in accumulate.py do. */
function edgeOrder(program, seed, quantity) {
  const nodes = reached(program, seed, quantity);
  if (quantity === "tangent") return program.into.flat().filter((edge) => nodes.has(edge.parent));
  return [...program.into.keys()].reverse().filter((node) => nodes.has(node)).flatMap((node) => program.into[node]);
}

/** Adjoints and tangents differ in which end of an edge gives and which takes, and in how a sum is named. */
export const SWEEPS = {
  adjoint: { giver: "child", taker: "parent", side: "from", pair: (seed, node) => [seed, node] },
  tangent: { giver: "parent", taker: "child", side: "into", pair: (seed, node) => [node, seed] },
};

const FLOATS = { one: 1, zero: 0, times: (x, y) => x * y, sum: (x, y) => (x === undefined ? y : x + y) };

/**
 * Return the sums (adjoints of `seed`, or tangents with respect to it) and the steps that lead to them. `field` says
 * how numbers are added and multiplied.
 * @param {import("./types").Program} program
 * @param {any[]} partials
 * @param {number} seed
 * @param {import("./types").Quantity} quantity
 * @param {import("./types").Field} field
 * @returns {import("./types").Run}
 */
export function accumulate(program, partials, seed, quantity, field = FLOATS) {
  const { giver, taker } = SWEEPS[quantity];
  const nodes = reached(program, seed, quantity);
  const sums = program.nodes.map((node, i) => (nodes.has(i) || node.constant != null ? undefined : field.zero));
  sums[seed] = field.one;
  const steps = [{ kind: "seed", node: seed, after: field.one }];
  for (const edge of edgeOrder(program, seed, quantity)) {
    const [node, source] = [edge[taker], edge[giver]];
    const [before, factor, multiplier] = [sums[node], sums[source], partials[edge.index]];
    const contribution = field.times(factor, multiplier);
    sums[node] = field.sum(before, contribution);
    steps.push({ kind: "accumulate", node, source, edge, before, after: sums[node], factor, multiplier, contribution });
  }
  return { sums, steps: counted(steps) };
}

/** Return the steps with how many contributions their sums have received by then, and expect. */
function counted(steps) {
  const [expected, received] = [new Map(), new Map()];
  const count = (counts, node) => counts.set(node, (counts.get(node) ?? 0) + 1).get(node);
  for (const { node } of steps) count(expected, node);
  return steps.map((step) => ({ ...step, received: count(received, step.node), expected: expected.get(step.node) }));
}

/** Everything that can be computed from the inputs; a sweep runs when it is first asked for. */
export class Numbers {
  constructor(program, inputs) {
    this.program = program;
    this.inputs = inputs;
    this.sweeps = new Map();
    this.values = evaluate(program, inputs);
    this.partials = localPartials(program, this.values);
  }

  /** Return the sums and steps of the adjoints of `seed`, or of the tangents with respect to it. */
  run = (seed, quantity) => {
    const key = `${quantity} ${seed}`;
    if (!this.sweeps.has(key)) this.sweeps.set(key, accumulate(this.program, this.partials, seed, quantity));
    return this.sweeps.get(key);
  };

  /** Return a node's value where one input is moved to `x`. */
  along(input, node) {
    const inputs = [...this.inputs];
    return (x) => {
      inputs[input] = x;
      return evaluate(this.program, inputs)[node];
    };
  }
}
