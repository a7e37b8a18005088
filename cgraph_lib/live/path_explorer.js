// PathExplorer: every path with its product, the chosen one lit on the drawing, their sum, and what each way costs.
import { make, setText } from "./dom.js";
import { number, operand } from "./numbers.js";
import { Scene } from "./scene.js";

export class PathExplorer {
  traits = ["path"];

  constructor(data, program, state) {
    Object.assign(this, { data, program, state });
    this.scene = new Scene(data);
    this.rows = data.paths.map(({ text }, i) => {
      const product = make("span", { class: "cgraph-product" });
      const show = () => this.light(i);
      const unshow = () => this.light(this.state.get("path"));
      const element = make(
        "button",
        { type: "button", class: "cgraph-path", onclick: () => state.set("path", this.state.get("path") === i ? -1 : i) },
        make("span", {}, text),
        product,
      );
      for (const name of ["pointerenter", "focus"]) element.addEventListener(name, show);
      for (const name of ["pointerleave", "blur"]) element.addEventListener(name, unshow);
      return { element, product };
    });
    this.sum = make("div", { class: "cgraph-lines cgraph-sum", "aria-live": "polite" });
    const list = make("div", { class: "cgraph-paths", role: "group", "aria-label": data.heading }, ...this.rows.map(({ element }) => element));
    this.elements = [this.scene.element, make("div", { class: "cgraph-heading" }, data.heading), list, this.sum, this.costs()];
  }

  costs() {
    const cell = (tag, text) => make(tag, tag === "th" ? { scope: "col" } : {}, text);
    const [head, ...rows] = this.data.costs;
    return make(
      "table",
      { class: "cgraph-costs" },
      make("caption", {}, this.data.phrases.costs),
      make("thead", {}, make("tr", {}, ...head.map((text) => cell("th", text)))),
      make("tbody", {}, ...rows.map((row) => make("tr", {}, ...row.map((text) => cell("td", String(text)))))),
    );
  }

  light(path) {
    this.scene.mark("path", this.data.paths[path]?.edges ?? []);
    this.rows.forEach(({ element }, i) => element.setAttribute("aria-pressed", String(i === this.state.get("path"))));
  }

  update({ values, partials }) {
    this.scene.write({ values, partials, adjoints: null, tangents: null });
    const products = this.data.paths.map(({ edges }) => edges.reduce((product, edge) => product * partials[edge], 1));
    this.rows.forEach(({ product }, i) => {
      const factors = this.data.paths[i].edges.map((edge) => operand(partials[edge]));
      setText(product, factors.length > 1 ? `${factors.join(" · ")} = ${number(products[i])}` : number(products[i]));
    });
    const total = products.reduce((sum, product) => sum + product, 0);
    const terms = products.map((product, i) => (i ? operand(product) : number(product)));
    const name = this.data.derivative;
    setText(this.sum, terms.length > 1 ? `${name} = ${terms.join(" + ")} = ${number(total)}` : `${name} = ${number(total)}`);
    this.light(this.state.get("path"));
  }
}
