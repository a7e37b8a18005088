// How a live picture is laid out: drawing left, panel right in a room of fixed size, controls below the drawing.
import { make, measured } from "./dom.js";

/** Return the elements of a live picture around its drawing. */
export function layOut(stage, { tools = [], bar = [], panel = [], views = false }) {
  const row = (css, parts) => (parts.length ? [make("div", { class: css }, ...parts)] : []);
  const below = bar.length ? row("cg-bar", bar) : row("cg-tools", [...tools, stage.buttons]);
  const left = make("div", { class: "cg-left" }, stage.element, ...below);
  const right = make("div", { class: "cg-panel" }, measured(make("div", { class: "cg-room", tabindex: 0 }, ...panel)));
  return [make("div", { class: `cg-frame${views ? " views" : ""}`, style: stage.style }, left, right)];
}
