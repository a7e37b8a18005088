// What a live picture computes for one graph; the tests call it through answer.mjs.
import { fill, number, operand } from "./numbers.js";
import { ExactNumbers } from "./fractions.js";
import { OPERATIONS } from "./operations.js";
import { sentenceOf, stepsOf } from "./step_player.js";
import { Numbers, prepare } from "./program.js";

/** Return values, partials, adjoints of the output and tangents of the first input, each as numbers and as strings. */
export function numbersOf(data, inputs) {
  const program = prepare(data);
  const numbers = new Numbers(program, inputs);
  const adjoints = numbers.run(program.output, "adjoint").sums;
  const tangents = numbers.run(program.inputs[0] ?? program.output, "tangent").sums;
  const all = { values: numbers.values, partials: numbers.partials, adjoints, tangents };
  const texts = ([kind, list]) => [kind, list.map((x) => (x === undefined ? "" : number(x)))];
  return { numbers: all, texts: Object.fromEntries(Object.entries(all).map(texts)) };
}

/** Return an operation's value and partials at many points. */
export function operationAt(name, points) {
  const { value, partials } = OPERATIONS[name];
  return points.map((point) => {
    const v = value(...point);
    return [v, ...partials.map((partial) => partial(...point, v))];
  });
}

/** Return numbers as they are written alone, and as operands. */
export function written(numbers) {
  return numbers.map((x) => [number(x), operand(x)]);
}

/** Return the sentences that a StepPlayer shows, from the first to the last. */
export function sentencesOf(scene, inputs) {
  const program = prepare(scene.program);
  const steps = stepsOf(scene, program, new Numbers(program, inputs));
  return scene.sentences.map((_, i) => fill(...sentenceOf(scene, i, steps[i - 1])));
}

/** Return all numbers of a sweep in fractions, as strings; or the reason why there are none. */
export function exactly(scene, inputs, seed, quantity) {
  const words = { text: (key, slots) => fill(scene.phrases[key], slots) };
  const exact = new ExactNumbers(new Numbers(prepare(scene.program), inputs), scene, words);
  const { steps } = exact.run(seed, quantity);
  if (exact.problem) return exact.problem;
  return [exact.values, exact.partials, steps.map(({ after }) => after)].map((list) => list.map(number));
}
