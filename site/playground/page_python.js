// The page's Python, in a worker that starts when it is needed, and is replaced if it computes for too long.
export class PagePython {
  /**
   * @param {(stage: string) => void} tell hears how far it is: "stage1" to "stage3", or "failed"
   * @param {{ seconds: string, late: string }} limit how long a question may take once Python is awake, and the error
   *   that answers one that takes longer
   */
  constructor(tell, limit) {
    this.tell = tell;
    this.limit = limit;
    this.worker = null;
    this.awake = false;
    this.timer = 0;
    this.waiting = new Map(); // by number, the questions in the order in which Python takes them
    this.count = 0;
  }

  wake() {
    if (this.worker) return;
    this.worker = new Worker(new URL("./worker.mjs", import.meta.url), { type: "module" });
    this.worker.addEventListener("message", ({ data }) => this.hear(data));
    this.worker.addEventListener("error", () => this.fail());
  }

  hear({ id, answer, stage, failed }) {
    if (failed) return this.fail();
    if (stage) {
      this.tell(stage);
      this.awake = stage === "stage3";
    } else this.answer(id, answer);
    this.watch();
  }

  answer(id, answer) {
    this.waiting.get(id).resolve(answer);
    this.waiting.delete(id);
  }

  /** Give the question that Python is at its time. While Python wakes, no time runs. */
  watch() {
    clearTimeout(this.timer);
    if (this.awake && this.waiting.size) this.timer = setTimeout(() => this.replace(), this.limit.seconds * 1000);
  }

  /** Stop a Python that is late, and hand what else was asked to another one. */
  replace() {
    this.end();
    this.answer(this.waiting.keys().next().value, { error: this.limit.late });
    this.wake();
    for (const [id, { asked }] of this.waiting) this.worker.postMessage({ id, asked });
  }

  /** Say that there is none; the next question tries again. */
  fail() {
    this.end();
    for (const id of [...this.waiting.keys()]) this.answer(id, null);
    this.tell("failed");
  }

  end() {
    clearTimeout(this.timer);
    this.worker?.terminate();
    this.worker = null;
    this.awake = false;
  }

  /** Return what Python answers, or null where there is none. */
  ask(asked) {
    this.wake();
    const id = (this.count += 1);
    return new Promise((resolve) => {
      this.waiting.set(id, { asked, resolve });
      this.worker.postMessage({ id, asked });
      if (this.waiting.size === 1) this.watch();
    });
  }
}
