// One live picture: it evaluates in the page, and the kernel learns afterwards what the reader has chosen.
import { make } from "./dom.js";
import { Words } from "./markup.js";
import { Numbers, prepare } from "./program.js";
import { settle } from "./root.js";

const FRAME = 10; // px of a frame's width that a drawing cannot use
const PATIENCE = 700; // ms that a kernel has to draw other groups

/** What a picture and its reader choose, kept by the widget's model; every view of the model follows it. */
export class State {
  constructor(model) {
    this.model = model;
    this.links = new Map();
  }

  /** Return a trait; a number that is linked to a widget on the page is that widget's. */
  get(name) {
    return this.links.get(name)?.get("value") ?? this.model.get(name);
  }

  /**
   * Let the reader choose. The message says which of the kernel's changes the page has `seen`: the kernel keeps what it
   * has changed since, and sends it again.
   */
  set(changes) {
    for (const [name, value] of Object.entries(changes)) this.model.set(name, value);
    const count = (this.model.get("seen")?.count ?? 0) + 1; // a trait that stays as it was is not sent
    this.model.set("seen", { turns: { ...this.model.get("turns") }, count });
    this.model.save_changes();
  }

  /** Return the inputs' numbers; one that is linked to a widget on the page is that widget's. */
  numbers() {
    return this.get("inputs").map((number, i) => this.links.get(i)?.get("value") ?? number);
  }

  /** Move an input; or another number of the picture, by the name of its trait. */
  move(input, number) {
    this.tell(input, number);
    const inputs = this.numbers();
    inputs[input] = number;
    this.set({ inputs });
  }

  choose(name, number) {
    this.tell(name, number);
    this.set({ [name]: number });
  }

  /** Tell the widget that a number is linked to, if there is one. */
  tell(name, number) {
    const linked = this.links.get(name);
    linked?.set("value", number);
    linked?.save_changes();
  }

  /** Follow the models of the widgets that the kernel has linked; without a widget manager there are none. */
  async link(follow) {
    this.unlink(follow);
    for (const [name, id] of this.model.get("linked") ?? []) {
      const widget = await this.model.widget_manager?.get_model(id).catch(() => null);
      if (!widget || this.links.has(name)) continue;
      this.links.set(name, widget);
      widget.on("change:value", follow);
      follow();
    }
  }

  unlink(follow) {
    for (const widget of this.links.values()) widget.off("change:value", follow);
    this.links.clear();
  }
}

/**
 * Say to the kernel that the page has loaded a widget; the kernel answers with what has changed meanwhile.
 *
 * anywidget gives a widget two seconds to load. On a page that was busy for longer it drops all that the kernel sends
 * later: then the model takes it without anywidget.
 */
export function initialize({ model }) {
  model.on("change:seen", function arrived(whole) {
    model.off("change:seen", arrived);
    const { _handle_comm_msg: handle } = Object.getPrototypeOf(Object.getPrototypeOf(whole));
    whole.comm?.on_msg((message) => handle.call(whole, message));
  });
  new State(model).set({});
}

/** Show the still picture, or its words, and one line. */
function standStill(root, { drawings, still, text }, line) {
  const picture = make("div", { class: "cg-still", tabindex: 0 });
  const drawn = still ?? drawings[0].svg;
  if (drawn) picture.innerHTML = drawn; // made by picture/, where all text is escaped
  else picture.append(make("pre", {}, text));
  root.replaceChildren(picture, make("p", {}, line));
}

/** A view of a live picture. It draws itself anew when the kernel sends another scene, or its place changes width. */
class View {
  constructor(model, root, Panel) {
    this.model = model;
    this.root = root;
    this.Panel = Panel;
    this.body = make("div");
    this.state = new State(model);
    this.panel = null;
    this.frame = null;
    this.opening = true;
    this.refresh = this.guard(() => this.update());
    this.redraw = this.guard(() => this.build());
    this.header = Panel.header?.(this.state, new Words(JSON.parse(model.get("scene"))));
    root.append(...(this.header?.elements ?? []), this.body);
    this.watch = new ResizeObserver(this.guard(() => this.fit()));
    this.watch.observe(root);
  }

