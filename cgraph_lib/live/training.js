// Training: a network while it learns, in the page. Regions or examples, the curve of the loss, the units, one example.
import { ICONS, arrow, button, choice, escape, make, relabel, setAll, setHtml, setText } from "./dom.js";
import { Examples } from "./examples_view.js";
import { LossCurve } from "./loss_curve.js";
import { Words } from "./markup.js";
import { Measure, positions } from "./measures.js";
import { NetworkView } from "./network_view.js";
import { number } from "./numbers.js";
import { Plane } from "./plane.js";
import { remarks } from "./remarks.js";
import { Remote, Runner } from "./runner.js";
import { settle } from "./root.js";
import { softmax } from "./trainer.js";
import { State, initialize } from "./widget.js";

const RESET = "M8 2a6 6 0 1 0 6 6h-2a4 4 0 1 1-4-4v3l5-4-5-4z";
const RATES = positions(-4, 2);
const PENALTIES = [0, ...positions(-6, 0)];
const TRAITS = ["state", "running", "rate", "penalty", "speed", "chosen", "shown"];
const FOLLOWED = 12; // classes that a followed example is shown with

const runners = new Map(); // views of one model share its runner

/**
 * Return the runner of a model: known by the model on a page without Jupyter, where one training may stand in several
 * states; in Jupyter by its key, since each view has a model object of its own there.
 */
function runnerOf(model, state, data) {
  const key = model.element ? model : data.key;
  if (!runners.has(key)) runners.set(key, new (data.in_page ? Runner : Remote)(state, data));
  return runners.get(key);
}

class View {
  constructor(model, root) {
    this.state = new State(model);
    const data = (this.data = JSON.parse(model.get("scene")));
    this.words = new Words(data);
    this.runner = runnerOf(model, this.state, data);
    this.picture = data.network.ground
      ? new Plane(data, this.words, (chosen) => this.state.set({ chosen }))
      : new Examples(data, this.words, (chosen) => this.state.set({ chosen }));
    this.net = new NetworkView(data, this.words);
    this.curve = new LossCurve(this.words);
    const stage = make("div", { class: "cg-learner" }, this.picture.element, this.net.element);
    const left = make("div", { class: "cg-left" }, stage, this.bar());
    const right = make("div", { class: "cg-panel" }, make("div", { class: "cg-room", tabindex: 0 }, ...this.panel()));
    this.probe = make("i", { class: "cg-probe", ontransitionend: () => this.runner.look() }); // another theme: repaint
    root.append(make("div", { class: "cg-frame cg-training" }, left, right, this.probe));
    this.picture.element.addEventListener("keydown", (event) => this.key(event));
    this.refresh = () => this.runner.hear();
    this.link = () => this.state.link(this.refresh);
    this.runner.join(this);
    this.link();
  }

  bar() {
    const { words, state, data } = this;
    const text = (key, slots) => words.text(key, slots);
    this.label = data.burst ? text("run_burst", { burst: data.burst }) : text("run");
    this.play = button(this.label, () => this.toggle(), ICONS.play, { class: "cg-play" });
    this.next = button(text("next"), () => this.runner.run(1), ICONS.next);
    this.back = button(text("reset"), () => this.runner.reset(), RESET);
    const measure = (name, list) => {
      const how = { get: () => state.get(name), set: (value) => state.choose(name, value) };
      return new Measure(text(name), list, how, words);
    };
    this.measures = [measure("rate", RATES), measure("penalty", PENALTIES)];
    const speeds = [...data.speeds.map((speed) => [speed, number(speed)]), [0, text("fastest")]];
    this.speed = choice(text("speed"), speeds, (speed) => state.set({ speed }));
    const kinds = ["weights", "derivatives"].map((kind, i) => /** @type {[number, string]} */ ([i, text(kind)]));
    this.shown = choice(text("shown"), kinds, (kind) => state.set({ shown: ["weights", "derivatives"][kind] }));
    const buttons = make("div", { class: "cg-buttons" }, this.play, this.next, this.back);
    const tools = [...this.measures, this.speed, this.shown].map(({ element }) => element);
    return make("div", { class: "cg-controls" }, buttons, make("div", { class: "cg-tools" }, ...tools));
  }

  panel() {
    const { words, data } = this;
    const names = ["step", "loss", "accuracy", ...(data.checked ? ["validation", "checked"] : [])];
    this.scores = Object.fromEntries(names.map((name) => [name, make("b")]));
    const tiles = names.map((name) => make("div", {}, make("span", {}, words.text(name)), this.scores[name]));
    this.remarks = make("div", { class: "cg-remarks", role: "status" });
    this.followed = make("div", { class: "cg-followed" });
    const notes = make("div", {}, this.remarks, this.followed);
    return [make("div", { class: "cg-scores" }, ...tiles), this.curve.element, notes];
  }

