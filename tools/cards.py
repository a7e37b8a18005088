"""Print a graph to play in class: a page of cards for its nodes and edges, with instructions and the solution.

Usage: python -m tools.cards --graph "c = a + b; d = b + 1; e = c * d" --at "a=2, b=1", or make cards GRAPH=... AT=...

The page, build/cards/cards.html, prints on A4 and on US letter.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path

from cgraph_lib import count_paths, evaluate, forward_trace, gradient, local_partials, parse, reverse_trace, show
from cgraph_lib.errors import CgraphError, InputError
from cgraph_lib.exercises.answer_types import read_number
from cgraph_lib.graph import Edge, Graph, Node
from cgraph_lib.notation import (
    derivative_name,
    display_name,
    edge_name,
    formula,
    partial_equation,
    partial_name,
    right_side,
)
from cgraph_lib.numerals import number
from cgraph_lib.trace_table import trace_table
from tools import card_words as words
from tools.learners import hurry

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "build" / "cards" / "cards.html"
GRAPH, AT = "c = a + b; d = b + 1; e = c * d", "a=2, b=1"
DIAMOND = """make cards GRAPH="b = 2 * a; c = 3 * b; d = 4 * b; e = c + d" AT="a=10\""""
MOST_SLIPS = 10_000  # in a hurried sweep, before it is only counted
LONG_NAME = 8


def page(graph: Graph, at: Mapping[str, float]) -> str:
    """Return the page to print; raises `InputError` if a number is missing or belongs to no input."""
    nodes = [node for node in graph.nodes if graph.names[node]]
    slips = [words.SLIP.format(name="the seed", line=box("total"))]
    parts = [
        instructions(graph, at, len(nodes)),
        *sheets("nodes", 6, (node_card(graph, node) for node in nodes)),
        *sheets("edges", 8, (edge_card(graph, edge) for edge in graph.edges)),
        *sheets("slips", 21, [*slips, *(slip(graph, edge) for edge in graph.edges)]),
        solution(graph, at, nodes),
    ]
    style = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")
    return words.PAGE.format(style=style, body="\n".join(parts))


def sheets(kind: str, size: int, cards: Iterable[str]) -> Iterator[str]:
    """Return sections of this many cards, each a sheet of paper."""
    listed = list(cards)
    for start in range(0, len(listed), size):
        yield f'<section class="cards {kind}">\n' + "\n".join(listed[start : start + size]) + "\n</section>"


def box(kind: str = "", text: str = "") -> str:
    """Return an empty box to write into, or a filled one."""
    return words.BOX.format(kind=kind, text=text)


def sum_of(count: int) -> str:
    """Return boxes for this many contributions and for their sum; a single one needs no sum."""
    return f"{' + '.join([box('contribution')] * count)} = {box('total')}" if count > 1 else box("total")


def node_card(graph: Graph, node: Node) -> str:
    """Return a node's card: for each edge above it a box in the adjoint, for each below one in the tangent."""
    name = escape(display_name(graph, node))
    if node.constant is not None:
        return words.CONSTANT.format(name=name, value=box("value", number(node.constant)))
    kinds = {"input": node.is_input, "output": node is graph.output, "long": len(name) > LONG_NAME}
    return words.NODE.format(
        kinds=" ".join(kind for kind, holds in kinds.items() if holds),
        name=name,
        formula="input" if node.op is None else escape(right_side(graph, node)),
        value=box("value"),
        adjoint=escape(derivative_name(graph, graph.output, node)),
        adjoints=sum_of(len(graph.edges_from[node]) + (node is graph.output)),
        tangent=f"d{name}/d {box()}",
        tangents=sum_of(len(graph.edges_into[node])),
    )


def edge_card(graph: Graph, edge: Edge) -> str:
    """Return an edge's card, with a box for its partial."""
    name = edge_name(graph, edge)
    return words.EDGE.format(
        kinds="long" if len(name) > 2 * LONG_NAME else "",
        name=escape(name),
        partial=escape(partial_name(graph, edge)),
        box=box("partial"),
        parent=escape(display_name(graph, edge.parent)),
        child=escape(display_name(graph, edge.child)),
    )


def slip(graph: Graph, edge: Edge) -> str:
    """Return the slip on which an edge's contribution is handed on."""
    return words.SLIP.format(name=escape(edge_name(graph, edge)), line=f"{box()} × {box()} = {box('total')}")


