// The page's Python, in a worker that starts when it is needed.
export class PagePython {
  /** @param {(stage: string) => void} tell hears how far it is: "stage1" to "stage3", or "failed" */
  constructor(tell) {
    this.tell = tell;
    this.worker = null;
    this.waiting = new Map();
    this.count = 0;
  }

  wake() {
    if (this.worker) return;
    this.worker = new Worker(new URL("./worker.mjs", import.meta.url), { type: "module" });
    this.worker.addEventListener("message", ({ data }) => this.hear(data));
    this.worker.addEventListener("error", () => this.fail());
  }

  hear({ id, answer, stage, failed }) {
    if (failed) this.fail();
    else if (stage) this.tell(stage);
    else {
      this.waiting.get(id)(answer);
      this.waiting.delete(id);
    }
  }

  /** Say that there is none; the next question tries again. */
  fail() {
    this.worker?.terminate();
    this.worker = null;
    for (const answer of this.waiting.values()) answer(null);
    this.waiting.clear();
    this.tell("failed");
  }

  /** Return what Python answers, or null where there is none. */
  ask(asked) {
    this.wake();
    const id = (this.count += 1);
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      this.worker.postMessage({ id, asked });
    });
  }
}
