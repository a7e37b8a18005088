"""The few SVG elements of which all drawings are made."""

from __future__ import annotations

from cgraph_lib.picture.shapes import Frame


def group(classes: tuple[str, ...], inside: str, index: tuple[str, int] | None = None, more: str = "") -> str:
    """Return a group with its classes (empty ones fall away), and with the index of the node or edge it shows."""
    data = f' data-{index[0]}="{index[1]}"' if index and index[1] >= 0 else ""
    return f'<g class="{" ".join(filter(None, classes))}"{data}{more}>{inside}</g>'


def card(css: str, frame: Frame, wider: float = 0.0) -> str:
    """Return a rounded rectangle, or one around it that is wider on all sides."""
    name = f' class="{css}"' if css else ""
    return (
        f'<rect{name} x="{frame.left - wider:.1f}" y="{frame.top - wider:.1f}" width="{frame.width + 2 * wider:.1f}" '
        f'height="{frame.height + 2 * wider:.1f}" rx="{9 + wider:.0f}"/>'
    )


def text(css: str, x: float, y: float, inside: str) -> str:
    """Return a text element; what stands in it is escaped already."""
    return f'<text class="{css}" x="{x:.1f}" y="{y:.1f}">{inside}</text>'


def span(css: str, inside: str) -> str:
    """Return a part of a text element."""
    return f'<tspan class="{css}">{inside}</tspan>'
