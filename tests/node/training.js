// What the page computes for a training; the tests call it through answer.mjs.
import { nearest, positions } from "./measures.js";
import { remarks } from "./remarks.js";
import { Trainer } from "./trainer.js";

/** Return the state after some steps, what the network does then, the remarks on it, and one example. */
export function trained({ network }, steps, rate, penalty, example) {
  const trainer = new Trainer(network);
  let taken = 0;
  while (taken < steps && trainer.step(rate, penalty)) taken++;
  const seen = trainer.look(penalty);
  return { state: trainer.state(), seen, remarks: remarks(trainer, seen), followed: trainer.follow(example) };
}

/** Return the state after going on from a state. */
export function goneOn({ network }, state, steps, rate, penalty) {
  const trainer = new Trainer(network);
  trainer.load(state);
  for (let i = 0; i < steps; i++) trainer.step(rate, penalty);
  return trainer.state();
}

/** Return what a slider from one power of ten to another holds, and its place for some numbers. */
export function slider(low, high, numbers) {
  const list = positions(low, high);
  return { list, places: numbers.map((x) => nearest(list, x)) };
}
