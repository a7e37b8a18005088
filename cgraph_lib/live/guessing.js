// A guess is judged in the page, by the same rules as in exercises/predictions.py and places.py.
import { escape, same } from "./dom.js";
import { fill } from "./numbers.js";
import { agrees, digits, isShort, typed } from "./reading.js";

/** Return what judges the guesses at a question: it is packed so that nobody reads the answer by accident. */
export function unsealed(text) {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes));
}

/** Return the verdict on a guess: {right, feedback}, the latter as HTML, or {phrase} for what is no guess yet. */
export function judge(kind, key, guess) {
  return (JUDGES[kind] ?? judgeChoice)(key, guess);
}

function judgeChoice(key, guess, agree = same) {
  if (agree(guess, key.answer)) return { right: true, feedback: key.because };
  const [, feedback] = key.guesses.find(([answer]) => agree(guess, answer)) ?? [null, key.otherwise];
  return { right: false, feedback };
}

const JUDGES = {
  number(key, guess) {
    const found = typed(guess, key.answer);
    if (found == null) return { phrase: "unread" };
    if (isShort(found, key.answer)) return { phrase: "short", slots: { digits: digits(key.answer) } };
    return judgeChoice(key, found, agrees);
  },

  order(key, guess) {
    const broken = key.pairs.find(([first, second]) => guess.indexOf(first) > guess.indexOf(second));
    if (!broken) return { right: true, feedback: key.because };
    const [late, early] = broken.map(escape);
    const { feedback } = judgeChoice(key, guess);
    return { right: false, feedback: fill(feedback, { early, late }) };
  },
};
