// Runs a training in the page: some steps at each frame, as many as the speed asks for; the views look on.
import { motionless } from "./motion.js";
import { Trainer } from "./trainer.js";

const SLICE = 14; // ms of a frame that may go into steps
const LOOK = 90; // ms between two looks while training runs
const CALM = 1000; // the same for readers who want less motion
const TELL = 1000; // ms between two messages to the kernel while training runs

export class Runner {
  constructor(state, data) {
    this.state = state;
    this.data = data;
    this.trainer = new Trainer(data.network);
    this.views = new Set();
    this.frame = null;
    this.heard = {}; // how often the kernel had changed each trait when it was last obeyed
  }

  join(view) {
    this.views.add(view);
    this.hear();
  }

  leave(view) {
    this.views.delete(view);
    if (!this.views.size) this.stop();
  }

  get running() {
    return this.frame != null;
  }

  /** Take over what the kernel has changed; what comes back from this page's own messages changes nothing. */
  hear() {
    const turns = this.state.get("turns");
    const changed = (name) => turns[name] !== this.heard[name];
    if (changed("state")) this.trainer.load(this.state.get("state"));
    const [runs, commanded] = [this.state.get("running"), changed("running")];
    this.heard = { ...turns };
    if (commanded && runs && !this.running) this.start();
    if (commanded && !runs && this.running) {
      this.stop();
      this.tell();
    }
    this.look();
  }

  /** Set traits, and send the kernel the state with them. */
  tell(changes = {}) {
    this.published = performance.now();
    this.state.set({ ...changes, state: this.trainer.state() });
  }

  run(steps = null) {
    this.state.set({ goal: steps && this.trainer.steps + steps, running: true });
    if (!this.running) this.start();
  }

  pause() {
    this.stop();
    this.tell({ running: false, goal: null });
    this.look();
  }

  reset() {
    this.stop();
    this.trainer.load(this.data.network.start);
    this.tell({ running: false, goal: null });
    this.look();
  }

  start() {
    this.last = this.published = this.looked = performance.now();
    this.due = 1; // the first step comes at once
    const act = (now) => {
      this.frame = requestAnimationFrame(act);
      this.advance(now);
    };
    this.frame = requestAnimationFrame(act);
  }

  stop() {
    cancelAnimationFrame(this.frame);
    this.frame = null;
  }

  /** Take the steps of one frame. */
  advance(now) {
    const { state, trainer } = this;
    const [speed, rate, penalty, goal] = ["speed", "rate", "penalty", "goal"].map((name) => state.get(name));
    const end = performance.now() + SLICE;
    this.due = speed ? Math.min(this.due + (Math.max(0, now - this.last) * speed) / 1000, speed) : Infinity;
    this.last = now;
    let done = false;
    while (this.due >= 1 && performance.now() < end && !done) {
      done = !trainer.step(rate, penalty) || (goal != null && trainer.steps >= goal);
      this.due -= 1;
    }
    if (done) this.pause();
    else if (now - this.looked > (motionless() ? CALM : LOOK)) this.look();
    if (!done && now - this.published > TELL) this.tell();
  }

  /** What is known of the present state besides what the page computes. */
  known() {
    return {};
  }

  /** Let all views show what the network does now. */
  look() {
    this.looked = performance.now();
    const seen = { ...this.trainer.look(this.state.get("penalty")), ...this.known() };
    for (const view of this.views) view.show(seen);
  }
}

/** Shows a training that the kernel runs, since it is too large for the page. */
export class Remote extends Runner {
  get running() {
    return this.state.get("running");
  }

  hear() {
    this.trainer.load(this.state.get("state"));
    this.look();
  }

  run(steps = null) {
    this.state.set({ goal: steps && this.trainer.steps + steps, running: true });
    this.look();
  }

  pause() {
    this.state.set({ running: false, goal: null });
    this.look();
  }

  /** What the page cannot know of all examples: the kernel says it with the state. */
  known() {
    const { seen } = this.state.get("state");
    return seen && { ...seen, loss: Number(seen.loss) };
  }
}
