// Numbers and sentences as numerals.py writes them: the same digits, so that the page and Python never disagree.

const SLOT = /\{\{|\}\}|\{(\w+)(?::(\w+))?\}/g;

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

/** Return the decimals of a number of that size where it is written in full. */
export function decimals(size) {
  return 1 + [100, 10, 1, 0.1, 0.01].filter((limit) => size < limit).length;
}

/** Return a number in at most nine characters: whole numbers in full, others to four digits. */
export function number(value) {
  if (typeof value === "object") return String(value); // a fraction
  if (Number.isNaN(value)) return "nan";
  const size = Math.abs(value);
  let text;
  if (size === Infinity) {
    text = "∞";
  } else if (size < 1e6 && Number.isInteger(size)) {
    text = size.toFixed(0);
  } else if (size >= 1e-3 && size < 1e6) {
    text = toFixedEven(size, decimals(size)).replace(/0+$/, "").replace(/\.$/, "");
  } else {
    const [mantissa, exponent] = toScientificEven(size);
    text = `${mantissa.replace(/\.0$/, "")}e${exponent}`.replace("-", "−");
  }
  return value < 0 ? `−${text}` : text;
}

/** Return a number as it stands inside a sum or product: a negative one, or a broken fraction, in brackets. */
export function operand(value) {
  const broken = typeof value === "object" && value.bottom > 1n;
  return value < 0 || broken ? `(${number(value)})` : number(value);
}

/** @type {Record<string, (value: any) => string>} */
const PLAIN = { number, operand, result: number, text: String, prose: String, symbol: String, literal: String };

/**
 * Return a sentence with its slots filled, as numerals.py does: a string, or a pair of it and what some slots hold.
 * `write` holds a function for each style of slot, and one for the words between the slots.
 * @param {any} template
 */
export function fill(template, slots = {}, write = PLAIN) {
  const [sentence, fixed] = typeof template === "string" ? [template, {}] : template;
  const values = { ...slots, ...fixed };
  const parts = [];
  let end = 0;
  for (const { 0: match, 1: name, 2: style = "text", index } of sentence.matchAll(SLOT)) {
    const value = values[name];
    parts.push(write.literal(sentence.slice(end, index)));
    if (name === undefined) parts.push(match[0]);
    else parts.push(Array.isArray(value) ? fill(value, slots, write) : write[style](value));
    end = index + match.length;
  }
  return [...parts, write.literal(sentence.slice(end))].join("");
}

/** Return why a value is infinite or no number, as remarks.py does; "" for an ordinary number. */
export function reasonFor(op, operands, value) {
  if (typeof value === "object" || Number.isFinite(value)) return "";
  if (operands.some(Number.isNaN)) return "nan operand";
  if (Number.isNaN(value)) return "undefined";
  if (operands.some((operandValue) => !Number.isFinite(operandValue))) return "infinite operand";
  if (op === "log") return "log";
  return operands.includes(0) ? "division" : "overflow";
}
