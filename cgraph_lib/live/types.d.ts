// What Python sends the page, and what its modules hand each other; `tsc` checks the modules against it.
import type { Fraction } from "./fractions.js";
import type { Words } from "./markup.js";

export type Quantity = "adjoint" | "tangent";
export type Template = string | [string, Record<string, unknown>];
export type Point = [number, number];
/** A number of the page: a float, or an exact fraction. */
export type Amount = number | Fraction;
export type Chosen = { node?: number; edge?: number };

export interface Operation {
  value(...operands: number[]): number;
  partials: ((...operands: number[]) => number)[];
}
export interface Node {
  op: string | null;
  parents: number[];
  constant: number | null;
  operation: Operation | null;
}
export interface Edge {
  index: number;
  parent: number;
  child: number;
  slot: number;
}
export interface Program {
  nodes: Node[];
  edges: Edge[];
  inputs: number[];
  output: number;
  into: Edge[][];
  from: Edge[][];
}
export interface Step {
  kind: "seed" | "accumulate";
  node: number;
  source?: number;
  edge?: Edge;
  before?: any;
  after: any;
  factor?: any;
  multiplier?: any;
  contribution?: any;
  received: number;
  expected: number;
}
/** How numbers of a kind are added and multiplied. */
export interface Field {
  one: any;
  zero: any;
  times(x: any, y: any): any;
  sum(x: any, y: any): any;
}
export interface Run {
  sums: any[];
  steps: Step[];
}
export interface Computed {
  program: Program;
  inputs: number[];
  values: any[];
  partials: any[];
  run(seed: number, quantity: Quantity): Run;
  along(input: number, node: number): (x: number) => number;
  problem?: string;
}
export interface Geometry {
  width: number;
  height: number;
  smallest: number;
  dense: boolean;
  sizes: Record<string, number>;
  ems: Record<string, number>;
  nodes: Record<string, any>;
  edges: Record<string, any>;
}
export interface Drawing {
  svg: string;
  geometry: Geometry;
  opened: string[];
}
export interface Data {
  drawings: Drawing[];
  keys: string[];
  names: string[];
  nodes: { formula: string; right: string | null; template: Template | null; named: boolean; group: string }[];
  edges: { key: string; name: string; rule: string; ends: string; kink: any }[];
  reasons: Record<string, string>;
  phrases: Record<string, string>;
  rooms: [number, number][];
  variables: number[];
  /** What the kinds of pictures send besides. */
  [more: string]: any;
}
/** What a picture asks of a widget's model: anywidget's, or that of a page without Jupyter. */
export interface Model {
  get(name: string): any;
  set(name: string, value: unknown): void;
  save_changes(): void;
  on(event: string, listener: () => void): void;
  off(event: string, listener: () => void): void;
  widget_manager?: { get_model(id: string): Promise<Model> };
  element?: HTMLElement;
}
export interface State {
  get(name: string): any;
  set(changes: Record<string, unknown>): void;
  numbers(): number[];
  move(input: number, number: number): void;
  choose(name: string, number: number): void;
}
/** What the tab of a node shows: a sum that waits, has begun, or is done. */
export interface Tab {
  kind?: string;
  value?: any;
  growing?: string[];
  received?: number;
  expected?: number;
}
export interface Parts {
  data: Data;
  program: Program;
  state: State;
  words: Words;
  drawing: Drawing | null;
}
