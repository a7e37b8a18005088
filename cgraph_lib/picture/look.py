"""How the parts of a drawing look: one table of rules for live pictures, with variables, and for stills, with literals.

An edge is a multiplier, and looks like one: its width is the size of its partial, colour and a hollow core tell the
sign, a cut dashed line is 0. What is local is an outlined pill on an edge, what is total a solid tab on a node.
"""

from __future__ import annotations

from typing import Final

from cgraph_lib.picture.palette import LIGHT, STILL_DARK
from cgraph_lib.picture.rules import Table, live_rules, static_rules, table

SANS: Final = "Arial,Helvetica,'Liberation Sans',sans-serif"
SERIF: Final = "'Times New Roman',Times,'Liberation Serif',serif"
SIGNS: Final = ("pos", "neg", "zero")

# Selectors without the root's class, then declarations; @name is a colour of the palette. A later rule wins.
_SHAPES: Final = f"""
text {{font-family:{SANS};font-size:14px;text-anchor:middle}}
.op {{font-family:{SERIF};font-size:15px}}
.m, .formula {{font-family:{SERIF};font-style:italic;font-size:16px}}
.formula {{font-size:17px}}
.val {{font-size:20px}}
.val, .adj, .tan, .growing, .partial {{font-weight:bold}}
.title {{font-size:15px;font-weight:bold}}
.inner {{fill:none;stroke-width:1}}
.outline {{fill:none;stroke-width:1.5;stroke-linejoin:round;stroke-linecap:round;stroke-dasharray:.1 4}}
.joined .line {{stroke-width:3.5}}
.snug .formula {{font-size:16px}}
.snug .val {{font-size:17px}}
.dense .formula, .dense .val {{font-size:14.5px}}
.dense .tab text, .dense .pill text, .dense .size {{font-size:13px}}
.line, .core, .halo, .cut, .hit, .ring, .focus, .count circle {{fill:none}}
.body, .tab rect, .pill rect, .head {{stroke-width:1.5}}
.head {{stroke-linejoin:round}}
.output .body {{stroke-width:3}}
.constant .body, .pill.zero rect, .wait rect {{stroke-dasharray:2 3}}
.part rect {{stroke-width:2.5}}
.pill.lit rect, .pill.path rect, .pill.chosen rect {{stroke-width:3}}
.fixed .line {{stroke-dasharray:2 4}}
.edge.zero .line {{stroke-dasharray:4 5}}
.edge.nan .line {{stroke-dasharray:1.5 4}}
.core, .cut, .halo {{stroke:none}}
.cut {{stroke-width:2}}
.halo {{stroke-linecap:round;stroke-width:26}}
.count circle {{stroke-width:4.5}}
.ring.reads {{stroke-width:1.5;stroke-dasharray:3 3}}
.ring.active, .ring.chosen {{stroke-width:2.5}}
.track {{fill:none;stroke-width:2}}
.thumb {{stroke-width:2}}
.grip {{font-size:17px}}
.pill.blank .rule, .pill.tight .rule {{display:none}}
"""
_INKS: Final = (
    """
text {fill:@ink}
.wait text, .rule, .size {fill:@ink2}
.done text {fill:@on}
.done.array text {fill:@ink}
.body, .tab rect, .pill rect {fill:@paper;stroke:@line}
.caption rect, .chip {fill:@paper}
.output .body {stroke:@ink}
.constant .body {fill:@fixed}
.inner, .outline {stroke:@line}
.line {stroke:@line}
.head {fill:@line;stroke:@line}
.count circle {stroke:@hair}
.count .got {stroke:@ink}
.done .count .got {stroke:@on}
.ring.reads {stroke:@ink}
.ring.active, .ring.chosen {stroke:@ink;fill:@hi}
.edge.lit .halo, .edge.path .halo, .edge.chosen .halo {stroke:@hi}
.track, .origin {stroke:@line}
.thumb {fill:@ink;stroke:@paper}
.grip {fill:@line}
"""
    + "".join(
        f"""
.edge.{sign} .line, .edge.{sign} .head, .pill.{sign} rect, .part.{sign} rect {{stroke:@{sign}}}
.done.{sign} rect {{fill:@{sign};stroke:@{sign}}}
"""
        for sign in SIGNS
    )
    + """
.edge.pos .head {fill:@pos}
.edge.neg .head, .edge.zero .head {fill:@paper}
.edge.neg .core {stroke:@paper}
.edge.zero .cut {stroke:@zero}
.edge.nan .cut {stroke:none}
"""
)
RULES: Final[Table] = table(_SHAPES + _INKS)


def look_rules() -> str:
    """Return the rules of a live picture's drawing; the colours are variables, for `palette.variables` to set.

    >>> ".cg .edge.pos .head{fill:var(--cg-pos)}" in look_rules()
    True
    """
    return live_rules(RULES)


def still_rules(classes: set[str]) -> str:
    """Return the rules that the still of a graph with these classes needs.

    >>> still_rules({"caption"}).splitlines()[-1]
    '@media (prefers-color-scheme:dark){.still text{fill:#eef1f5}.still .caption rect{fill:#1f242b}}'
    """
    return static_rules(RULES, classes, LIGHT, STILL_DARK)
