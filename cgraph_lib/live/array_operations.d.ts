// array_operations.js is printed from the table in ops.py; see page.py.
type Loop = (...arrays: Float64Array[]) => void;
export const LOOPS: Record<string, { value: Loop; adjoints: (Loop | null)[] }>;
