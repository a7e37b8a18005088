"""A page without Jupyter: a live picture's module, a model made of its state, and nothing else."""

import json

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Live pictures</title>
<style>body {{ margin: 16px; background: Canvas; color-scheme: light dark; }}</style></head>
<body><main>{places}</main>
<script type="application/json" id="states">{states}</script>
<script type="module">
class Model extends EventTarget {{
  constructor(state) {{ super(); this.state = state; this.heard = new Map(); this.sent = []; }}
  get(name) {{ return this.state[name]; }}
  set(name, value) {{
    if (JSON.stringify(this.state[name]) === JSON.stringify(value)) return;
    this.state[name] = value;
    this.dispatchEvent(new Event(`change:${{name}}`));
  }}
  on(name, listener) {{ this.addEventListener(name, listener); }}
  off(name, listener) {{ this.removeEventListener(name, listener); }}
  save_changes() {{ this.sent.push(structuredClone(this.state.inputs)); }}
}}
window.models = [];
for (const [i, {{ _esm, _css, ...state }}] of JSON.parse(document.getElementById("states").textContent).entries()) {{
  document.head.append(Object.assign(document.createElement("style"), {{ textContent: _css }}));
  const url = URL.createObjectURL(new Blob([_esm], {{ type: "text/javascript" }}));
  const model = new Model(state);
  window.models.push(model);
  (await import(url)).default.render({{ model, el: document.getElementById(`picture-${{i}}`) }});
}}
window.ready = true;
</script></body></html>
"""


def page_of(*pictures):
    """Return the HTML of a page on which these pictures live."""
    states = json.dumps([picture.get_state() for picture in pictures], default=str).replace("<", "\\u003c")
    places = "".join(
        f'<h2>{type(picture).__name__}</h2><div id="picture-{i}"></div>' for i, picture in enumerate(pictures)
    )
    return PAGE.format(places=places, states=states)
