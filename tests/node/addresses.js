// What the page reads from an address; the tests call it through answer.mjs.
import { decode, encode, placeOf, read } from "./share.js";

/** Return for each state its address, which picture that names, and the state that is read from it. */
export function journeys(kind, start, states, picture, count) {
  return states.map((state) => {
    const address = encode(kind, { ...start, ...state }, start, picture);
    const params = read(`#${address}`);
    const place = placeOf(params.get("picture"), count);
    return { address, place, state: { ...start, ...decode(kind, start, params) } };
  });
}

/** Return what each address changes, or why it is refused; and whether anything else has changed. */
export function answers(kind, start, fragments, count = 3) {
  const before = JSON.stringify(start);
  return fragments.map((fragment) => {
    const found = { fragment };
    try {
      const params = read(fragment);
      if (params) placeOf(params.get("picture"), count);
      found.changes = params && decode(kind, start, params);
    } catch (refused) {
      Object.assign(found, { phrase: refused.phrase, slots: refused.slots });
    }
    return { ...found, clean: JSON.stringify(start) === before && Object.keys(Object.prototype).length === 0 };
  });
}
