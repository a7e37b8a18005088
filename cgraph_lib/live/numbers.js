// Numbers as words.py writes them: the same digits, so that the page and Python never disagree.

/** Return whether the exact decimal expansion of `size` stands halfway between two numbers of `decimals` decimals. */
function isTie(size, decimals) {
  const rest = size.toFixed(Math.min(100, decimals + 60)).split(".")[1].slice(decimals);
  return rest.startsWith("5") && !/[1-9]/.test(rest.slice(1));
}

/** Return `size` with a fixed number of decimals; ties go to the even digit, as in Python. */
function toFixedEven(size, decimals) {
  const text = size.toFixed(decimals);
  if ((size * 2 * 10 ** decimals) % 2 !== 1 || !isTie(size, decimals)) return text;
  return Number(text.at(-1)) % 2 === 1 ? (Number(text) - 10 ** -decimals).toFixed(decimals) : text;
}

/** Return mantissa and exponent with two digits; ties go to the even digit, as in Python. */
function toScientificEven(size) {
  const exact = size.toExponential(100);
  let [mantissa, exponent] = size.toExponential(1).split("e");
  const [digits] = exact.split("e");
  const rest = digits.slice(3);
  if (rest.startsWith("5") && !/[1-9]/.test(rest.slice(1))) {
    const low = digits.slice(0, 3);
    if (Number(low.at(-1)) % 2 === 0) [mantissa, exponent] = [low, exact.split("e")[1]];
  }
  return [mantissa, Number(exponent)];
}

/** Return a number in at most nine characters: whole numbers in full, others to four digits. */
export function number(value) {
  if (Number.isNaN(value)) return "nan";
  const size = Math.abs(value);
  let text;
  if (size === Infinity) {
    text = "∞";
  } else if (size < 1e6 && Number.isInteger(size)) {
    text = size.toFixed(0);
  } else if (size >= 1e-3 && size < 1e6) {
    const decimals = 1 + [100, 10, 1, 0.1, 0.01].filter((limit) => size < limit).length;
    text = toFixedEven(size, decimals).replace(/0+$/, "").replace(/\.$/, "");
  } else {
    const [mantissa, exponent] = toScientificEven(size);
    text = `${mantissa.replace(/\.0$/, "")}e${exponent}`.replace("-", "−");
  }
  return value < 0 ? `−${text}` : text;
}

/** Return a number as it stands inside a sum or product: a negative one in brackets. */
export function operand(value) {
  return value < 0 ? `(${number(value)})` : number(value);
}

const STYLES = { number, operand, text: String };

/** Return a sentence: a list of texts and of slots [name, style], filled from `numbers`. */
export function fill(template, numbers) {
  return template
    .map((part) => (typeof part === "string" ? part : STYLES[part[1]](numbers[part[0]])))
    .join("");
}

const WORDS = { "∞": Infinity, inf: Infinity, "-∞": -Infinity, "-inf": -Infinity, nan: NaN };

/** Return the number that a reader typed, or null; it takes a true minus sign, a comma, a fraction such as 1/3, ∞, nan. */
export function typed(text) {
  const plain = text.trim().replaceAll("−", "-").replaceAll(",", ".");
  if (plain in WORDS) return WORDS[plain];
  const [whole, divisor, ...more] = plain.split("/");
  if (!whole || more.length || divisor?.trim() === "") return null;
  const result = Number(whole) / (divisor === undefined ? 1 : Number(divisor));
  return Number.isNaN(result) ? null : result;
}

/** Return whether a reader's answer is right: the same as it is written, or within a thousandth. */
export function agrees(answer, truth) {
  if (!Number.isFinite(truth) || !Number.isFinite(answer)) return Object.is(answer, truth);
  return number(answer) === number(truth) || Math.abs(answer - truth) <= 1e-3 * Math.abs(truth);
}

/** Return why a value is infinite or no number, as words.py does; "" for an ordinary number. */
export function reasonFor(op, operands, value) {
  if (Number.isFinite(value)) return "";
  if (operands.some(Number.isNaN)) return "nan operand";
  if (Number.isNaN(value)) return "undefined";
  if (operands.some((operandValue) => !Number.isFinite(operandValue))) return "infinite operand";
  if (op === "log") return "log";
  return operands.includes(0) ? "division" : "overflow";
}
