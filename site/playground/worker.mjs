// The playground's Python, in a thread of its own: the page stays alive while Python loads and while it reads.
const FOLDER = new URL("../pyodide/", import.meta.url);

async function start() {
  postMessage({ stage: "stage1" });
  const archive = fetch(new URL("cgraph.zip", FOLDER));
  const { loadPyodide } = await import(new URL("pyodide_graphviz.mjs", FOLDER).href);
  const python = await loadPyodide();
  postMessage({ stage: "stage2" });
  const library = await archive;
  if (!library.ok) throw new Error(`${library.status}: ${library.url}`);
  python.unpackArchive(new Uint8Array(await library.arrayBuffer()), "zip");
  const { answer } = python.pyimport("cgraph_lib.live.answering");
  postMessage({ stage: "stage3" });
  return answer;
}

const started = start();
started.catch((error) => postMessage({ failed: String(error) }));
addEventListener("message", async ({ data: { id, asked } }) => {
  const answer = await started;
  postMessage({ id, answer: JSON.parse(answer(JSON.stringify(asked))) });
});