  toggle() {
    if (this.runner.running) this.runner.pause();
    else this.runner.run(this.data.burst);
  }

  /** Follow the next example, or the one before. */
  key(event) {
    const by = arrow(event);
    if (!by) return;
    const count = this.data.network.training.y.length;
    const chosen = this.state.get("chosen");
    this.state.set({ chosen: chosen == null ? 0 : (chosen + by + count) % count });
  }

  /** Show what the network does now. */
  show(seen) {
    const { state, runner, words, data } = this;
    const { trainer, running } = runner;
    const chosen = state.get("chosen");
    const percent = (part) => `${number(Math.round(1000 * part) / 10)} %`;
    setText(this.scores.step, number(seen.steps));
    setText(this.scores.loss, number(seen.loss));
    setText(this.scores.accuracy, percent(seen.accuracy));
    if (data.checked) {
      setText(this.scores.validation, number(seen.validation));
      setText(this.scores.checked, percent(seen.checked));
    }
    trainer.ground?.evaluate();
    this.picture.update(trainer.ground?.value("scores") ?? trainer.training.value("scores"), seen.right, chosen);
    this.curve.update(trainer.curve(seen));
    this.net.update(this.units(seen, chosen));
    const paragraphs = remarks(trainer, seen).map(([key, slots]) => `<p>${words.html(key, slots)}</p>`);
    if (setHtml(this.remarks, paragraphs.join(""))) setAll(this.remarks, { "aria-live": running ? "off" : "polite" });
    setHtml(this.followed, this.follow(chosen));
    for (const measure of this.measures) measure.update();
    this.speed.select.value = String(state.get("speed"));
    this.shown.select.value = String(["weights", "derivatives"].indexOf(state.get("shown")));
    relabel(this.play, running ? words.text("pause") : this.label, running ? ICONS.pause : ICONS.play);
    this.play.classList.toggle("on", running);
  }

  /** Return what the view of the network shows. */
  units(seen, chosen) {
    const { trainer, data, state } = { ...this.runner, data: this.data, state: this.state };
    const layers = ["X", ...data.network.hidden, "scores"];
    const count = trainer.labels.length;
    const row = (name) => {
      const all = trainer.training.value(name);
      const units = all.length / count;
      return [...all.slice(chosen * units, (chosen + 1) * units)];
    };
    const values = chosen == null ? null : layers.map(row);
    const relative = state.get("shown") === "derivatives";
    const arrays = relative ? trainer.derivatives(state.get("penalty")) : trainer.parameters;
    const shares = () => softmax(trainer.ground.value("scores"), trainer.classes);
    const ground = trainer.ground && [...layers.slice(0, -1).map((name) => trainer.ground.value(name)), shares()];
    return { arrays, relative, ground, dead: seen.dead, values };
  }

  /** Return the description of the example that is followed. */
  follow(chosen) {
    const { words, runner, data } = this;
    const { ground, validation } = data.network;
    if (chosen == null) return `<p>${words.html(ground && validation ? "follow_checked" : "follow")}</p>`;
    const label = data.network.training.y[chosen];
    const { scores, shares, loss } = runner.trainer.follow(chosen);
    const order = scores.map((_, k) => k).filter((k) => scores.length <= FOLLOWED || k === label || shares[k] > 0.01);
    const rows = order.map((k) => {
      const own = `var(--cg-${data.colours[k % data.colours.length]})`;
      const bar = `<i class="cg-share" style="--part: ${(100 * shares[k] || 0).toFixed(1)}%; --own: ${own}"></i>`;
      const [score, share] = [scores[k], shares[k]].map((x) => `<td class="n">${number(x)}</td>`);
      return `<tr${k === label ? ' class="label"' : ""}><td>${k}</td>${score}<td>${bar}</td>${share}</tr>`;
    });
    const titles = ["class", "score", "share"].map((key) => escape(words.text(key)));
    const head = titles.map((title, i) => `<th${i === 2 ? ' colspan="2"' : ""}>${title}</th>`);
    const slots = { share: shares[label], loss };
    const title = words.html("example", { example: chosen, label });
    const table = `<table><thead><tr>${head.join("")}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
    return `<h4>${title}</h4>${table}<p>${words.html("example_loss", slots)}</p>`;
  }

  close() {
    this.runner.leave(this);
    this.state.unlink(this.refresh);
  }
}

export default {
  initialize,
  render({ model, el }) {
    const { root, listen, leave } = settle(el, model);
    const view = new View(model, root);
    listen(TRAITS, view.refresh);
    listen(["linked"], view.link);
    return () => {
      view.close();
      leave();
    };
  },
};
