// The sliders: which number each stands for, what the kernel is told of it, and how a reader learns of it.
import { setText } from "./dom.js";
import { number } from "./numbers.js";

/** Return the number that a slider stands for, at a value of its own; live/sliders.py does the same. */
export function numberOf(slider, value = slider.get("value")) {
  const [given, step, decimals] = ["given", "step", "decimals"].map((name) => slider.get(name));
  if (Math.abs(value - given) <= 0.501 * step) return given;
  return Number(value.toFixed(decimals)) + 0; // without the sign of a zero
}

/** Let the slider's next message say that the page has seen what the kernel gave last. */
export function acknowledge(slider) {
  slider.set("seen", slider.get("turn"));
}

/** Let ipywidgets write beside a slider what it stands for, in place of its place on the grid. */
export function tellNumber(slider) {
  slider.readout_formatter = (value) => number(numberOf(slider, Number(value)));
}

/** Once the sliders are on the page, name their handles, which ipywidgets does not, and write their numbers anew. */
export function labelSliders(box, sliders) {
  const observer = new MutationObserver(() => {
    const handles = [...box.querySelectorAll(".noUi-handle")];
    handles.forEach((handle, i) => handle.setAttribute("aria-label", sliders[i]?.get("description") ?? ""));
    const readouts = [...box.querySelectorAll(".widget-readout")]; // written before the first `tellNumber`
    readouts.forEach((readout, i) => sliders[i] && setText(readout, number(numberOf(sliders[i]))));
    if (handles.length >= sliders.length) observer.disconnect();
  });
  observer.observe(box, { childList: true, subtree: true });
  return observer;
}
