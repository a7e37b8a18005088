"""The trace table, as exams draw it: a row for each node with its value, a row for each edge with its contribution.

Compare tables 2 and 3 of Baydin et al., Automatic Differentiation in Machine Learning: a Survey (2018).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cgraph_lib.console import printable
from cgraph_lib.exact import exact_trace
from cgraph_lib.graph import Edge, Node
from cgraph_lib.markdown import Markdown, escaped
from cgraph_lib.notation import (
    derivative_name,
    display_name,
    edge_name,
    numbers_template,
    operand_numbers,
    right_side,
)
from cgraph_lib.numerals import Template, fill
from cgraph_lib.progress import Progress, places
from cgraph_lib.sentences import edge_slots, step_numbers
from cgraph_lib.trace import Step, Trace, as_trace

COLUMNS = {
    "value": ("node", "formula", "with numbers", "value"),
    "adjoint": ("node or edge", "formula", "with numbers", "value or contribution", "adjoint"),
    "tangent": ("node or edge", "formula", "with numbers", "value or contribution", "tangent"),
}
CELLS = {
    "value": "{after:number}",
    "product": "{factor:operand} · {multiplier:operand}",
    "contribution": "{contribution:number}",
    "seed": "{total} = 1",
    "only": "{total} = {after:number}",
    "first": "{total}: so far {after:number}, {received:number} of {expected:number} edges",
    "next": "{total}: so far {before:number} + {contribution:operand} = {after:number}, {received:number} of "
    "{expected:number} edges",
    "last": "{total} = {before:number} + {contribution:operand} = {after:number}",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a trace table: one node with its value, the seed, or one edge with its contribution.

    `step` is the moment of the trace from which on the row has its numbers. `cells` are templates, one for each
    column, and `numbers` fills them.
    """

    step: int
    node: Node
    edge: Edge | None
    cells: tuple[Template, ...]
    numbers: Mapping[str, Any]

    @property
    def filled(self) -> list[str]:
        """Return the cells with their numbers."""
        return [fill(cell, self.numbers) for cell in self.cells]

    def as_data(self, nodes: Mapping[Node, int], edges: Mapping[Edge, int]) -> dict[str, Any]:
        """Return the row for the page, with the indices of node and edge in the graph."""
        edge = None if self.edge is None else edges[self.edge]
        return {"step": self.step, "node": nodes[self.node], "edge": edge, "cells": self.cells}


@dataclass(frozen=True, slots=True, repr=False)
class TraceTable:
    """A trace as a table. A notebook shows it as such, `print` as aligned text, `markdown()` gives its source."""

    trace: Trace
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def as_data(self) -> dict[str, Any]:
        """Return columns and rows for the page, where numbers are filled in as they move; nodes and edges by index."""
        nodes = {node: i for i, node in enumerate(self.trace.graph.nodes)}
        edges = {edge: i for i, edge in enumerate(self.trace.graph.edges)}
        return {"columns": self.columns, "rows": [row.as_data(nodes, edges) for row in self.rows]}

    def markdown(self) -> Markdown:
        """Return the table in Markdown."""
        body = ([escaped(text) for text in row.filled] for row in self.rows)
        lines = [self.columns, ["---"] * len(self.columns), *body]
        return Markdown("\n".join(f"| {' | '.join(line)} |" for line in lines))

    def _repr_markdown_(self) -> str:
        return self.markdown()._repr_markdown_()

    def _aligned(self, cell: Callable[[str], str]) -> str:
        lines = [[cell(text) for text in line] for line in (self.columns, *(row.filled for row in self.rows))]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)

    def __repr__(self) -> str:
        return self._aligned(str)

    def __str__(self) -> str:
        return self._aligned(printable)


def trace_table(trace: Trace, *, exact: bool = False) -> TraceTable:
    """Return a trace as a table: each node with its formula and value, each edge used with its contribution.

    `exact` writes the numbers as fractions; then it raises what `exact_trace` does.

    >>> from cgraph_lib import evaluate, parse, reverse_trace
    >>> graph = parse("c = a + b; e = c * b")
    >>> trace_table(reverse_trace(graph, evaluate(graph, a=2, b=1)))
    node or edge  formula        with numbers  value or contribution  adjoint
    a                                          2
    b                                          1
    c             a + b          2 + 1         3
    e             c · b          3 · 1         3
    e                                                                 de/de = 1
    c → e         de/de · ∂e/∂c  1 · 1         1                      de/dc = 1
    b → e         de/de · ∂e/∂b  1 · 3         3                      de/db: so far 3, 1 of 2 edges
    a → c         de/dc · ∂c/∂a  1 · 1         1                      de/da = 1
    b → c         de/dc · ∂c/∂b  1 · 1         1                      de/db = 3 + 1 = 4
    """
    trace = exact_trace(trace) if exact else as_trace(trace)
    return TraceTable(trace, COLUMNS[trace.quantity], tuple(_rows(trace)))


def _rows(trace: Trace) -> Iterator[Row]:
    taken = {step.node: i for i, step in enumerate(trace.steps, 1)} if trace.quantity == "value" else {}
    named = [node for node in trace.graph.nodes if trace.graph.names[node]]
    for node in sorted(named, key=lambda node: taken.get(node, 0)):
        yield _value_row(trace, node, taken.get(node, 0))
    if trace.quantity != "value":
        for i, (step, place) in enumerate(zip(trace.steps, places(trace), strict=True), 1):
            yield _edge_row(trace, step, place, i) if step.edge else _seed_row(trace, step, i)


def _value_row(trace: Trace, node: Node, i: int) -> Row:
    assert trace.values is not None
    how = ("", "") if node.op is None else (right_side(trace.graph, node), numbers_template(node))
    labels = (display_name(trace.graph, node), how[0])
    cells = (*map(_text, labels), Template(how[1]), Template(CELLS["value"]))
    blank = () if trace.quantity == "value" else (_text(""),)
    numbers = {"after": trace.values[node], **operand_numbers(node, trace.values)}
    return Row(i, node, None, (*cells, *blank), numbers)


def _seed_row(trace: Trace, step: Step, i: int) -> Row:
    name = display_name(trace.graph, step.node)
    seed = Template(CELLS["seed"], {"total": derivative_name(trace.graph, step.node, step.node)})
    return Row(i, step.node, None, (_text(name), *[_text("")] * 3, seed), {})


def _edge_row(trace: Trace, step: Step, place: Progress, i: int) -> Row:
    assert step.edge is not None
    slots = edge_slots(trace, step)
    cells = (
        _text(edge_name(trace.graph, step.edge)),
        Template("{derivative} · {partial}", slots),
        Template(CELLS["product"]),
        Template(CELLS["contribution"]),
        Template(CELLS[place.place], {**slots, **place._asdict()}),
    )
    return Row(i, step.node, step.edge, cells, step_numbers(trace, step))


def _text(text: str) -> Template:
    return Template("{text}", {"text": text})
