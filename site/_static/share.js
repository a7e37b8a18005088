// The menus "Share" of the live pictures. Their code comes when a reader opens the first one, or when the address says
// in which state a picture is to be shown.

const CODE = "{code}"; // the file's name, which tools/site.py writes here
let asked = null;

function load() {
  asked ??= import(`./${CODE}`);
  return asked;
}

function follow() {
  if (/[?&]embed=/.test(location.search) || /[#&]picture=/.test(location.hash)) load();
}

follow();
window.addEventListener("hashchange", follow);
document.addEventListener("cgraph-share", ({ target }) => {
  if (!asked) load().then(() => target.dispatchEvent(new Event("cgraph-share", { bubbles: true })));
});
