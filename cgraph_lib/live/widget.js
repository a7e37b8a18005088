// One live picture: it evaluates in the page, and the kernel learns afterwards what the reader has chosen.
import { make, setText } from "./dom.js";
import { Words } from "./markup.js";
import { Numbers, prepare } from "./program.js";

/** What a picture and its reader choose, kept by the widget's model; every view of the model follows it. */
class State {
  constructor(model, data) {
    Object.assign(this, { model, data, count: 0, links: new Map() });
  }

  get(name) {
    return this.model.get(name);
  }

  /**
   * Let the reader choose. The message says which of the kernel's changes the page has `seen`: the kernel keeps what it
   * has changed since, and sends it again.
   */
  set(changes) {
    for (const [name, value] of Object.entries(changes)) this.model.set(name, value);
    this.model.set("seen", { turns: { ...this.model.get("turns") }, count: ++this.count });
    this.model.save_changes();
  }

  /** Return the inputs' numbers; one that is linked to a widget on the page is that widget's. */
  numbers() {
    return this.get("inputs").map((number, i) => this.links.get(i)?.get("value") ?? number);
  }

  move(input, number) {
    const linked = this.links.get(input);
    const inputs = this.numbers();
    inputs[input] = number;
    if (linked) {
      linked.set("value", number);
      linked.save_changes();
    }
    this.set({ inputs });
  }

  /** Follow the models of the widgets that the kernel has linked; without a widget manager there are none. */
  async link(follow) {
    for (const [input, id] of this.get("linked") ?? []) {
      const widget = await this.model.widget_manager?.get_model(id).catch(() => null);
      if (!widget || this.links.get(input) === widget) continue;
      this.links.set(input, widget);
      widget.on("change:value", follow);
    }
  }

  unlink(follow) {
    for (const widget of this.links.values()) widget.off("change:value", follow);
    this.links.clear();
  }
}

/** Keep the keys that are pressed in a live picture from the notebook's commands; Shift with Enter still runs the cell. */
function keepKeys(root) {
  const keep = (event) => {
    const ours = !(event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && event.key === "Enter"));
    // JupyterLab and Notebook 7 leave the keys to an element with this attribute.
    if (root.contains(event.target)) event.target.toggleAttribute("data-lm-suppress-shortcuts", ours);
  };
  const release = () => window.removeEventListener("keydown", keep, true);
  root.addEventListener("focusin", () => window.addEventListener("keydown", keep, true)); // there, to be the first
  root.addEventListener("focusout", release);
  return release;
}

/** Show the still picture and one line. */
function standStill(root, { drawings, still }, line) {
  const picture = make("div", { class: "cg-still", tabindex: 0 });
  picture.innerHTML = still ?? drawings[0].svg; // made by picture/, where every text is escaped
  root.replaceChildren(picture, make("p", {}, line));
}

/** A view of a live picture. It draws itself anew when the kernel sends another scene, or its place changes width. */
class View {
  constructor(model, root, Panel) {
    Object.assign(this, { model, root, Panel });
    this.guarded = this.guard(() => this.update());
    this.redraw = this.guard(() => this.build());
    this.watch = new ResizeObserver(this.guard(() => this.choice() === this.drawing || this.build()));
  }

  /** Return a function that shows the still picture when the given one fails. */
  guard(act) {
    return () => {
      try {
        act();
      } catch (error) {
        console.error(error);
        this.panel?.close?.();
        this.panel = null;
        standStill(this.root, this.data, this.data.phrases.failed);
      }
    };
  }

  /** Return the first drawing that fits the place, or the narrowest, which then scrolls and zooms. */
  choice() {
    const room = this.root.clientWidth;
    const state = this.data.drawings.filter(({ opened }) => !opened || opened.join() === this.opened().join());
    const fitting = (state.length ? state : this.data.drawings).filter(({ geometry }) => geometry.width * geometry.smallest <= room);
    return fitting[0] ?? this.data.drawings.at(-1);
  }

  opened() {
    return this.model.get("opened") ?? [];
  }

  build() {
    this.data = JSON.parse(this.model.get("scene"));
    this.panel?.close?.();
    if (this.data.note) {
      standStill(this.root, this.data, this.data.note);
      return;
    }
    const state = (this.state ??= new State(this.model));
    this.program = prepare(this.data.program);
    this.drawing = this.choice();
    this.panel = new this.Panel({ data: this.data, program: this.program, state, words: new Words(this.data), drawing: this.drawing });
    this.root.replaceChildren(...this.panel.elements);
    this.update();
    state.link(this.guarded).then(this.guarded);
  }

  update() {
    this.panel?.update(new Numbers(this.program, this.state.numbers()));
  }
}

/** Return a widget whose views show a picture of this kind. */
export function widget(Panel) {
  return {
    render({ model, el }) {
      const root = make("div", { class: "cglive" });
      el.append(root);
      const view = new View(model, root, Panel);
      const [release, traits] = [keepKeys(root), ["inputs", "linked", ...Panel.traits]];
      view.redraw();
      model.on("change:scene", view.redraw);
      for (const name of traits) model.on(`change:${name}`, view.guarded);
      view.watch.observe(root);
      return () => {
        model.off("change:scene", view.redraw);
        for (const name of traits) model.off(`change:${name}`, view.guarded);
        view.watch.disconnect();
        view.state?.unlink(view.guarded);
        view.panel?.close?.();
        release();
        root.remove();
      };
    },
  };
}
