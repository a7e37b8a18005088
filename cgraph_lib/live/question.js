// One question: the reader chooses, types or clicks, commits, and reads what such a guess usually means.
import { make, setHtml, setText } from "./dom.js";
import { judge, unsealed } from "./guessing.js";
import { Options } from "./options.js";
import { Places } from "./places.js";
import { settle } from "./root.js";
import { State, initialize } from "./widget.js";
import { fill } from "./numbers.js";

/** A field for a number. */
class Field {
  constructor(data, say, changed) {
    const look = { type: "text", inputmode: "decimal", autocomplete: "off", class: "cg-guess" };
    this.field = make("input", { ...look, "aria-label": say("number"), oninput: changed });
    this.element = make("div", {}, this.field);
  }

  get guess() {
    return this.field.value.trim() || null;
  }

  show(guess, state) {
    if (guess != null) this.field.value = guess;
    this.field.disabled = Boolean(state);
    this.field.className = `cg-guess ${state}`;
  }

  clear() {
    this.field.value = "";
  }
}

/** Return what takes the guess. Where nothing draws, places are chosen from a list. */
function taker(data, say, changed) {
  if (data.kind === "number") return new Field(data, say, changed);
  return data.drawing ? new Places(data, say, changed) : new Options(data, say, changed);
}

export class Question {
  /** `get` and `set` read and commit the guess; `after` returns what stands beside a judged one, as strings. */
  constructor(data, phrases, { title, get, set, after }) {
    this.data = data;
    this.get = get;
    this.set = set;
    this.after = after;
    this.key = unsealed(data.sealed);
    this.say = (key, slots) => fill(phrases[key], slots);
    this.taker = taker(data, this.say, () => this.refresh());
    this.commit = make("button", { type: "submit", class: "cg-commit" }, this.say("commit"));
    this.again = make("button", { type: "button", class: "cg-again", onclick: () => this.reopen() }, this.say("again"));
    this.feedback = make("div", { class: "cg-feedback", tabindex: -1, "aria-live": "polite" });
    this.head = make("span", { class: "cg-ask-title" });
    setText(this.head, title);
    const question = make("p", { class: "cg-asked" });
    setHtml(question, data.question); // made by Python, where all text is escaped
    const foot = make("div", { class: "cg-ask-foot" }, this.commit, this.again, this.feedback);
    const onsubmit = (event) => this.submit(event);
    this.element = make("form", { class: "cg-ask", onsubmit }, this.head, question, this.taker.element, foot);
    this.update();
  }

  submit(event) {
    event.preventDefault();
    if (this.commit.disabled || this.get() != null) return;
    const { guess } = this.taker;
    const verdict = judge(this.data.kind, this.key, guess);
    if (verdict.phrase) return setText(this.feedback, this.say(verdict.phrase, verdict.slots));
    this.set(guess);
    this.feedback.focus({ preventScroll: true });
  }

  reopen() {
    this.taker.clear();
    this.set(null);
    this.element.querySelector("input, [tabindex='0']")?.focus({ preventScroll: true });
  }

  /** Show how far the guess has come that is not committed yet. */
  refresh() {
    this.commit.disabled = this.taker.guess == null;
    setHtml(this.feedback, `<p>${this.say(`ask_${this.data.kind}`)}</p>`);
  }

  update() {
    const guess = this.get();
    const verdict = guess == null ? null : judge(this.data.kind, this.key, guess);
    const state = verdict == null ? "" : verdict.right ? "right" : "wrong";
    this.element.classList.toggle("committed", verdict != null);
    this.taker.show(guess, state);
    [this.commit.hidden, this.again.hidden] = [verdict != null, verdict == null];
    if (verdict == null) return this.refresh();
    const heard = `<p class="${state}"><strong>${this.say(state)}</strong> ${verdict.feedback}</p>`;
    setHtml(this.feedback, [heard, ...this.after(verdict, this.key).map((text) => `<p>${text}</p>`)].join(""));
  }
}

/** Return a widget whose views ask: `Body` shows the questions of a state, and follows these traits. */
export function asking(Body, traits) {
  return {
    initialize,
    render({ model, el }) {
      const { root, listen, leave } = settle(el, model);
      const remark = make("p", { class: "cg-remark", role: "status" });
      const body = new Body(JSON.parse(model.get("scene")), new State(model));
      const update = () => {
        body.update();
        setText(remark, model.get("remark") ?? "");
      };
      root.append(body.element, remark);
      listen([...traits, "remark"], update);
      update();
      return leave;
    },
  };
}