  /** Return a function that shows the still picture when the given one fails. */
  guard(act) {
    return () => {
      try {
        act();
      } catch (error) {
        console.error(error);
        this.panel = null;
        standStill(this.body, this.data, this.data.phrases.failed);
      }
    };
  }

  /**
   * Return the drawing for the groups that are open and the width of the place: the first that fits, or the last, which
   * then scrolls and zooms. Where nobody has drawn these groups, all open or all closed must do.
   */
  choice() {
    const { drawings } = this.data;
    if (!drawings.length) return null; // a picture that draws for itself
    const names = (this.state.get("opened") ?? []).join("\n");
    const all = Math.max(...drawings.map(({ opened }) => opened.length));
    const exact = drawings.filter(({ opened }) => opened.join("\n") === names);
    const rest = drawings.filter(({ opened }) => opened.length === (this.opening ? all : 0));
    const found = exact.length ? exact : rest.length ? rest : drawings;
    const room = this.root.clientWidth - FRAME;
    return found.find(({ geometry }) => geometry.width * geometry.smallest <= room) ?? found.at(-1);
  }

  /** Open or close a group; the kernel has a moment to draw it so. */
  toggle(name, open) {
    const others = this.drawing.opened.filter((other) => other !== name && !other.startsWith(`${name}/`));
    this.toggled = name;
    this.opening = open;
    this.state.set({ opened: open ? [...others, name].sort() : others });
    setTimeout(this.guard(() => this.fit()), PATIENCE);
  }

  /** Take another drawing if it suits the place and the groups better. */
  fit() {
    if (this.panel && this.choice() !== this.drawing) this.build();
  }

  build() {
    const { state, Panel } = this;
    const held = this.toggled ?? this.body.querySelector("[role=button]:focus")?.closest("[data-group]")?.dataset.group;
    this.panel?.close?.();
    this.panel = null;
    this.scene = this.model.get("scene");
    const data = (this.data = JSON.parse(this.scene));
    if (!data.drawings) {
      standStill(this.body, data, data.note);
      return;
    }
    this.program = prepare(data.program);
    this.drawing = this.choice();
    this.panel = new Panel({ data, program: this.program, state, words: new Words(data), drawing: this.drawing });
    if (this.panel.scene) this.panel.scene.toggle = (name, open) => this.toggle(name, open);
    this.body.replaceChildren(...this.panel.elements);
    const { stage, scene } = this.panel;
    stage?.follow([scene.nodes[state.get("chosen")?.node ?? this.program.output].place], "auto");
    this.update();
    state.link(this.refresh);
    if (held) this.panel.scene?.blocks.get(held)?.querySelector("[role=button]")?.focus();
    this.toggled = null;
  }

  /** Change the drawing's numbers at once, and the words about them with the next frame: once for many moves. */
  update() {
    this.header?.update();
    if (this.model.get("scene") !== this.scene) this.build(); // its other news may come first
    if (!this.panel) return;
    this.numbers = new Numbers(this.program, this.state.numbers());
    this.panel.update(this.numbers);
    this.frame ??= requestAnimationFrame(this.guard(() => {
      this.frame = null;
      this.panel?.tell(this.numbers);
    }));
  }

  close() {
    cancelAnimationFrame(this.frame);
    this.watch.disconnect();
    this.state.unlink(this.refresh);
    this.header?.close();
    this.panel?.close?.();
  }
}

/** Return a widget whose views show a picture of this kind. */
export function widget(Panel) {
  return {
    initialize,
    render({ model, el }) {
      const { root, listen, leave } = settle(el, model);
      const view = new View(model, root, Panel);
      view.redraw();
      listen(["scene", "linked"], view.redraw);
      listen(["inputs", ...Panel.traits], view.refresh);
      return () => {
        view.close();
        leave();
      };
    },
  };
}
