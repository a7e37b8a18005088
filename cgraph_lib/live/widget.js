// The widget: one live picture. It evaluates in the page; the kernel learns the inputs from the sliders' own messages.
import { Explorer } from "./explorer.js";
import { StepPlayer } from "./step_player.js";
import { PathExplorer } from "./path_explorer.js";
import { make } from "./dom.js";
import { acknowledge, labelSliders, numberOf, tellNumber } from "./sliders.js";
import { accumulate, evaluate, localPartials, prepare } from "./program.js";

const PANELS = { explorer: Explorer, player: StepPlayer, paths: PathExplorer };

/** Everything that can be computed from the inputs; each part is computed when it is first read. */
export class Numbers {
  constructor(program, inputs) {
    this.program = program;
    this.values = evaluate(program, inputs);
    this.partials = localPartials(program, this.values);
  }

  run(seed, quantity) {
    return accumulate(this.program, this.partials, seed, quantity);
  }
}

/** Return the slider models; the widget's trait holds references to them. */
function sliderModels(model) {
  return Promise.all(model.get("sliders").map((ref) => model.widget_manager.get_model(ref.replace("IPY_MODEL_", ""))));
}

/** Keep the plain keys that are pressed in a live picture from the notebook's commands; those with Ctrl or Shift stay. */
function keepKeys(box) {
  const keep = (event) => {
    const plain = !(event.ctrlKey || event.metaKey || event.altKey || event.shiftKey);
    // JupyterLab and Notebook 7 leave the keys to an element with this attribute.
    if (box.contains(event.target)) event.target.toggleAttribute("data-lm-suppress-shortcuts", plain);
  };
  const release = () => window.removeEventListener("keydown", keep, true);
  box.addEventListener("focusin", () => window.addEventListener("keydown", keep, true)); // there, to be the first to see it
  box.addEventListener("focusout", release);
  return release;
}

async function render({ model, el }) {
  const data = model.get("scene");
  const program = prepare(data.program);
  const sliders = await sliderModels(model);
  sliders.forEach(tellNumber);
  const root = make("div", { class: "cgraph-live" });
  const panel = new PANELS[data.kind](data, program, {
    get: (name) => model.get(name),
    set: (name, value) => {
      model.set(name, value);
      model.save_changes();
    },
  });
  root.append(...panel.elements);
  const box = el.closest(".cgraph-live-box") ?? root;
  const [labelling, releaseKeys] = [labelSliders(box, sliders), keepKeys(box)];
  el.append(root); // which the labelling takes notice of
  box.classList.add("cgraph-started"); // the still picture that Python put beside this widget has done its duty

  const update = () => {
    sliders.forEach(acknowledge);
    panel.update(new Numbers(program, sliders.map((slider) => numberOf(slider))));
  };
  for (const slider of sliders) slider.on("change:value change:given", update);
  for (const name of panel.traits) model.on(`change:${name}`, update);
  update();
  return () => {
    for (const slider of sliders) slider.off("change:value change:given", update);
    for (const name of panel.traits) model.off(`change:${name}`, update);
    labelling.disconnect();
    releaseKeys();
    panel.close?.();
    root.remove();
  };
}

export default { render };
