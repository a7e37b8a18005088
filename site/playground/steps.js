// The steps below the playground's graph: a StepPlayer of its values, adjoints or tangents, at the same inputs.
import { make } from "./dom.js";

export class Steps {
  /**
   * @param {HTMLElement} place holds a button for each quantity, and a stage
   * @param {HTMLElement} box the picture above
   * @param {(quantity: string) => Promise<any>} find returns kind and state of a StepPlayer, or null
   */
  constructor(place, box, find) {
    this.buttons = [...place.querySelectorAll("button")];
    this.stage = place.querySelector(".pg-stage");
    this.box = box;
    this.find = find;
    this.quantity = null; // what is played
    this.about = ""; // the graph and the nodes it is played for
    this.player = null;
    for (const button of this.buttons) button.addEventListener("click", () => this.press(button.dataset.quantity));
  }

  /** Open a quantity, or close it if it is open. */
  press(quantity) {
    this.quantity = this.quantity === quantity ? null : quantity;
    for (const button of this.buttons) button.ariaPressed = String(button.dataset.quantity === this.quantity);
    this.stage.hidden = true;
    this.about = "";
    return this.follow();
  }

  /** Show the graph of the box above, for the nodes chosen there, at its inputs. */
  async follow() {
    if (!this.quantity) return;
    const { scene, inputs, of, wrt } = this.box.model.state;
    const about = JSON.stringify([this.quantity, scene, of, wrt]);
    if (about === this.about) return void this.player.model.take({ inputs: [...inputs] });
    const quantity = this.quantity;
    const found = await this.find(quantity);
    if (!found || quantity !== this.quantity) return;
    this.about = about;
    this.put(found.kind, { ...found.state, inputs: [...this.box.model.state.inputs] });
    this.stage.hidden = false;
  }

  put(kind, state) {
    if (this.player) return void this.player.model.take({ ...state, step: 0 });
    const data = make("script", { type: "application/json" });
    data.textContent = JSON.stringify({ kind, state });
    this.player = make("cgraph-live", {}, data, make("div"));
    this.player.addEventListener("cgraph-change", () => this.lead());
    this.stage.append(this.player);
  }

  /** Move the box above with the player. */
  lead() {
    this.box.model.take({ inputs: [...this.player.model.state.inputs] });
  }
}
