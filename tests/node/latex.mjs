// Sets formulas with KaTeX, strictly. The first argument is KaTeX's module; standard input holds [[LaTeX, whether it
// stands on a line of its own], ...] as JSON, standard output for each formula the error or null.
import { readFileSync, writeSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { default: katex } = await import(pathToFileURL(process.argv[2]));
const fonts = ["unknownSymbol", "symbolNotInFont"]; // that a font has no emoji is no error of ours
const strict = (code) => (fonts.includes(code) ? "ignore" : "error");

const errors = JSON.parse(readFileSync(0, "utf-8")).map(([latex, displayMode]) => {
  try {
    katex.renderToString(latex, { displayMode, strict, throwOnError: true });
    return null;
  } catch (error) {
    return `${latex}: ${error.message}`;
  }
});
writeSync(1, JSON.stringify(errors));
