"""The FormulaBox: type a formula, get its Explorer."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any

import ipywidgets

from cgraph_lib.live.base import parts
from cgraph_lib.live.explorer import Explorer
from cgraph_lib.parsing import parse


class FormulaBox(ipywidgets.VBox):
    """A box for a formula, or several assignments parted by `;`, and the Explorer of what was typed last without error.

    >>> box = FormulaBox("(a + b) * (b + 1)", a=2, b=1)
    >>> box.text = "(a + b) * (b + "
    >>> print(box.error)
    The brackets do not match: 2 opened, 1 closed.
        (a + b) * (b +
        ^
    >>> box.text = "(a + b) * (b + 2)"
    >>> box.explorer.values[box.explorer.graph.output]
    9.0
    """

    def __init__(self, text: str, inputs: Mapping[str, Any] | None = None, /, **named: Any) -> None:
        self._given = {**(inputs or {}), **named}
        self.explorer = self._explore(text)
        self._box = ipywidgets.Text(
            value=text,
            description="formula",
            continuous_update=True,
            layout=ipywidgets.Layout(width="calc(100% - 4px)", max_width="640px"),
        )
        self._message = ipywidgets.HTML().add_class("cgraph-formula-message")
        self.error = ""
        super().__init__([self._box, self._message, self.explorer])
        self._box.observe(self._read, names="value")

    @property
    def text(self) -> str:
        """What stands in the box; it may be assigned."""
        return str(self._box.value)

    @text.setter
    def text(self, text: str) -> None:
        self._box.value = text

    def _explore(self, text: str) -> Explorer:
        graph = parse(text)
        return Explorer(graph, {graph.names[node]: self._given.get(graph.names[node], 1.0) for node in graph.inputs})

    def _read(self, change: Any) -> None:
        for name, slider in self.explorer.sliders.items():  # what names stay keep their sliders as they are
            self._given[name] = (slider.number, slider.min, slider.max)
        try:
            fresh = self._explore(change["new"])
        except ValueError as error:
            self._tell(str(error))
            return
        self._tell("")  # before the picture changes: no reader should see a new picture under an old error
        before, self.explorer = self.explorer, fresh
        self.children = (self._box, self._message, fresh)
        before.close()

    def _tell(self, error: str) -> None:
        self.error = error
        self._message.value = (
            f'<pre class="cgraph-formula-error" role="alert">{html.escape(error)}</pre>' if error else ""
        )

    def close(self) -> None:
        """Take the box and its picture away."""
        for part in parts(self):
            part.close()
        super().close()

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        return {**super()._repr_mimebundle_(**kwargs), **self.explorer.picture._repr_mimebundle_()}
