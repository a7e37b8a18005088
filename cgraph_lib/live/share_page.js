// What a page's address says of its live pictures is followed here, and their menus "Share" are opened; on a page
// without Jupyter, after its pictures. With `?embed=3` the page shows its third picture alone, for an <iframe>.
import { make } from "./dom.js";
import { fill } from "./numbers.js";
import { Refused, decode, placeOf, read } from "./share.js";
import { Menu } from "./share_menu.js";
import { PHRASES } from "./share_words.js";

const query = new URLSearchParams(location.search);
const menus = new Map();
const OWN = "cgraph-live[own-address]"; // the playground's, which follows the address itself

/** @returns {any[]} */
function pictures() {
  return [...document.querySelectorAll("cgraph-live")];
}

/** Return the picture that has a number. */
function pictureOf(number) {
  const all = pictures();
  return all[placeOf(number, all.length)];
}

/** Say in one line why an address is not followed, above the picture that is meant or the page. */
function complain({ phrase, slots }, picture) {
  const line = make("p", { class: "cg-refused", role: "alert" }, fill(PHRASES[phrase], slots));
  if (picture) picture.before(line);
  else (document.querySelector("article, main") ?? document.body).prepend(line);
  line.scrollIntoView({ block: "center" });
}

/** Open what hides a picture: an answer that waits for a guess, or details. */
function reveal(picture) {
  const before = (button) => button.compareDocumentPosition(picture) & Node.DOCUMENT_POSITION_FOLLOWING;
  /** @type {any[]} */
  const covers = [...document.querySelectorAll(".cg-uncover")];
  if (picture.closest(".cg-covered")) covers.findLast(before)?.click();
  for (let at = picture; at; at = at.parentElement) if (at.matches("details")) at.open = true;
}

/** Do what follows; if the address is refused, say so. */
function attempt(act, picture) {
  try {
    return act();
  } catch (refused) {
    if (!(refused instanceof Refused)) throw refused;
    complain(refused, picture);
    return null;
  }
}

/** Show a picture in the state that the address says. */
async function follow() {
  if (document.querySelector(OWN)) return;
  for (const line of document.querySelectorAll(".cg-refused")) line.remove();
  const params = attempt(() => read(location.hash));
  const picture = params && attempt(() => pictureOf(params.get("picture")));
  await picture?.load();
  if (!picture?.kind) return;
  reveal(picture);
  attempt(() => {
    picture.show(decode(picture.kind, picture.start, params));
    requestAnimationFrame(() => picture.scrollIntoView());
  }, picture);
}

/** Show one picture and nothing else of the page. */
async function standAlone() {
  document.documentElement.dataset.embed = "";
  const picture = attempt(() => pictureOf(query.get("embed")));
  if (!picture) return document.body.prepend(document.querySelector(".cg-refused"));
  picture.dataset.alone = "";
  document.body.prepend(picture);
  await picture.load();
  if (!picture.kind) return;
  const changes = attempt(() => {
    for (const theme of query.getAll("theme")) {
      if (!["light", "dark"].includes(theme)) throw new Refused("link_word", { name: "theme", text: theme });
      document.body.dataset.theme = theme;
    }
    return picture.matches(OWN) ? {} : decode(picture.kind, picture.start, read(location.hash, true));
  }, picture);
  if (!picture.model) picture.show(changes ?? {});
}

/** Open the menu of a picture. */
function open({ target: picture }) {
  if (menus.has(picture)) return; // the browser opens and closes what a button is the target of
  menus.set(picture, new Menu(picture, pictures().indexOf(picture) + 1, picture.sharing));
  menus.get(picture).open();
}

if (query.has("embed")) standAlone();
else follow();
window.addEventListener("hashchange", () => (query.has("embed") ? location.reload() : follow()));
document.addEventListener("cgraph-share", open);

export default open;
