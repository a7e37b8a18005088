// The functions that the printed operations call, with the results of IEEE 754 and of Python's math module.

/** Return the larger operand; nan if one of them is nan; a zero without its sign. */
export function max(x, y) {
  return Math.max(x, y) + 0;
}

/** Return the smaller operand; nan if one of them is nan; a zero without its sign. */
export function min(x, y) {
  return Math.min(x, y) + 0;
}

/**
 * Return x to the power y. JavaScript says nan where one operand is 1 in size and the other not finite; C says 1.
 * Squares are rounded correctly in C, and not quite by `**`.
 */
export function power(x, y) {
  if (y === 2) return x * x;
  if (x === 1 || (x === -1 && Math.abs(y) === Infinity)) return 1;
  return x ** y;
}
