// The playground: a FormulaBox whose kernel is a Python in the page. Prepared graphs and their steps need no Python.
import { setText } from "./dom.js";
import { fill } from "./numbers.js";
import { PagePython } from "./page_python.js";
import { decode, read, Refused } from "./share.js";
import { PHRASES } from "./share_words.js";
import { Steps } from "./steps.js";

const KIND = "formula_box";

const alone = new URLSearchParams(location.search).has("embed"); // then share_page.js shows the box, and nothing else

class Playground {
  constructor(place) {
    this.box = document.querySelector("cgraph-live[own-address]"); // which may stand alone by now
    this.status = place.querySelector(".pg-status");
    this.gallery = [...place.querySelectorAll(".pg-gallery button")];
    this.python = new PagePython((stage) => this.tell(stage), this.status.dataset);
    this.steps = new Steps(place.querySelector(".pg-steps"), this.box, (quantity) => this.played(quantity));
    this.known = {}; // of every input met: its number, and the ends of its slider
    this.asked = 0; // questions so far: an answer to an earlier one comes too late
    this.took({ state: { ...this.model.state }, names: JSON.parse(this.gallery[0].dataset.names) });
    this.listen();
    this.tell("asleep");
    place.querySelectorAll(".pg-live").forEach((part) => (part.hidden = false));
    if (alone) this.standBelow();
    this.goTo(location.hash);
  }

  /** Let the line on Python stand below the box that another page embeds. */
  standBelow() {
    this.status.dataset.alone = "";
    document.body.append(this.status);
  }

  get model() {
    return this.box.model;
  }

  listen() {
    this.box.addEventListener("cgraph-change", () => this.changed());
    this.box.addEventListener("input", ({ target }) => target.matches(".cg-formula") && this.typed());
    this.status.querySelector("button").addEventListener("click", () => this.python.wake());
    for (const button of this.gallery) button.addEventListener("click", () => this.choose(button));
    window.addEventListener("hashchange", () => this.goTo(location.hash));
  }

  /** Say in one line how far Python is; the sentences stand in the page. */
  tell(stage) {
    this.status.dataset.stage = stage;
    this.status.querySelector("button").hidden = !["asleep", "failed"].includes(stage);
    setText(this.status.querySelector("span"), this.status.dataset[stage]);
  }

  /** Wake Python at the first key. After a failure it is tried again for a whole formula. */
  typed() {
    if (this.status.dataset.stage === "asleep") this.python.wake();
  }

  /** Follow the reader: a formula is read, and the steps keep to the same inputs. */
  changed() {
    const { text, read: last } = this.model.state;
    if (text === last) this.steps.follow();
    else this.read(text);
  }

  async read(text) {
    this.remember();
    const answer = await this.ask({ text, given: this.known });
    if (answer?.state) this.show(answer, { shown: this.model.get("shown") });
    else if (answer !== undefined) this.model.take({ error: answer?.error ?? "", read: text });
  }

  /** Return what Python answers, null where there is no Python, and undefined if something else was asked meanwhile. */
  async ask(question) {
    const asked = (this.asked += 1);
    const answer = await this.python.ask(question);
    return asked === this.asked ? answer : undefined;
  }

  remember() {
    const { rooms = [] } = JSON.parse(this.model.get("scene"));
    rooms.forEach(([low, high], i) => {
      const number = this.model.get("inputs")[i];
      this.known[this.names[i]] = [number, Math.min(low, number), Math.max(high, number)];
    });
  }

  /** Show a graph, with some of its traits changed; steps that are open become its own. */
  show(found, changes = {}) {
    this.took(found);
    this.model.take({ error: "", ...found.state, ...changes });
    this.steps.follow();
  }

  /** Note which graph the box shows. A link to it says its formula and every input. */
  took({ state, names }) {
    this.names = names;
    this.text = state.text;
    this.box.start = { ...state, text: "", inputs: state.inputs.map(() => NaN) };
  }

  /** Show a prepared graph. */
  async choose(button) {
    this.asked += 1;
    const prepared = await this.prepared(button);
    if (prepared) this.show(prepared.box);
  }

  async prepared(button) {
    try {
      return await (await fetch(new URL(button.dataset.file, import.meta.url))).json();
    } catch {
      this.tell("unread");
      return null;
    }
  }

  /** Return the steps of a quantity, from a prepared graph if nothing else is asked. */
  async played(quantity) {
    const { of, wrt } = this.model.state;
    const button = this.gallery.find(({ dataset }) => dataset.text === this.text);
    if (button && of === this.box.start.of && wrt === this.box.start.wrt) {
      return (await this.prepared(button))?.[quantity] ?? null;
    }
    this.remember();
    const answer = await this.python.ask({ text: this.text, given: this.known, quantity, of, wrt });
    if (answer?.error) this.model.take({ error: answer.error });
    return answer?.state ? answer : null;
  }

  /** Show what an address says: anybody may write one, so all of it is read as what a reader types. */
  async goTo(fragment) {
    try {
      const params = read(fragment, alone);
      if (!params) return;
      const found = await this.meant(params);
      if (found?.state) this.show(found, decode(KIND, found.state, params));
      else if (found) this.model.take({ error: found.error });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.model.take({ error: fill(PHRASES[error.phrase], error.slots) });
    }
  }

  /** Return the graph that an address means: prepared, or read by Python. */
  async meant(params) {
    const formula = params.get("formula") ?? this.gallery[0].dataset.text;
    const { text } = decode(KIND, this.box.start, new URLSearchParams({ formula }));
    const button = this.gallery.find(({ dataset }) => dataset.text === text);
    if (button) return (await this.prepared(button))?.box;
    const answer = await this.ask({ text, given: {} });
    if (answer?.error) this.model.take({ text, read: text });
    return answer;
  }
}


async function begin() {
  await customElements.whenDefined("cgraph-live");
  /** @type {any} */
  const box = document.querySelector("cgraph-live[own-address]");
  await box.load();
  if (!box.model) box.show(); // alone, it waits to be shown
  return new Playground(document.querySelector("#playground"));
}

export default begin();
