// What all live pictures on the page have in common.
import { Inputs } from "./inputs.js";
import { Scene } from "./scene.js";
import { Stage } from "./zoom.js";

export class Panel {
  /** @param {import("./types").Parts} parts */
  constructor({ data, program, state, words, drawing }) {
    this.data = data;
    this.program = program;
    this.state = state;
    this.words = words;
    this.drawing = drawing;
  }
}

/** A panel that shows the graph itself, whose inputs are sliders on their boxes. */
export class DrawnPanel extends Panel {
  /**
   * @param {import("./types").Parts} parts
   * @param {(chosen: import("./types").Chosen) => unknown} [choose] called when a reader picks a node or an edge
   */
  constructor(parts, choose) {
    super(parts);
    const { data, state, words, drawing } = this;
    this.scene = new Scene(data, words, drawing, choose);
    this.stage = new Stage(this.scene.sheet, drawing.geometry, words);
    this.inputs = new Inputs(this.scene, { get: () => state.numbers(), set: (i, number) => state.move(i, number) });
  }
}
