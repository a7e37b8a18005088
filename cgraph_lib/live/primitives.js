// The functions that the printed operations call, with the results of IEEE 754 and of Python's math module.

/** Return the larger operand; nan if one of them is nan; a zero without its sign. */
export function max(x, y) {
  return Math.max(x, y) + 0;
}

/** Return the smaller operand; nan if one of them is nan; a zero without its sign. */
export function min(x, y) {
  return Math.min(x, y) + 0;
}

/** Return x · y, and 0 where one of them is exactly 0, even if the other is infinite or nan. */
export function product(x, y) {
  return x === 0 || (y === 0 && !Number.isFinite(x)) ? 0 : x * y;
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
