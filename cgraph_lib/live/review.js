// review: questions of earlier notebooks, one at a time.
import { make, setAll, setText } from "./dom.js";
import { judge } from "./guessing.js";
import { fill } from "./numbers.js";
import { Question, asking } from "./question.js";

class Review {
  constructor({ questions, phrases }, state) {
    this.phrases = phrases;
    this.state = state;
    this.questions = questions.map((data, i) => this.question(data, i, questions.length));
    const look = { type: "button" };
    this.tabs = questions.map((data, i) =>
      make("button", { ...look, class: "cg-step", onclick: () => this.open(i) }, make("span", {}, String(i + 1))),
    );
    const further = () => this.open(this.at + 1);
    this.next = make("button", { ...look, class: "cg-commit", onclick: further }, phrases.next);
    this.done = make("p", { class: "cg-done", role: "status" });
    const steps = make("div", { class: "cg-steps" }, ...this.tabs, this.next, this.done);
    this.element = make("div", {}, ...this.questions.map(({ element }) => element), steps);
    this.at = Math.max(0, this.guesses().indexOf(null));
  }

  guesses() {
    return this.state.get("guesses");
  }

  question(data, i, n) {
    return new Question(data, this.phrases, {
      title: fill(this.phrases.place, { i: i + 1, n, chapter: data.chapter }),
      get: () => this.guesses()[i] ?? null,
      set: (guess) => this.state.set({ guesses: this.guesses().map((other, j) => (j === i ? guess : other)) }),
      after: ({ right }, { written, because }) =>
        right ? [] : [`${fill(this.phrases.answer, { answer: written })} ${because}`],
    });
  }

  open(i) {
    this.at = i;
    this.update();
    const first = this.questions[i].element.querySelector("input, [tabindex='0'], button:not([hidden])");
    first?.focus({ preventScroll: true });
  }

  update() {
    const guesses = this.guesses();
    this.questions.forEach((question, i) => {
      question.update();
      question.element.hidden = i !== this.at;
      const { data, key } = question;
      const state = guesses[i] == null ? "" : judge(data.kind, key, guesses[i]).right ? "right" : "wrong";
      const label = fill(this.phrases.go_to, { i: i + 1 });
      setAll(this.tabs[i], { class: `cg-step ${state}`, "aria-current": i === this.at, "aria-label": label });
    });
    const all = guesses.every((guess) => guess != null);
    this.next.hidden = guesses[this.at] == null || this.at === guesses.length - 1;
    const right = this.tabs.filter((tab) => tab.classList.contains("right")).length;
    setText(this.done, all ? fill(this.phrases.done, { right, n: guesses.length }) : "");
  }
}

export default asking(Review, ["guesses"]);
