"""The PathExplorer: every path between two nodes, and what each way to the derivative costs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cgraph_lib.accumulate import evaluate, forward_trace, reverse_trace
from cgraph_lib.errors import InputError
from cgraph_lib.given import together
from cgraph_lib.graph import Graph, Node
from cgraph_lib.live import page
from cgraph_lib.live.base import LivePicture, checked
from cgraph_lib.live.choices import Choice, flag, whole
from cgraph_lib.notation import derivative_name, display_name
from cgraph_lib.numerals import Template
from cgraph_lib.paths import Path, count_paths, path_multiplications, paths
from cgraph_lib.picture import View

MOST_LISTED = 200
PHRASES = {
    "none": "No path from {start} to {end}",
    "one": "One path from {start} to {end}",
    "listed": "{count} paths from {start} to {end}",
    "counted": "{count} paths from {start} to {end}, too many to list",
    "one_path": "{name} = {total:result}",
    "no_path": "{name} = {total:result}, because no path leads there.",
    "sum_of_paths": "{name} = {terms} = {total:result}",
    "sum_of_many": "{name} = {total:result}: reverse accumulation adds up all products without listing them.",
    "column": "path {number}",
    "all": "sum",
    "costs": "Multiplications it takes, counted:",
    "every_input": "for every input",
    "by_paths": "sum over paths",
    "forward": "forward accumulation",
    "reverse": "reverse accumulation",
}


class PathExplorer(LivePicture):
    """Every path between two nodes with its product, as strands on the drawing; one of them can be chosen.

    More than 200 paths are counted, not listed. With `costs` a table says how many multiplications each way to the
    derivative takes: by paths, forward and reverse.

    >>> from cgraph_lib import parse
    >>> picture = PathExplorer(parse("c = a + b; d = b + 1; e = c * d"), "b", "e", a=2, b=1)
    >>> picture.path = 1
    >>> picture.paths[picture.path]
    b → d → e
    """

    _esm = page.module_text("path_explorer")
    phrases = PHRASES
    path = Choice(lambda me, path: me._known(path), optional=True)

    def __init__(
        self,
        graph: Graph,
        start: Node | str,
        end: Node | str | None = None,
        inputs: Mapping[Any, Any] | None = None,
        /,
        *,
        costs: bool = False,
        **named: Any,
    ) -> None:
        given = together(inputs, named)
        checked(graph, PathExplorer, given)
        self._ends, self._costs = (graph.node(start), graph.node(end)), flag("costs", costs)
        self.count = count_paths(graph, *self._ends)
        self.paths: tuple[Path, ...] = tuple(paths(graph, *self._ends)) if self.count <= MOST_LISTED else ()
        super().__init__(graph, given)

    def _known(self, given: Any) -> int:
        path = whole("path", given)
        if not self.paths:
            raise InputError("No path is listed here, so none can be chosen: there are {count:,}.", count=self.count)
        if not 0 <= path < len(self.paths):
            raise InputError("The paths have numbers 0 to {last}, not {path}.", last=len(self.paths) - 1, path=path)
        return path

    def words(self) -> dict[str, Any]:
        """Return the paths, their heading, and what each way to the derivative costs."""
        start, end = self._ends
        names = {"start": display_name(self.graph, start), "end": display_name(self.graph, end)}
        key = "one" if self.count == 1 else "listed" if self.paths else "counted" if self.count else "none"
        index = {edge: i for i, edge in enumerate(self.graph.edges)}
        return {
            "paths": [{"text": str(path), "edges": [index[edge] for edge in path.edges]} for path in self.paths],
            "heading": Template(self.phrases[key], {**names, "count": f"{self.count:,}"}),
            "ends": [self.graph.nodes.index(node) for node in self._ends],
            "derivative": derivative_name(self.graph, end, start),
            "costs": self.costs() if self._costs else None,
        }

    def costs(self) -> list[list[Any]]:
        """Return the multiplications by paths, forward and reverse: for this derivative, and for every input."""
        start, end = self._ends
        values, every = evaluate(self.graph, self.inputs) if self.inputs else self.values, self.graph.inputs
        sweeps = {node: forward_trace(self.graph, values, node).multiplications for node in {start, *every}}
        back = reverse_trace(self.graph, values, end).multiplications
        by_paths = [sum(path_multiplications(self.graph, node, end) for node in some) for some in ((start,), every)]
        return [
            ["", derivative_name(self.graph, end, start), self.phrases["every_input"]],
            [self.phrases["by_paths"], *by_paths],
            [self.phrases["forward"], sweeps[start], sum(sweeps[node] for node in every)],
            [self.phrases["reverse"], back, back],
        ]

    def view(self) -> View:
        """Return values and partials with the chosen path."""
        chosen = self.paths[self.path].edges if self.path is not None else ()
        return View(self.values, self.partials, path=chosen)
