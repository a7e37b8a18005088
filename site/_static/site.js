// What the reading pages do beside the live pictures: answers stay covered until a guess is made, and guesses are kept.

const KEY = "cgraph-guesses";

/** Return the reader's guesses by question; a browser that keeps nothing has none. */
function guesses() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

function keep(id, guess) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...guesses(), [id]: guess }));
  } catch {
    // A private window: the guess lasts as long as the page.
  }
}

/** Put earlier guesses into the pictures' states before their code starts. */
function restore() {
  const known = guesses();
  for (const script of document.querySelectorAll("cgraph-live > script")) {
    const data = JSON.parse(script.textContent);
    const asked = data.kind === "prediction" && JSON.parse(data.state.scene).questions[0].id;
    if (!asked) continue;
    script.parentElement.dataset.asks = asked;
    if (!Object.hasOwn(known, asked)) continue;
    script.parentElement.dataset.guessed = "";
    data.state.guess = known[asked];
    script.textContent = JSON.stringify(data);
  }
}

/** Return the question that an element of a page is or holds, if any. */
function question(element) {
  if (element.matches("blockquote")) return element.textContent.trim().startsWith("Predict.") ? element : null;
  return element.querySelector?.("[data-asks]") ?? null;
}

/** Return what shows the answer to a question: from the next cell's output to the next question or section. */
function answer(asked) {
  const found = [];
  const ends = (next) => !next || next.matches("section") || question(next);
  for (let next = asked.nextElementSibling; !ends(next); next = next.nextElementSibling) {
    const output = found.length || !next.matches(".cell") ? next : next.querySelector(":scope > .cell_output");
    if (found.length || next.matches(".cell")) found.push(...(output ? [output] : []));
  }
  return found;
}

/** Cover the answer to a question; a guess uncovers it, and so does a button. */
function cover(element, asking) {
  const covered = answer(element);
  if (!covered.length) return;
  const button = document.createElement("button");
  button.className = "cg-uncover";
  button.textContent = document.body.dataset.show;
  const show = () => {
    covered.forEach((each) => each.classList.remove("cg-covered"));
    button.remove();
    reachAll();
  };
  button.addEventListener("click", show);
  asking.addEventListener("cgraph-change", (event) => event.detail.guess != null && show());
  covered.forEach((each) => each.classList.add("cg-covered"));
  covered[0].before(button);
}

function coverAll() {
  for (const element of document.querySelectorAll("article blockquote, article .cell")) {
    const asking = question(element);
    if (asking && asking.dataset.guessed === undefined) cover(element, asking);
  }
}

/** Make what scrolls a stop of the Tab key. */
function reachAll() {
  for (const box of document.querySelectorAll("article pre, article .table-wrapper")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  }
}

restore();
coverAll();
reachAll();
document.addEventListener("cgraph-change", ({ target, detail }) => {
  if (target.dataset.asks && detail.guess != null) keep(target.dataset.asks, detail.guess);
});