def instructions(graph: Graph, at: Mapping[str, float], nodes: int) -> str:
    """Return the sheet for the teacher: who stands where, what is handed on, and what goes wrong in a hurry."""
    return words.INSTRUCTIONS.format(
        formulas=escape("; ".join(formula(graph, node) for node in graph.nodes if node.op is not None)),
        start=escape(", ".join(f"{name} = {number(value)}" for name, value in at.items())),
        nodes=nodes,
        edges=len(graph.edges),
        slips=len(graph.edges) + 1,
        drawing=drawing(graph),
        output=escape(display_name(graph, graph.output)),
        hurried=hurried(graph, at),
    )


def hurried(graph: Graph, at: Mapping[str, float]) -> str:
    """Return what becomes of a sweep in which nobody waits."""
    slips = sum(count_paths(graph, node) for node in graph.nodes if node.constant is None) - 1
    if slips > MOST_SLIPS:
        return words.FLOOD.format(slips=f"{slips:,}", edges=len(graph.edges))
    output = graph.names[graph.output]
    for name, right in gradient(graph, at).items():
        wrong = hurry(graph, at, output, name)
        if number(wrong) != number(right):
            derivative = escape(derivative_name(graph, graph.output, graph.node(name)))
            return words.HARM.format(derivative=derivative, wrong=number(wrong), right=number(right))
    return words.LUCK.format(diamond=escape(DIAMOND, quote=False))


def drawing(graph: Graph, *numbers: object, **derivatives: object) -> str:
    """Return the picture of the graph; in words where nothing can draw."""
    picture = show(graph, *numbers, **derivatives)  # type: ignore[arg-type]
    return picture.svg or f"<pre>{escape(picture.text)}</pre>"


def solution(graph: Graph, at: Mapping[str, float], nodes: Sequence[Node]) -> str:
    """Return the sheet with every number of the game."""
    values = evaluate(graph, at)
    partials, trace = local_partials(graph, values), reverse_trace(graph, values)
    sweeps = {wrt: forward_trace(graph, values, wrt=wrt).final for wrt in graph.inputs}
    steps = trace_table(trace)
    variable = [node for node in nodes if node.constant is None]
    return words.SOLUTION.format(
        drawing=drawing(graph, values, partials, adjoints=trace.final),
        partials=table(
            ["edge", "partial", "number"],
            ([edge_name(graph, edge), partial_equation(graph, edge), number(partials[edge])] for edge in graph.edges),
        ),
        reverse=table(steps.columns, (row.filled for row in steps.rows)),
        forward=table(
            ["tangent of", *(f"from {display_name(graph, wrt)}" for wrt in sweeps)],
            (
                [display_name(graph, node), *(number(sweep.get(node, 0.0)) for sweep in sweeps.values())]
                for node in variable
            ),
        ),
    )


def table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table."""
    head = "".join(f"<th>{escape(text)}</th>" for text in columns)
    body = "\n".join("<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>" for row in rows)
    return f"<table><tr>{head}</tr>\n{body}</table>"


def read_inputs(text: str) -> dict[str, float]:
    """Return numbers written as `a=2, b=1`; raises `InputError` for anything else.

    >>> read_inputs("a = 2, b = 1/4")
    {'a': 2.0, 'b': 0.25}
    """
    inputs: dict[str, float] = {}
    for part in filter(str.strip, re.split("[,;\n]", text)):
        name, equals, value = map(str.strip, part.partition("="))
        if not name or not equals:
            raise InputError("Expected the inputs as in a=2, b=1, got {part!r}.", part=part.strip())
        if name in inputs:
            raise InputError("Input {name} is given twice; give it once.", name=name)
        inputs[name] = read_number(value)
    return inputs


def write(graph: str, at: str, file: Path = FILE) -> Path:
    """Write the page of a graph, given as text, at its inputs; return the file."""
    text = page(parse(graph), read_inputs(at))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")
    return file


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the page that the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m tools.cards", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--graph", metavar="TEXT", help=f"a graph as parse reads it; without it, {GRAPH}")
    parser.add_argument("--at", metavar="TEXT", help=f"the numbers of its inputs, such as {AT}")
    chosen = parser.parse_args(arguments)
    at = chosen.at or ("" if chosen.graph else AT)
    try:
        print(write(chosen.graph or GRAPH, at).relative_to(ROOT))
    except CgraphError as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    main()
