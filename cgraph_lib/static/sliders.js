// The sliders: which number each stands for, what the kernel is told of it, and a name for it that screen readers find.

/** Return the number that a slider stands for, as live/sliders.py does. */
export function numberOf(slider) {
  const [value, given, step, decimals] = ["value", "given", "step", "decimals"].map((name) => slider.get(name));
  if (Math.abs(value - given) <= 0.501 * step) return given;
  return Number(value.toFixed(decimals)) + 0; // without the sign of a zero
}

/** Let the slider's next message say that the page has seen what the kernel gave last. */
export function acknowledge(slider) {
  slider.set("seen", slider.get("turn"));
}

/** Name the sliders' handles, once they are on the page; ipywidgets leaves them without a name. */
export function nameHandles(box, sliders) {
  const observer = new MutationObserver(() => {
    const handles = [...box.querySelectorAll(".noUi-handle")];
    handles.forEach((handle, i) => handle.setAttribute("aria-label", sliders[i]?.get("description") ?? ""));
    if (handles.length >= sliders.length) observer.disconnect();
  });
  observer.observe(box, { childList: true, subtree: true });
  return observer;
}
