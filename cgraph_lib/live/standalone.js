// A page without Jupyter: each <cgraph-live> element becomes the live picture whose state it holds; or fetches, where
// that is a file of its own, when a reader comes near.
import * as curve from "./curve.js";
import { button, make, same } from "./dom.js";
import * as explorer from "./explorer.js";
import * as formula_box from "./formula_box.js";
import * as path_explorer from "./path_explorer.js";
import * as prediction from "./prediction.js";
import * as product from "./product.js";
import * as replay from "./replay.js";
import * as review from "./review.js";
import { LABEL } from "./share_label.js";
import * as step_player from "./step_player.js";
import * as training from "./training.js";

// A bug lab asks as a review does.
const KINDS = {
  bug_lab: review, curve, explorer, formula_box, path_explorer, prediction, product, replay, review, step_player,
  training,
};

/** What a picture asks of a widget's model, over plain data: instead of a kernel, the element hears of a change. */
class Model extends EventTarget {
  constructor(state, element) {
    super();
    this.state = state;
    this.element = element;
  }

  get(name) {
    return this.state[name];
  }

  set(name, value) {
    this.take({ [name]: value });
  }

  /** Take traits all at once, then tell what has changed. */
  take(traits) {
    const changed = Object.keys(traits).filter((name) => !same(this.state[name], traits[name]));
    Object.assign(this.state, traits);
    for (const name of changed) this.dispatchEvent(new Event(`change:${name}`));
  }

  on(name, listener) {
    this.addEventListener(name, listener);
  }

  off(name, listener) {
    this.removeEventListener(name, listener);
  }

  save_changes() {
    this.element.dispatchEvent(new CustomEvent("cgraph-change", { bubbles: true, detail: this.state }));
  }
}

const ICON = "M11 1l4 4-4 4V6.5C7 6.5 4.5 8 3 11c0-5 3-7.5 8-7.5zM1 5h3v2H3v6h9v-2h2v4H1z";
const ALONE = new URLSearchParams(location.search).has("embed"); // then share_page.js shows the one in the address

const nearing = new IntersectionObserver((/** @type {any[]} */ places) => {
  for (const { isIntersecting, target } of places) if (isIntersecting) target.load();
}, { rootMargin: "100%" });

/** Until its script has run, and where none runs, the element shows the still picture that stands in it. */
class LivePicture extends HTMLElement {
  kind = ""; // one of KINDS, as soon as its state is there
  start = {}; // its traits as the page has them, and as they are now
  state = {};
  sharing = null; // the button "Share"
  loaded = null; // a promise of all these

  connectedCallback() {
    if (this.loaded) return;
    if (this.hasAttribute("src")) nearing.observe(this);
    else this.loaded = Promise.resolve(this.begin(JSON.parse(this.querySelector("script").textContent)));
  }

  /** Let the state be there, if it is to be had; if not, the still picture stays. */
  load() {
    nearing.unobserve(this);
    return (this.loaded ??= this.fetch());
  }

  async fetch() {
    const answer = await fetch(this.getAttribute("src")).catch(() => null);
    if (answer?.ok) this.begin(await answer.json());
  }

  begin({ kind, state }) {
    const open = () => this.dispatchEvent(new Event("cgraph-share", { bubbles: true }));
    Object.assign(this, { kind, start: state, sharing: button(LABEL, open, ICON) });
    this.bar = make("div", { class: "cg-sharing" }, this.sharing);
    if (!ALONE) this.show();
  }

  /** Show the picture as the page has it, but for some traits; its menu stays. */
  show(changes = {}) {
    this.close?.();
    this.state = { ...this.start, ...changes };
    const place = make("div");
    this.model = new Model(this.state, this);
    this.close = KINDS[this.kind].default.render({ model: this.model, el: place });
    place.firstElementChild.append(this.bar);
    this.lastElementChild.replaceWith(place);
  }
}

export default customElements.define("cgraph-live", LivePicture);
