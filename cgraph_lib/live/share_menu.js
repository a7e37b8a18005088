// The menu "Share" of a live picture on a page without Jupyter: a link to its state, code that embeds it, SVG and PNG.
import { make, setText } from "./dom.js";
import { fill } from "./numbers.js";
import { encode } from "./share.js";
import { asPng, asSvg, drawings } from "./share_picture.js";
import { PHRASES } from "./share_words.js";

const GAP = 4; // px between the button and its menu

/** Return the address of this page that shows a picture in its state; or shows it alone, in the page's own theme. */
function addressOf(picture, number, alone = false) {
  const { kind, state, start } = picture;
  const theme = picture.closest("[data-theme]")?.dataset.theme;
  const query = new URLSearchParams(alone ? { embed: String(number) } : {});
  if (alone && ["light", "dark"].includes(theme)) query.append("theme", theme); // chosen by hand, not the system's
  const address = new URL(location.href);
  address.search = String(query);
  address.hash = encode(kind, state, start, alone ? null : number);
  return String(address);
}

/** Return the code that shows a picture in another page. */
function codeOf(picture, number) {
  const height = Math.ceil(picture.getBoundingClientRect().height);
  const look = { width: "100%", height, loading: "lazy", style: "border: 0" };
  return make("iframe", { src: addressOf(picture, number, true), title: document.title, ...look }).outerHTML;
}

/** Let the reader keep a file that no page may put on the clipboard. */
function save(blob, name) {
  const href = URL.createObjectURL(blob);
  make("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

export class Menu {
  /** `number` is the picture's on the page, from 1; `opener` is its button. */
  constructor(picture, number, opener) {
    this.picture = picture;
    this.number = number;
    this.opener = opener;
    this.message = make("p", { role: "status" });
    this.text = make("input", { type: "text", readonly: true, hidden: true, "aria-label": PHRASES.by_hand });
    const item = (key, act) => make("button", { type: "button", onclick: () => this.attempt(act) }, PHRASES[key]);
    const drawn = drawings(picture).length > 0;
    this.element = make("div", { class: "cg-menu", popover: true, role: "group", "aria-label": PHRASES.share },
      item("copy_link", () => this.copyLink()),
      item("copy_embed", () => this.copyEmbed()),
      ...(drawn ? [item("copy_svg", () => this.copySvg()), item("copy_png", () => this.copyPng())] : []),
      this.message, this.text);
    this.element.addEventListener("toggle", () => this.toggled());
    opener.after(this.element);
  }

  /** Open for the first time; from the next click on, which this one is not, the browser opens and closes the menu. */
  open() {
    this.element.showPopover();
    setTimeout(() => (this.opener.popoverTargetElement = this.element));
  }

  /** Stand below the button, or above it where there is no room. */
  toggled() {
    const { element, opener } = this;
    if (!element.matches(":popover-open")) return;
    this.say("");
    const [place, own] = [opener.getBoundingClientRect(), element.getBoundingClientRect()];
    const below = place.bottom + GAP + own.height < innerHeight || place.top < own.height;
    const top = below ? place.bottom + GAP : place.top - GAP - own.height;
    const left = Math.max(GAP, place.right - own.width);
    Object.assign(element.style, { top: `${top + scrollY}px`, left: `${left + scrollX}px` });
  }

  /** Do what an entry says, or say that the browser cannot: it may refuse to draw, or to make an image. */
  async attempt(act) {
    try {
      await act();
    } catch {
      this.say(PHRASES.undrawn);
    }
  }

  say(text, by_hand = "") {
    setText(this.message, text);
    this.text.value = by_hand;
    this.text.hidden = !by_hand;
  }

  /** The address goes into the page's own address as well, so that a reload, and the reader's bookmarks, keep it. */
  copyLink() {
    const address = addressOf(this.picture, this.number);
    history.replaceState(null, "", address);
    return this.copyText("copied_link", address);
  }

  copyEmbed() {
    return this.copyText("copied_embed", codeOf(this.picture, this.number));
  }

  async copyText(phrase, text) {
    try {
      await navigator.clipboard.writeText(text);
      this.say(PHRASES[phrase]);
    } catch { // the browser refuses, or a page that came without https has no clipboard
      this.say(PHRASES.by_hand, text);
      this.text.select();
    }
  }

  copySvg() {
    const svg = asSvg(this.picture);
    const type = "image/svg+xml";
    const texts = globalThis.ClipboardItem?.supports?.(type) ? ["text/plain", type] : ["text/plain"];
    const blobs = texts.map((kind) => [kind, new Blob([svg], { type: kind })]);
    return this.copyBlobs("svg", Object.fromEntries(blobs), () => new Blob([svg], { type }));
  }

  copyPng() {
    const made = asPng(this.picture); // a promise: the clipboard must be asked while the reader's click is fresh
    return this.copyBlobs("png", { "image/png": made }, () => made);
  }

  /** Put something on the clipboard, or save it as a file. */
  async copyBlobs(format, blobs, file) {
    try {
      await navigator.clipboard.write([new ClipboardItem(blobs)]);
      this.say(PHRASES[`copied_${format}`]);
    } catch {
      const name = `picture-${this.number}.${format}`;
      save(await file(), name);
      this.say(fill(PHRASES.saved, { file: name }));
    }
  }
}
