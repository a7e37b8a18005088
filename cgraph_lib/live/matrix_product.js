// Products of matrices that lie flat in memory, row after row. Four terms are added at once: reading and writing a sum
// takes longer than a multiplication.

/**
 * Add x @ y to `to`. The entry of x in row i and column k stands at i * down + k * along, so x may be a transpose.
 * The loop inside runs along rows of y.
 */
function addProduct(to, x, y, rows, inner, columns, down, along) {
  for (let i = 0; i < rows; i++) {
    const own = i * columns;
    let k = 0;
    for (; k + 3 < inner; k += 4) {
      const at = i * down + k * along;
      const a = x[at];
      const b = x[at + along];
      const c = x[at + 2 * along];
      const d = x[at + 3 * along];
      const row = k * columns;
      for (let j = 0; j < columns; j++) {
        const from = row + j;
        to[own + j] += a * y[from] + b * y[from + columns] + c * y[from + 2 * columns] + d * y[from + 3 * columns];
      }
    }
    if (k + 1 < inner) {
      const a = x[i * down + k * along];
      const b = x[i * down + (k + 1) * along];
      const row = k * columns;
      for (let j = 0; j < columns; j++) to[own + j] += a * y[row + j] + b * y[row + j + columns];
      k += 2;
    }
    if (k < inner) {
      const a = x[i * down + k * along];
      const row = k * columns;
      for (let j = 0; j < columns; j++) to[own + j] += a * y[row + j];
    }
  }
}

/** Write x @ y to `to`, given the transpose of y: the loop inside runs along rows of both. */
function writeProduct(to, x, turned, rows, inner, columns) {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const from = i * inner;
      const other = j * inner;
      let a = 0;
      let b = 0;
      let c = 0;
      let d = 0;
      let k = 0;
      for (; k + 3 < inner; k += 4) {
        a += x[from + k] * turned[other + k];
        b += x[from + k + 1] * turned[other + k + 1];
        c += x[from + k + 2] * turned[other + k + 2];
        d += x[from + k + 3] * turned[other + k + 3];
      }
      for (; k < inner; k++) a += x[from + k] * turned[other + k];
      to[i * columns + j] = a + b + (c + d);
    }
  }
}

/** Write the transpose of x, of so many rows and columns, into `to`. */
function transpose(to, x, rows, columns) {
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) to[j * rows + i] = x[i * columns + j];
}

/** Prepare a product and its two contributions. Where columns are few, a transpose makes the loops inside long. */
export function matmul({ v, operands }) {
  const [x, y] = operands.map((operand) => operand.v);
  const [rows, inner] = operands[0].shape;
  const columns = operands[1].shape[1];
  const turned = new Float64Array(y.length);
  const narrow = columns < inner;
  const wide = {
    value() {
      v.fill(0);
      addProduct(v, x, y, rows, inner, columns, inner, 1);
    },
    toSecond: (to, a) => addProduct(to, x, a, inner, rows, columns, 1, inner),
  };
  const slim = {
    value() {
      transpose(turned, y, inner, columns);
      writeProduct(v, x, turned, rows, inner, columns);
    },
    toSecond(to, a) {
      turned.fill(0);
      addProduct(turned, a, x, columns, rows, inner, 1, columns);
      for (let k = 0; k < inner; k++) for (let j = 0; j < columns; j++) to[k * columns + j] += turned[j * inner + k];
    },
  };
  const { value, toSecond } = narrow ? slim : wide;
  const toFirst = (to, a) => {
    transpose(turned, y, inner, columns);
    addProduct(to, a, turned, rows, columns, inner, columns, 1);
  };
  return { value, adjoints: [toFirst, toSecond] };
}
