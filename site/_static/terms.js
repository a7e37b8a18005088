// Where a page links a word of the glossary, a card says what it means: when the mouse rests on it, when the Tab key
// reaches it, and at the first tap of a finger; the second follows the link. Escape closes the card.

const REST = 150; // ms that a mouse rests on a word, or may take from the word to its card
const GAP = 6; // px between a word and its card

const card = document.createElement("div");
Object.assign(card, { id: "cg-card", className: "cg-card", role: "tooltip", popover: "manual" });
document.body.append(card);
let shown = null; // the link whose card is open, or about to be
let timer = 0;
let tapped = false; // whether a finger is on a word whose card was closed
let glossary = null; // a promise of the glossary's page

/** Return the row of the glossary that a link leads to; null where it is not to be had. */
async function row(link) {
  const read = async () => new DOMParser().parseFromString(await (await fetch(link.href)).text(), "text/html");
  glossary ??= read().catch(() => (glossary = null));
  return (await glossary)?.getElementById(decodeURIComponent(link.hash.slice(1)));
}

async function open(link) {
  stay();
  if (shown === link) return;
  close();
  shown = link;
  const [word, meaning] = (await row(link))?.cells ?? [];
  if (!word || shown !== link) return;
  const name = document.createElement("strong");
  name.textContent = word.textContent;
  card.replaceChildren(name, " ", ...document.importNode(meaning, true).childNodes);
  card.showPopover();
  link.setAttribute("aria-describedby", card.id);
  place(link);
}

/** Put the card below a word, or above it where there is no room. */
function place(link) {
  const [around, own] = [link.getClientRects()[0], card.getBoundingClientRect()]; // a link may break over two lines
  const below = around.bottom + GAP + own.height < innerHeight || around.top < own.height + GAP;
  const top = below ? around.bottom + GAP : around.top - GAP - own.height;
  const left = Math.max(GAP, Math.min(around.left, document.documentElement.clientWidth - own.width - GAP));
  Object.assign(card.style, { top: `${top + scrollY}px`, left: `${left + scrollX}px` });
}

function close() {
  stay();
  shown?.removeAttribute("aria-describedby");
  shown = null;
  if (card.matches(":popover-open")) card.hidePopover();
}

function stay() {
  clearTimeout(timer);
}

function soon(act) {
  stay();
  timer = setTimeout(act, REST);
}

function listen(link) {
  link.addEventListener("pointerenter", ({ pointerType }) => pointerType === "mouse" && soon(() => open(link)));
  link.addEventListener("pointerleave", ({ pointerType }) => pointerType === "mouse" && soon(close));
  link.addEventListener("pointerdown", ({ pointerType }) => (tapped = pointerType !== "mouse" && shown !== link));
  link.addEventListener("focus", () => open(link));
  link.addEventListener("blur", close);
  link.addEventListener("click", (event) => {
    if (!tapped) return;
    event.preventDefault();
    tapped = false;
    open(link);
  });
}

document.querySelectorAll("a.cg-term").forEach(listen);
card.addEventListener("pointerenter", stay);
card.addEventListener("pointerleave", () => soon(close));
document.addEventListener("keydown", ({ key }) => key === "Escape" && close());
document.addEventListener("pointerdown", ({ target }) => !card.contains(target) && target !== shown && close());
