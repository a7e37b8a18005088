"""How charts look: the same palette as graphs. A chart has a sheet of paper below it, so it may change every colour."""

from __future__ import annotations

from typing import Final

from cgraph_lib.picture.look import SANS
from cgraph_lib.picture.palette import DARK, LIGHT
from cgraph_lib.picture.rules import Table, static_rules, table

SERIES: Final = ("r0", "r1", "r2", "r4")
SHEET: Final = f"""
text {{font-family:{SANS};font-size:13px;fill:@ink}}
.tick {{fill:@ink2}}
.middle {{text-anchor:middle}}
.end {{text-anchor:end}}
.say {{font-size:14px}}
.sheet {{fill:@paper;stroke:@hair}}
.grid {{stroke:@hair}}
"""
"""Rules of whatever stands on a sheet of its own, with axes and words."""
_RULES: Final[Table] = table(
    SHEET
    + """.curve {fill:none;stroke-width:2.5;stroke-linejoin:round;stroke-linecap:round}
.ground {fill-opacity:.25}
.mark {stroke:@paper;stroke-width:.7}
.dot {fill:@ink}
.cell {stroke:@hair;stroke-width:.6}
.plus {fill:@pos}
.minus {fill:@neg}
.bars {fill:@r2;fill-opacity:.7}
.median {stroke:@ink;stroke-width:2}
.bar {stroke:@ink;stroke-width:1.6}
"""
    + "".join(f".curve.{name} {{stroke:@{name}}}\n.ground.{name}, .mark.{name} {{fill:@{name}}}\n" for name in SERIES)
)


def chart_rules(classes: set[str]) -> str:
    """Return the rules that a chart with these classes needs."""
    return static_rules(_RULES, classes, LIGHT, DARK)
