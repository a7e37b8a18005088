// How a live picture is laid out: drawing left, panel right in a room of fixed size, controls below the drawing.
import { make } from "./dom.js";

/** Return the elements of a live picture around its drawing. A panel stands below the drawing where `wide` is set. */
export function layOut(stage, { tools = [], bar = [], panel = [], wide = false, views = false }) {
  const row = (css, parts) => (parts.length ? [make("div", { class: css }, ...parts)] : []);
  const below = bar.length ? row("cg-bar", bar) : row("cg-tools", [...tools, stage.buttons]);
  const left = make("div", { class: "cg-left" }, stage.element, ...below);
  const right = make("div", { class: "cg-panel" }, make("div", { class: "cg-room", tabindex: 0 }, ...panel));
  return [make("div", { class: `cg-frame${wide ? " wide" : views ? " views" : ""}`, style: stage.style }, left, right)];
}
