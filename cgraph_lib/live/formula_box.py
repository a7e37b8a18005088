"""The FormulaBox: type a formula, get its Explorer."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

import traitlets

from cgraph_lib.given import together
from cgraph_lib.live import page
from cgraph_lib.live.choices import Choice
from cgraph_lib.live.explorer import Explorer
from cgraph_lib.parsing import parse

PHRASES = {
    "formula": "formula",
    "formula_hint": "Names become inputs. Several statements are separated by semicolons: c = a + b; e = c * sin(b)",
    "waiting": "Python reads the formula; no kernel has answered, so the picture stays as it is.",
}
_STARTS = {"e": math.e}  # where an input begins that has no number yet, if not at 1


class FormulaBox(Explorer):
    """A box for a formula, or several assignments separated by `;`, with the Explorer of the last good one.

    >>> box = FormulaBox("(a + b) * (b + 1)", a=2, b=1)
    >>> box.text = "(a + b) * (b + "
    >>> print(box.error)
    An operand is missing after +.
        (a + b) * (b +
                       ^
    >>> box.text = "(a + b) * (b + 2)"
    >>> box.values[box.graph.output]
    9.0
    """

    _esm = page.module_text("formula_box")
    phrases: ClassVar = {**Explorer.phrases, **PHRASES}
    text = Choice(lambda me, text: _string(text))
    error = traitlets.Unicode().tag(sync=True)
    read = traitlets.Unicode().tag(sync=True)  # the text that Python has read last

    def __init__(
        self,
        text: str,
        inputs: Mapping[str, Any] | None = None,
        /,
        *,
        show: Iterable[str] = ("values", "partials", "adjoints"),
        views: Iterable[str] = (),
        **named: Any,
    ) -> None:
        self._given = together(inputs, named)
        graph, starts = self._read(text)
        starts |= {name: given for name, given in self._given.items() if name not in starts}  # which is complained of
        self.text = text
        super().__init__(graph, starts, show=show, views=views)
        self.observe(self._follow, "text")

    @property
    def explorer(self) -> FormulaBox:
        """The Explorer of the graph in the box, which is the box itself."""
        return self

    def _read(self, text: str) -> tuple[Any, dict[str, Any]]:
        graph = parse(text)
        return graph, {name: self._given.get(name, _STARTS.get(name, 1.0)) for name in graph.input_names}

    def _follow(self, change: Any) -> None:
        for name, (_, low, high) in self.rooms.items():  # names that stay keep their numbers and their ends
            self._given[name] = (self.inputs[name], min(low, self.inputs[name]), max(high, self.inputs[name]))
        with self.hold_sync():  # no reader should see a new picture under an old error
            self.tell(read=change["new"])
            try:
                graph, inputs = self._read(change["new"])
                self._begin(graph, inputs, of=None, wrt=None, chosen=None)
                self.tell(error="")
            except ValueError as error:
                self.tell(error=str(error))


def _string(text: Any) -> str:
    if not isinstance(text, str):
        parse(text)  # says what it reads
    return str(text)
