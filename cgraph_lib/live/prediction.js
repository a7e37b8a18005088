// predict: one question before the cell that shows its answer.
import { Question, asking } from "./question.js";

class Prediction {
  constructor({ questions: [data], phrases }, state) {
    const next = phrases.next;
    this.question = new Question(data, phrases, {
      title: phrases.title,
      get: () => state.get("guess") ?? null,
      set: (guess) => state.set({ guess }),
      after: () => [next],
    });
    this.element = this.question.element;
  }

  update() {
    this.question.update();
  }
}

export default asking(Prediction, ["guess"]);
