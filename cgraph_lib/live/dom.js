// Small helpers for building elements.

/** Return an element with attributes (`on...` are listeners) and children; texts stay texts, whatever they hold. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** Set an element's text if it is another one: an unchanged text costs no layout. */
export function setText(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}

/** Return a drop-down list of [value, text] pairs with a label. */
export function choice(label, options, chosen, onchange) {
  const list = options.map(([value, text]) => make("option", { value, selected: value === chosen }, text));
  const select = make("select", { onchange: () => onchange(Number(select.value)) }, ...list);
  return { element: make("label", {}, label, " ", select), select };
}
