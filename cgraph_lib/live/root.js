// The element in which a live picture stands: it knows its width, keeps its keys, and listens to the model.
import { make } from "./dom.js";

/** Keep the keys pressed in a live picture from the notebook's commands; Shift with Enter still runs the cell. */
function keepKeys(root) {
  const keep = (event) => {
    const ours = !(event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && event.key === "Enter"));
    // JupyterLab and Notebook 7 leave the keys to an element with this attribute.
    if (root.contains(event.target)) event.target.toggleAttribute("data-lm-suppress-shortcuts", ours);
  };
  const release = () => window.removeEventListener("keydown", keep, true);
  root.addEventListener("focusin", () => window.addEventListener("keydown", keep, true)); // there, to be the first
  root.addEventListener("focusout", release);
  return release;
}

// The widest place of each name, in pixels. Container queries would spare this, but with them Chromium leaves a picture
// unseen that was built while the notebook skipped its cell (content-visibility: auto).
const WIDTHS = [["phone tiny", 300], ["phone", 420], ["narrow", 720], ["normal", 1059]];

/**
 * Return a root for a live picture in an output, which knows its width and keeps its keys; what listens to traits of
 * the model; and what ends all of it.
 */
export function settle(el, model) {
  const root = make("div", { class: "cglive" });
  const measured = (width) => (root.dataset.width = WIDTHS.find(([, most]) => width <= most)?.[0] ?? "broad");
  const watch = new ResizeObserver(([{ contentRect }]) => measured(contentRect.width));
  el.append(root);
  watch.observe(root);
  if (root.clientWidth) measured(root.clientWidth);
  const release = keepKeys(root);
  const heard = [];
  const listen = (names, act) => {
    for (const name of names) {
      model.on(`change:${name}`, act);
      heard.push([`change:${name}`, act]);
    }
  };
  const leave = () => {
    for (const [event, act] of heard) model.off(event, act);
    release();
    watch.disconnect();
    root.remove();
  };
  return { root, listen, leave };
}
