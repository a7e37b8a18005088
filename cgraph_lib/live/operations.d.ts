// operations.js is printed from the table in ops.py; see page.py.
import type { Operation } from "./types";
export const OPERATIONS: Record<string, Operation>;
