// What the page computes for a graph of arrays; the tests call it through answer.mjs.
import { ArrayProgram } from "./array_program.js";

/** Return the output and its adjoint for each input in `wrt`, as flat lists. */
export function gradientOf(data, given, wrt, overwrite = false) {
  const inputs = Object.fromEntries(Object.entries(given).map(([name, list]) => [name, Float64Array.from(list)]));
  const program = new ArrayProgram(data, inputs);
  program.evaluate();
  program.evaluate(); // the memory of the first run must not be seen in the second
  program.accumulate(overwrite);
  program.accumulate(overwrite);
  const values = Object.keys(data.named).map((name) => [name, [...program.value(name)]]);
  return { values: Object.fromEntries(values), adjoints: wrt.map((name) => [...(program.adjoint(name) ?? [])]) };
}
