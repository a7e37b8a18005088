"""A page without Jupyter: a live picture's module, a model made of its state, and nothing else."""

import json

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Live pictures</title>
<style>body { margin: 16px; background: Canvas; color-scheme: light dark; }</style></head>
<body><main></main>
<script type="application/json" id="states">STATES</script>
<script type="module">
// As much of a widget's model as the pictures need; `sent` holds what a kernel would hear.
class Model extends EventTarget {
  constructor(state) { super(); Object.assign(this, { state, changed: {}, sent: [] }); }
  get(name) { return this.state[name]; }
  set(name, value) { this.changed[name] = value; this.take({ [name]: value }); }
  take(changes) {
    const same = (name) => JSON.stringify(this.state[name]) === JSON.stringify(changes[name]);
    const news = Object.keys(changes).filter(name => !same(name));
    Object.assign(this.state, changes);
    for (const name of news) this.dispatchEvent(new Event(`change:${name}`));
  }
  on(name, listener) { this.addEventListener(name, listener); }
  off(name, listener) { this.removeEventListener(name, listener); }
  save_changes() { this.sent.push(structuredClone(this.changed)); this.changed = {}; }
}
window.models = [];
window.cleanups = [];
const modules = [];
window.show = async (i) => {
  const { _esm, _css } = models[i].state;
  if (!document.getElementById(`style-${i}`)) {
    document.head.append(Object.assign(document.createElement("style"), { id: `style-${i}`, textContent: _css }));
  }
  modules[i] ??= import(URL.createObjectURL(new Blob([_esm], { type: "text/javascript" }))); // one for all its views
  const el = document.querySelector("main").appendChild(document.createElement("div"));
  cleanups.push((await modules[i]).default.render({ model: models[i], el }));
};
for (const [i, state] of JSON.parse(document.getElementById("states").textContent).entries()) {
  models.push(new Model(state));
  await show(i);
}
window.ready = true;
</script></body></html>
"""


def page_of(*pictures):
    """Return the HTML of a page on which these pictures live."""
    states = json.dumps([picture.get_state() for picture in pictures], default=str).replace("<", "\\u003c")
    return PAGE.replace("STATES", states)


class Wire:
    """A kernel for such a page: it carries what page and pictures send each other, when it is asked to."""

    def __init__(self, page, pictures):
        self.page, self.pictures, self.waiting = page, pictures, []
        for i, picture in enumerate(pictures):
            picture._send = lambda message, buffers=None, i=i: self.waiting.append((i, message))

    def to_kernel(self):
        """Let the kernel hear what the page has sent."""
        for i, picture in enumerate(self.pictures):
            for message in self.page.evaluate("i => models[i].sent.splice(0)", i):
                picture.set_state(message)

    def to_page(self):
        """Let the page hear what the kernel has sent, echoes as well."""
        for i, message in self.waiting:
            self.page.evaluate("([i, state]) => models[i].take(state)", [i, json.loads(json.dumps(message["state"]))])
        self.waiting.clear()

    def exchange(self):
        """Let both hear each other until nothing is left to say."""
        self.to_kernel()
        self.to_page()
