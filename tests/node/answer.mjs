// Calls functions of the page's modules. Standard input holds [[module, function, ...arguments], ...] as JSON, standard
// output the results; numbers travel as {"n": text}, so that nan, the infinities and -0 survive the journey.
import { readFileSync, writeSync } from "node:fs";
import { pathToFileURL } from "node:url";

const folder = process.argv[2];
const read = (key, value) => (value !== null && typeof value === "object" && "n" in value ? Number(value.n) : value);
const write = (key, value) => {
  if (typeof value === "number") return { n: Object.is(value, -0) ? "-0" : String(value) };
  if (typeof value === "function") return `a function: ${value}`;
  return value === undefined ? null : value;
};

const answers = [];
for (const [module, name, ...given] of JSON.parse(readFileSync(0, "utf-8"), read)) {
  const found = await import(pathToFileURL(`${folder}/${module}.js`));
  answers.push(found[name](...given));
}
writeSync(1, JSON.stringify(answers, write));
