// An engine of the reader's own, one contribution at a time: its numbers on the drawing, the true ones beside them.
import { make, setAll, setHtml } from "./dom.js";
import { number } from "./numbers.js";
import { StepPlayer, sumTab } from "./step_player.js";
import { widget } from "./widget.js";

export class Replay extends StepPlayer {
  static traits = ["step", "chosen", "record"];

  constructor(parts) {
    super(parts);
    this.text = null;
    this.reason = make("p", { class: "cg-reason" });
    this.ledger = make("div", { class: "cg-table", tabindex: 0 });
    this.sentence.after(this.reason, this.ledger);
  }

  /** Take what the engine did at the present inputs, as the kernel says; its steps may be others than before. */
  take(numbers) {
    const text = this.state.get("record");
    if (text === this.text) return;
    this.text = text;
    this.record = text ? JSON.parse(text) : { steps: [], ends: [], final: [], false: {}, inputs: [] };
    const { edges } = this.program;
    this.last = this.record.steps.length;
    this.moves = this.record.steps.map((step) => {
      const multiplier = numbers.partials[step.edge];
      return { ...step, edge: edges[step.edge], uses: [step.edge], reads: [step.source], multiplier };
    });
    setAll(this.scrub, { max: this.last });
    this.ticks = Array.from({ length: this.last + 1 }, () => make("i"));
    this.scrub.nextElementSibling.replaceChildren(...this.ticks);
  }

  /** The engine runs in the kernel: of other inputs than those of its record nothing is known. */
  get answered() {
    const { inputs, problem } = this.record;
    return !problem && this.state.numbers().every((x, i) => x === inputs[i]);
  }

  update(numbers) {
    this.take(numbers);
    this.numbers = numbers;
    this.flights.stop();
    const { step, scene } = this;
    const now = this.answered ? this.moves[step - 1] : undefined;
    this.write(numbers, this.moves, this.answered ? step : 0);
    this.inputs.update();
    const { at, edge, node } = this.record.false;
    const lost = this.answered && node != null && at == null && step === this.last; // what was never sent
    const missing = edge == null ? [] : [edge];
    scene.mark("lit", [lost ? node : now?.node], lost ? missing : now?.uses);
    scene.mark("reads", lost ? missing.map((each) => this.program.edges[each].child) : [now?.source]);
    scene.mark("false", [], this.answered && edge != null && (lost || step > at) ? [edge] : []);
    if (step !== this.shown) this.stage.follow([scene.nodes[now?.node ?? this.program.output].place]);
    this.shown = step;
  }

  /** Write the engine's sums after this many steps; after the last one, what it leaves. */
  write(numbers, moves, taken) {
    const { seed } = this.data;
    const { final, ends } = this.record;
    const done = (value) => (value == null ? undefined : { kind: "done", value, received: 1, expected: 1 });
    const left = taken === moves.length ? ends : [];
    const tabs = this.program.nodes.map((_, node) => done(left[node]));
    tabs[seed] = done(final[seed] ?? 1);
    const brief = (value) => this.scene.brief(value);
    for (const move of moves.slice(0, taken)) {
      const sum = { ...move, after: left[move.node] ?? move.after };
      tabs[move.node] = sumTab(sum, move === moves[taken - 1], brief);
    }
    this.scene.write({ ...numbers, adjoint: this.answered ? { of: seed, tabs } : null });
  }

  tell() {
    const { step, words, record } = this;
    const plain = (text) => words.html("{text}", { text });
    const now = this.moves[step - 1];
    const sent = now ? plain(now.sentence) : words.html("begin");
    setHtml(this.sentence, this.answered ? sent : plain(record.problem || words.text("away")));
    setHtml(this.reason, this.answered ? `<b>${plain(record.sentence)}</b>` : "");
    this.tabulate(now);
    this.showPlace();
  }

  /** Write what was sent along each edge beside what is right, and the adjoints at the end beside the true ones. */
  tabulate(now) {
    const { words, data, program, record, numbers } = this;
    const head = (cells) => `<tr>${cells.map((key) => `<th scope="col">${words.html(key)}</th>`).join("")}</tr>`;
    const judged = (right, fits) => (fits ? words.html("good") : words.html("bad", { right }));
    const row = (css, cells) => `<tr class="${css}">${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
    const moves = this.moves.map((move) => {
      const along = words.math(data.edges[move.edge.index].ends);
      return row(move === now ? "now" : "", [along, number(move.contribution), judged(move.right, move.fits)]);
    });
    const { sums } = numbers.run(data.seed, "adjoint");
    const reached = data.variables.filter((node) => record.final[node] != null);
    const ends = reached.map((node) => {
      const verdict = judged(sums[node], record.agrees[node]);
      return row("", [words.math(words.derivative(program.output, node)), number(record.final[node]), verdict]);
    });
    const part = (key, names, rows) => `<h4>${words.html(key)}</h4><table>${head(names)}${rows.join("")}</table>`;
    const ledger = part("ledger", ["along", "sent", "right"], moves);
    setHtml(this.ledger, this.answered ? ledger + part("ends", ["node", "mine", "true"], ends) : "");
  }
}

export default widget(Replay);
