// Python as a page has it, for tests: reads one piece of Python a line, as JSON, and answers with its last value.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [folder, archive] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide_graphviz.mjs`));
const pyodide = await loadPyodide({ stdout: (line) => console.error(line) });
pyodide.unpackArchive(new Uint8Array(readFileSync(archive)), "zip");
const run = pyodide.runPython(`
import json
def run(code, given):
    scope = dict(given=json.loads(given))
    try:
        exec(code, scope)
        return json.dumps(scope.get("found"))
    except Exception as error:
        return json.dumps({"error": type(error).__name__, "text": str(error)})
run
`);

for await (const line of createInterface({ input: process.stdin })) {
  const { code, given } = JSON.parse(line);
  process.stdout.write(`${run(code, JSON.stringify(given))}\n`);
}
