// A network that learns in the page: its parameters, the programs that share them, one step after the other.
import { ArrayProgram } from "./array_program.js";
import { RULES } from "./update_rules.js";

const MOST_POINTS = 400; // of the curve; then every second one goes, and points come half as often

/** Numbers as JSON can hold them, and back. */
const sent = (list) => Array.from(list, (x) => (Number.isFinite(x) ? x : String(x)));
const received = (list) => Float64Array.from(list, Number);

function oneHot(labels, classes) {
  const rows = new Float64Array(labels.length * classes);
  labels.forEach((label, i) => (rows[i * classes + label] = 1));
  return rows;
}

/** Return the places of a grid over the plane, from the left above to the right below. */
function grid({ side, box: [left, right, bottom, top] }) {
  const spots = new Float64Array(2 * side * side);
  for (let i = 0; i < side * side; i++) {
    const [across, down] = [(i % side) / (side - 1), Math.floor(i / side) / (side - 1)];
    spots.set([left + across * (right - left), top - down * (top - bottom)], 2 * i);
  }
  return spots;
}

/** Return the numbers below a count in an order that is another one in each epoch, and the same in the kernel. */
export function shuffled(epoch, count) {
  const order = Array.from({ length: count }, (_, i) => i);
  let number = epoch + 1;
  for (let last = count - 1; last > 0; last--) {
    number = (16807 * number) % 2147483647; // of Park and Miller, and exact in a float
    const other = number % (last + 1);
    [order[last], order[other]] = [order[other], order[last]];
  }
  return order;
}

/** Return the place of the largest of some entries, which follow each other. */
export function largest(values, start, count) {
  let best = 0;
  for (let k = 1; k < count; k++) if (values[start + k] > values[start + best]) best = k;
  return best;
}

/** Return the share of each class in rows of scores, one row after the other. */
export function softmax(scores, classes) {
  const shares = new Float64Array(scores.length);
  for (let i = 0; i < scores.length; i += classes) {
    const top = scores[i + largest(scores, i, classes)];
    let all = 0;
    for (let k = 0; k < classes; k++) all += shares[i + k] = Math.exp(scores[i + k] - top);
    for (let k = 0; k < classes; k++) shares[i + k] /= all;
  }
  return shares;
}

/** A few of the training examples, others at each step. */
class Batch {
  constructor({ size, program }, training, count, given) {
    this.size = size;
    this.count = count;
    this.epoch = -1;
    this.rows = ["X", "Y"].map((name) => {
      const all = training.value(name);
      return { all, own: new Float64Array((all.length / count) * size), wide: all.length / count };
    });
    const [{ own: X }, { own: Y }] = this.rows;
    this.program = new ArrayProgram(program, { ...given, X, Y });
  }

  /** Return the program of the loss on the examples of a step. */
  drawn(step) {
    const turns = Math.floor(this.count / this.size);
    const epoch = Math.floor(step / turns);
    if (epoch !== this.epoch) this.order = shuffled(epoch, this.count);
    this.epoch = epoch;
    for (let i = 0, at = (step % turns) * this.size; i < this.size; i++, at++) {
      const row = this.order[at];
      for (const { all, own, wide } of this.rows) own.set(all.subarray(row * wide, (row + 1) * wide), i * wide);
    }
    return this.program;
  }
}

export class Trainer {
  constructor({ start, classes, training, validation, batch, ground, rule, hidden, overwrite }) {
    this.classes = classes;
    this.rule = rule;
    this.hidden = hidden;
    this.overwrite = overwrite;
    this.names = Object.keys(start.parameters);
    this.parameters = Object.fromEntries(this.names.map((name) => [name, received(start.parameters[name])]));
    this.penalty = new Float64Array(1);
    const given = { ...this.parameters, penalty: this.penalty };
    const examples = ({ program, x, y }) =>
      new ArrayProgram(program, { ...given, X: Float64Array.from(x), Y: oneHot(y, classes) });
    this.labels = training.y;
    this.training = examples(training);
    this.batch = batch && new Batch(batch, this.training, this.labels.length, given);
    this.checked = validation ? { labels: validation.y, program: examples(validation) } : null;
    this.ground = ground && new ArrayProgram(ground.program, { ...given, X: grid(ground) });
    this.load(start);
  }

