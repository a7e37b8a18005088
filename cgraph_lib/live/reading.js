// How a number that a reader typed is read, and when it is right: the same rules as exercises/reading.py.
import { decimals, number } from "./numbers.js";
import { OPERATIONS } from "./operations.js";

const LONGEST = 100;
const BLANKS = /[\t\n\r\u00a0\u2009\u202f\u3000]/g;
const DASHES = { "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "‒": "-" };
const SIGNS = { ...DASHES, "·": "*", "×": "*", "÷": "/", "≈": "=", "~": "=" };
const SYMBOLS = { ...SIGNS, ",": ".", "∞": " inf ", "π": " pi ", "√": " sqrt " };
const THOUSANDS = /(?<![0-9.,])[1-9][0-9]{0,2}(?:,[0-9]{3})+(?![0-9,])/g;
const RAISED = /⁻?[⁰¹²³⁴-⁹]+/g;
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const TOKEN = /[0-9]+\.?[0-9]*(?:e[+-]?[0-9]+)?|\.[0-9]+(?:e[+-]?[0-9]+)?|[a-z]+|\*\*|[^ ]/g;
const CONSTANTS = { inf: Infinity, infinity: Infinity, nan: NaN, pi: Math.PI, e: Math.E };
const PRODUCT = { "*": "multiply", x: "multiply", "/": "divide" };
const BINARY = { "+": "add", "-": "subtract", ...PRODUCT, "**": "power", "^": "power" };
const LEVELS = { "+": 1, "-": 1, "*": 2, x: 2, "/": 2, "**": 3, "^": 3 };
const SLACK = 1 + 1e-9; // 0.38 is half a unit from 0.375 on paper, and a little more in binary
const SIGNED = 3; // a sign binds less than a power: -2**2 is -4

const digit = (raised) => (raised === "⁻" ? "-" : SUPERSCRIPTS.indexOf(raised));

/** Return the tokens of a string, after its last equals sign; full-width symbols are read as the plain ones. */
function tokens(text) {
  const lowered = text.replace(RAISED, (found) => `**${[...found].map(digit).join("")}`);
  const narrow = lowered.replace(BLANKS, " ").replace(/[！-～]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0));
  const plain = narrow.replace(/[−–—‐‑‒·×÷,≈~∞π√]/g, (symbol) => SYMBOLS[symbol]).toLowerCase();
  return plain.slice(plain.lastIndexOf("=") + 1).match(TOKEN) ?? [];
}

/** Return the value of the operations of at least this level at the front of `rest`, and take them off. */
function calculation(rest, level) {
  let value = signed(rest);
  while (Object.hasOwn(LEVELS, rest[0] ?? "") && LEVELS[rest[0]] >= level) {
    const symbol = rest.shift();
    const right = calculation(rest, Math.min(LEVELS[symbol] + 1, SIGNED)); // powers are taken from the right
    value = OPERATIONS[BINARY[symbol]].value(value, right);
  }
  return value;
}

/** Return the value of the operand at the front of `rest`, and take it off; throw where none stands. */
function signed(rest) {
  const token = rest.shift() ?? "";
  if (token === "-") return -calculation(rest, SIGNED);
  if (token === "+") return calculation(rest, SIGNED);
  const value = atom(token, rest);
  if (rest[0] !== "%") return value;
  rest.shift();
  return value / 100;
}

function atom(token, rest) {
  if (token === "(") {
    const value = calculation(rest, 1);
    if (rest.shift() !== ")") throw new SyntaxError("a bracket is open");
    return value;
  }
  if (Object.hasOwn(CONSTANTS, token)) return CONSTANTS[token];
  const name = token === "ln" ? "log" : token;
  const operation = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : null;
  if (operation?.partials.length === 1) return operation.value(signed(rest));
  if (!/^\.?[0-9]/.test(token)) throw new SyntaxError("no number");
  return Number(token);
}

/**
 * Return the number in a string, or null: digits, a comma, a fraction, a calculation such as `log 4`, ∞, nan.
 * A comma may also stand between thousands: where it could be either, it is what comes nearer to the number `near`.
 * @param {string} text
 * @param {number | null} near
 */
export function typed(text, near = null) {
  const [decimal, grouped] = [text, text.replace(THOUSANDS, (found) => found.replaceAll(",", ""))].map(read);
  if (decimal == null || grouped == null) return decimal ?? grouped;
  return near != null && Math.abs(grouped - near) < Math.abs(decimal - near) ? grouped : decimal;
}

function read(text) {
  if (text.length > LONGEST) return null;
  try {
    const rest = tokens(text);
    const value = calculation(rest, 1);
    return rest.length === 0 ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Return the places of the first and the last digit of a number: [0, -3] for 1.204, [2, 2] for 300. */
function span(value) {
  const [mantissa, exponent] = value.toExponential().split("e");
  const first = Number(exponent);
  return [first, first - (mantissa.split(".")[1] ?? "").length];
}

/** Return the place of the last digit that the course writes of a number of that size: -3 for 1.204. */
function lastPlace(truth) {
  const size = Math.abs(truth);
  return size === 0 || (size >= 1e-3 && size < 1e6) ? -decimals(size) : span(truth)[0] - 1;
}

/** Return how many digits the course writes of a number that does not end earlier. */
export function digits(truth) {
  return span(truth)[0] - lastPlace(truth) + 1;
}

/** Return whether an answer is right: the course writes it alike, or it is within half a unit of the last digit. */
export function agrees(answer, truth) {
  if (!Number.isFinite(truth) || !Number.isFinite(answer)) return Object.is(answer, truth);
  if (number(answer) === number(truth)) return true;
  return Math.abs(answer - truth) <= Number(`5e${lastPlace(truth) - 1}`) * SLACK;
}

/** Return whether an answer fails only for its digits: it is the truth, rounded or cut off too early. */
export function isShort(answer, truth) {
  if (agrees(answer, truth) || !Number.isFinite(truth) || !Number.isFinite(answer)) return false;
  if (answer === 0 || answer > 0 !== truth > 0 || (Number.isInteger(answer) && Math.abs(answer) < 10)) return false;
  const last = Math.min(0, span(answer)[1]);
  const [missing, unit] = [Math.abs(truth) - Math.abs(answer), Number(`1e${last}`)];
  const begun = last >= lastPlace(truth) && Math.abs(missing) <= (Math.abs(truth) / 10) * SLACK;
  return begun && (-unit / 2) * SLACK <= missing && missing < unit / SLACK;
}
