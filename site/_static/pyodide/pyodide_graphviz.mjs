// Pyodide with Graphviz: Python's pictures are laid out by the module cgraph_graphviz, and nobody waits for it.
import { Graphviz } from "./graphviz.mjs";
import { loadPyodide as load, version } from "./pyodide.mjs";

/** Take the place of Pyodide's own function of this name. */
export async function loadPyodide(options) {
  const [pyodide, graphviz] = await Promise.all([load(options), Graphviz.load()]);
  pyodide.registerJsModule("cgraph_graphviz", { layout: (dot) => graphviz.layout(dot, "json0", "dot") });
  return pyodide;
}

export { version };