  /** Go on from a state, in the memory that the programs share. */
  load({ steps, parameters, memory, turns, points, stride }) {
    this.steps = steps;
    this.turns = turns; // the steps that the rule has made
    for (const name of this.names) this.parameters[name].set(received(parameters[name]));
    const { remembers } = RULES[this.rule.name] ?? { remembers: 0 };
    this.memory = Object.fromEntries(
      this.names.map((name) => [
        name,
        Array.from({ length: remembers }, (_, i) =>
          memory[name] ? received(memory[name][i]) : new Float64Array(this.parameters[name].length),
        ),
      ]),
    );
    this.points = points.map((point) => point.map((x) => (x == null ? null : Number(x))));
    this.stride = stride;
  }

  /** Return the state as data. */
  state() {
    const { steps, turns, stride, names } = this;
    const parameters = Object.fromEntries(names.map((name) => [name, sent(this.parameters[name])]));
    const remembered = names.filter((name) => this.memory[name].length && turns);
    const memory = Object.fromEntries(remembered.map((name) => [name, this.memory[name].map(sent)]));
    const points = this.points.map((point) => point.map((x) => (x == null || Number.isFinite(x) ? x : String(x))));
    return { steps, turns, parameters, memory, points, stride };
  }

  /** Take one step; return whether the loss before it was a finite number, without which there is none. */
  step(rate, penalty) {
    this.penalty[0] = penalty;
    if (this.batch && this.steps % this.stride === 0) this.record(this.training.evaluate());
    const program = this.batch ? this.batch.drawn(this.steps) : this.training;
    const loss = program.evaluate();
    if (!this.batch && this.steps % this.stride === 0) this.record(loss);
    if (!Number.isFinite(loss)) return false;
    program.accumulate(this.overwrite);
    const settings = { ...this.rule.settings, rate };
    this.turns += 1;
    for (const name of this.names) {
      const gradient = program.adjoint(name);
      RULES[this.rule.name].step(this.parameters[name], gradient, this.memory[name], this.turns, settings);
    }
    this.steps += 1;
    return true;
  }

  record(loss) {
    if (this.points.at(-1)?.[0] === this.steps) return;
    this.points.push([this.steps, loss, this.checked ? this.checked.program.evaluate() : null]);
    if (this.points.length <= MOST_POINTS) return;
    this.points = this.points.filter((_, i) => i % 2 === 0);
    this.stride *= 2;
  }

  /** Return what the present parameters give: losses, which examples are right, what each unit does. */
  look(penalty) {
    this.penalty[0] = penalty;
    const loss = this.training.evaluate();
    const right = this.judged(this.training, this.labels);
    const seen = { steps: this.steps, loss, right, accuracy: share(right), validation: null, checked: null };
    if (this.checked) {
      seen.validation = this.checked.program.evaluate();
      seen.checked = share(this.judged(this.checked.program, this.checked.labels));
    }
    return { ...seen, dead: this.hidden.map((name) => this.dead(name)) };
  }

  /** Return the points of the curve; the last one is the present. */
  curve({ steps, loss, validation }) {
    return [...this.points.filter(([step]) => step !== steps), [steps, loss, validation]];
  }

  /** Return for each example whether the largest score is finite, and that of its class. */
  judged(program, labels) {
    const scores = program.value("scores");
    const place = (i) => i * this.classes + largest(scores, i * this.classes, this.classes);
    return labels.map((label, i) => place(i) === i * this.classes + label && Number.isFinite(scores[place(i)]));
  }

  /** Return for each unit of a layer whether it is 0 for every example. */
  dead(name) {
    const values = this.training.value(name);
    const units = values.length / this.labels.length;
    const alive = new Uint8Array(units);
    for (let i = 0; i < values.length; i++) if (values[i] !== 0) alive[i % units] = 1;
    return Array.from(alive, (one) => !one);
  }

  /** Compute the derivatives for the present parameters; return that of one of them. */
  derivatives(penalty) {
    this.penalty[0] = penalty;
    this.training.evaluate();
    this.training.accumulate(this.overwrite);
    return Object.fromEntries(this.names.map((name) => [name, this.training.adjoint(name)]));
  }

  /** Return scores and shares of one example, and its own loss. */
  follow(i) {
    const scores = [...this.training.value("scores").slice(i * this.classes, (i + 1) * this.classes)];
    const shares = [...softmax(scores, this.classes)];
    const best = largest(scores, 0, this.classes); // its share is at least 1 in this many classes, so its log is finite
    return { scores, shares, loss: scores[best] - Math.log(shares[best]) - scores[this.labels[i]] };
  }
}

function share(right) {
  return right.filter(Boolean).length / right.length;
}
