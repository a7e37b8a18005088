"""How Sphinx makes the course's reading pages. `make site` prepares the sources and calls it."""

import html
import json
from pathlib import Path

from docutils.nodes import SkipNode
from latex2mathml.converter import convert

words = json.loads(Path(__file__).with_name("edition.json").read_text(encoding="utf-8"))
language = words["sphinx"]
project = "Derivatives on computational graphs"
author = "the cgraph contributors"
copyright = "the cgraph contributors; prose and pictures CC BY 4.0, code MIT"

extensions = ["myst_nb", "tools.terms"]
nb_execution_mode = "off"  # the notebooks come with their outputs
myst_heading_anchors = 3
myst_heading_slug_func = "tools.site.anchor"
suppress_warnings = ["mystnb.unknown_mime_type"]
templates_path = ["_templates"]

html_theme = "furo"
html_title = project
html_static_path = ["_static"]
html_css_files = ["cgraph.css", "site.css"]
html_favicon = "_static/icon.svg"
html_js_files = [  # guesses before pictures, pictures before links to them
    ("site.js", {"defer": "defer"}),
    ("cgraph.js", {"type": "module"}),
    ("share.js", {"type": "module"}),
    ("terms.js", {"type": "module"}),
]
html_copy_source = False
html_show_sphinx = False
html_use_index = False
html_last_updated_fmt = None
html_theme_options = {"navigation_with_keys": True}

myst_enable_extensions = ["dollarmath", "amsmath"]
html_math_renderer = "mathml"  # browsers draw it themselves


FROZEN = '{frozen} <a href="{root}../index.html">{latest}</a>'


def setup(app):
    """Teach Sphinx to write formulas as MathML, and what stands around a page."""
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))
    app.connect("html-page-context", _level, priority=900)  # after the theme
    app.connect("html-page-context", _edition)
    app.connect("html-page-context", _alone)


def _inline(writer, node):
    writer.body.append(convert(node.astext()))
    raise SkipNode


def _block(writer, node):
    writer.body.append(convert(node.astext(), display="block"))
    raise SkipNode


def _level(app, name, template, context, doctree):
    """Say how deep the captions of the sidebar are."""
    tree = context.get("furo_navigation_tree", "")
    context["furo_navigation_tree"] = tree.replace('role="heading"', 'role="heading" aria-level="2"')


def _edition(app, name, template, context, doctree):
    """Tell the page's script its words, and the reader of a frozen edition where the latest one is."""
    context["words"] = words
    if words["name"]:
        notice = {key: html.escape(words[key]) for key in ("frozen", "latest")}
        notice["frozen"] = notice["frozen"].format(name=words["name"])
        context["theme_announcement"] = FROZEN.format(root=context["content_root"], **notice)


def _alone(app, name, template, context, doctree):
    """Let a page that is to show one picture alone show nothing of itself before that."""
    embedded = 'if (/[?&]embed=/.test(location.search)) document.documentElement.dataset.embed = "";'
    context["metatags"] = f"{context.get('metatags', '')}<script>{embedded}</script>"
