"""The PathExplorer: every path between two nodes, and what each way to the derivative costs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cgraph_lib.accumulate import evaluate, forward_trace, reverse_trace
from cgraph_lib.graph import Graph, Node
from cgraph_lib.live import page
from cgraph_lib.live.base import LivePicture
from cgraph_lib.notation import derivative_name
from cgraph_lib.paths import Path, path_multiplications, paths
from cgraph_lib.picture import View

MOST_LISTED = 200


class PathExplorer(LivePicture):
    """Every path between two nodes with its product; the chosen one is thick and dashed on the drawing.

    Raises `TooManyPathsError` if there are more than 200.

    >>> from cgraph_lib import parse
    >>> picture = PathExplorer(parse("c = a + b; d = b + 1; e = c * d"), "b", "e", a=2, b=1)
    >>> picture.path = 1
    >>> picture.paths[picture.path]
    b → d → e
    """

    kind = "paths"

    def __init__(
        self,
        graph: Graph,
        start: Node | str,
        end: Node | str | None = None,
        inputs: Mapping[Any, Any] | None = None,
        /,
        **named: Any,
    ) -> None:
        self._ends = graph.node(start), graph.node(end)
        self.paths: list[Path] = paths(graph, *self._ends, limit=MOST_LISTED)
        super().__init__(graph, {**(inputs or {}), **named}, path=-1)

    @property
    def path(self) -> int | None:
        """The number of the chosen path, counted from 0; `None` while none is chosen."""
        chosen = int(self.chosen("path"))
        return None if chosen < 0 else chosen

    @path.setter
    def path(self, number: int | None) -> None:
        if number is not None and not 0 <= number < len(self.paths):
            raise ValueError(f"The paths have numbers 0 to {len(self.paths) - 1}, not {number}.")
        self.choose("path", -1 if number is None else number)

    def words(self) -> dict[str, Any]:
        """Return the paths and what each way to the derivative costs."""
        start, end = self._ends
        return page.path_words(self.graph, self.paths, start, end, self.costs())

    def costs(self) -> list[list[Any]]:
        """Return the multiplications by paths, forward and reverse: for this derivative, and for every input."""
        start, end = self._ends
        values, every = evaluate(self.graph, self.inputs), self.graph.inputs
        sweeps = {node: forward_trace(self.graph, values, node).multiplications for node in {start, *every}}
        back = reverse_trace(self.graph, values, end).multiplications
        return [
            ["", derivative_name(self.graph, end, start), "for every input"],
            [
                "sum over paths",
                *(sum(path_multiplications(self.graph, node, end) for node in some) for some in ((start,), every)),
            ],
            ["forward accumulation", sweeps[start], sum(sweeps[node] for node in every)],
            ["reverse accumulation", back, back],
        ]

    def view(self) -> View:
        """Return values and partials with the chosen path."""
        chosen = self.paths[self.path].edges if self.path is not None else ()
        return View(self.values, self.partials, path=chosen)
