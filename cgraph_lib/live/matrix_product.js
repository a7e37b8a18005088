// Products of matrices that lie flat in memory, row after row. A turn of a loop, and reading and writing a sum, take
// longer than a multiplication: so each turn multiplies as many numbers as the processor can hold.

/** Add to an entry of two rows four terms each. */
function addFour(to, own, other, next, y, from, columns, a, b, c, d, e, f, g, h) {
  const [second, third, fourth] = [from + columns, from + 2 * columns, from + 3 * columns];
  for (let j = 0; j < columns; j++) {
    const p = y[from + j];
    const q = y[second + j];
    const r = y[third + j];
    const s = y[fourth + j];
    to[own + j] += a * p + b * q + c * r + d * s;
    other[next + j] += e * p + f * q + g * r + h * s;
  }
}

function addThree(to, own, other, next, y, from, columns, a, b, c, e, f, g) {
  const [second, third] = [from + columns, from + 2 * columns];
  for (let j = 0; j < columns; j++) {
    const p = y[from + j];
    const q = y[second + j];
    const r = y[third + j];
    to[own + j] += a * p + b * q + c * r;
    other[next + j] += e * p + f * q + g * r;
  }
}

function addTwo(to, own, other, next, y, from, columns, a, b, e, f) {
  const second = from + columns;
  for (let j = 0; j < columns; j++) {
    const p = y[from + j];
    const q = y[second + j];
    to[own + j] += a * p + b * q;
    other[next + j] += e * p + f * q;
  }
}

function addOne(to, own, other, next, y, from, columns, a, e) {
  for (let j = 0; j < columns; j++) {
    const p = y[from + j];
    to[own + j] += a * p;
    other[next + j] += e * p;
  }
}

/**
 * Add x @ y to `to`, two rows at a time. The entry of x in row i and column k stands at i * down + k * along, so x may
 * be a transpose. Where a last row is alone, its partner is `spare`, which nobody reads.
 */
function addProduct(to, x, y, rows, inner, columns, down, along, spare) {
  for (let i = 0; i < rows; i += 2) {
    const alone = i + 1 === rows;
    const other = alone ? spare : to;
    const own = i * columns;
    const next = alone ? 0 : own + columns;
    let at = i * down;
    let under = alone ? at : at + down;
    let k = 0;
    for (; k + 3 < inner; k += 4) {
      const [a, b, c, d] = [x[at], x[at + along], x[at + 2 * along], x[at + 3 * along]];
      const [e, f, g, h] = [x[under], x[under + along], x[under + 2 * along], x[under + 3 * along]];
      addFour(to, own, other, next, y, k * columns, columns, a, b, c, d, e, f, g, h);
      at += 4 * along;
      under += 4 * along;
    }
    const from = k * columns;
    const [step, double] = [at + along, at + 2 * along];
    const [below, deep] = [under + along, under + 2 * along];
    const left = inner - k;
    if (left === 1) addOne(to, own, other, next, y, from, columns, x[at], x[under]);
    if (left === 2) addTwo(to, own, other, next, y, from, columns, x[at], x[step], x[under], x[below]);
    if (left === 3) {
      addThree(to, own, other, next, y, from, columns, x[at], x[step], x[double], x[under], x[below], x[deep]);
    }
  }
}

/** Write the products of two rows of x with three rows of `turned`. */
function writeSix(to, at, under, x, own, next, turned, from, inner) {
  const [second, third] = [from + inner, from + 2 * inner];
  let [a, b, c, d, e, f] = [0, 0, 0, 0, 0, 0];
  for (let k = 0; k < inner; k++) {
    const p = x[own + k];
    const q = x[next + k];
    const r = turned[from + k];
    const s = turned[second + k];
    const t = turned[third + k];
    a += p * r;
    b += p * s;
    c += p * t;
    d += q * r;
    e += q * s;
    f += q * t;
  }
  to[at] = a;
  to[at + 1] = b;
  to[at + 2] = c;
  to[under] = d;
  to[under + 1] = e;
  to[under + 2] = f;
}

function writeTwo(to, at, under, x, own, next, turned, from, inner) {
  let [a, b] = [0, 0];
  for (let k = 0; k < inner; k++) {
    const r = turned[from + k];
    a += x[own + k] * r;
    b += x[next + k] * r;
  }
  to[at] = a;
  to[under] = b;
}

/**
 * Write x @ y to `to`, given the transpose of y: the loop inside runs along rows of both. A last row is its own
 * partner.
 */
function writeProduct(to, x, turned, rows, inner, columns) {
  for (let i = 0; i < rows; i += 2) {
    const other = Math.min(i + 1, rows - 1);
    let [j, at, under] = [0, i * columns, other * columns];
    for (; j + 2 < columns; j += 3, at += 3, under += 3) {
      writeSix(to, at, under, x, i * inner, other * inner, turned, j * inner, inner);
    }
    for (; j < columns; j++, at++, under++) {
      writeTwo(to, at, under, x, i * inner, other * inner, turned, j * inner, inner);
    }
  }
}

/** Write the transpose of x, of this many rows and columns, into `to`. */
function transpose(to, x, rows, columns) {
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) to[j * rows + i] = x[i * columns + j];
}

/** Prepare a product and its two contributions. Where columns are few, a transpose makes the loops inside long. */
export function matmul({ v, operands }) {
  const [x, y] = operands.map((operand) => operand.v);
  const [rows, inner] = operands[0].shape;
  const columns = operands[1].shape[1];
  const turned = new Float64Array(y.length);
  const spare = new Float64Array(Math.max(inner, columns));
  const narrow = columns < inner;
  const wide = {
    value() {
      v.fill(0);
      addProduct(v, x, y, rows, inner, columns, inner, 1, spare);
    },
    toSecond: (to, a) => addProduct(to, x, a, inner, rows, columns, 1, inner, spare),
  };
  const slim = {
    value() {
      transpose(turned, y, inner, columns);
      writeProduct(v, x, turned, rows, inner, columns);
    },
    toSecond(to, a) {
      turned.fill(0);
      addProduct(turned, a, x, columns, rows, inner, 1, columns, spare);
      for (let k = 0; k < inner; k++) for (let j = 0; j < columns; j++) to[k * columns + j] += turned[j * inner + k];
    },
  };
  const { value, toSecond } = narrow ? slim : wide;
  const toFirst = (to, a) => {
    transpose(turned, y, inner, columns);
    addProduct(to, a, turned, rows, columns, inner, columns, 1, spare);
  };
  return { value, adjoints: [toFirst, toSecond] };
}
