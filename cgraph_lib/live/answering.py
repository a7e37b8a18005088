"""What a page without a kernel asks of its own Python: the live picture of a formula that was typed, as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from cgraph_lib.accumulate import evaluation_trace, forward_trace, reverse_trace
from cgraph_lib.errors import InputError
from cgraph_lib.live.explorer import KINDS, VIEWS
from cgraph_lib.live.formula_box import FormulaBox
from cgraph_lib.live.step_player import StepPlayer
from cgraph_lib.parsing import parse
from cgraph_lib.trace import Trace

SHOWN = ["values", "partials", "adjoints"]  # at first; tangents at a click
_JUPYTERS = ("layout", "tabbable", "tooltip")  # traits that speak of a widget of Jupyter
QUANTITIES = ("value", "adjoint", "tangent")


class PageBox(FormulaBox):
    """A FormulaBox that is read by a Python in the page."""

    phrases: ClassVar = {
        **FormulaBox.phrases,
        "waiting": "Python has not answered yet; the picture stays as it is until it does.",
    }


def answer(asked: str) -> str:
    """Return as JSON what `picture` returns, or the sentence of its error.

    >>> answer('{"text": "a b", "given": {}}')
    '{"error": "An operator is missing between a and b, as * in 2 * x.\\\\n    a b\\\\n      ^"}'
    """
    try:
        return json.dumps(picture(**json.loads(asked)))
    except ValueError as error:
        return json.dumps({"error": str(error)})


def picture(
    text: str,
    given: Mapping[str, Sequence[float]],
    quantity: str = "",
    of: int | None = None,
    wrt: int | None = None,
) -> dict[str, Any]:
    """Return the kind and traits of a formula's FormulaBox, or of the StepPlayer of a quantity, and the inputs' names.

    `given` has for each known input its number, with or without the ends of its slider. `of` and `wrt` are places of
    nodes in the graph: those whose adjoints and tangents are played. Raises `FormulaError` for a string that is
    not a formula, and `InputError` for a quantity that is none of "value", "adjoint", "tangent".

    >>> found = picture("c = a + b; e = c * b", {"a": [2, -5, 5], "b": [1, -5, 5]})
    >>> found["kind"], found["names"], found["state"]["inputs"]
    ('formula_box', ['a', 'b'], [2.0, 1.0])
    >>> picture("a * b", {}, "adjoint")["kind"]
    'step_player'
    """
    names = parse(text).input_names  # numbers of a formula before may be given, too
    starts = {name: tuple(numbers) for name, numbers in given.items() if name in names}
    box = PageBox(text, starts, show=KINDS, views=VIEWS)
    box.shown = SHOWN
    for name, place in (("of", of), ("wrt", wrt)):
        if place is not None:
            setattr(box, name, box.graph.nodes[place])
    made = StepPlayer(_trace(box, quantity)) if quantity else box
    own = {
        name: value for name, value in made.get_state().items() if not name.startswith("_") and name not in _JUPYTERS
    }
    kind = "step_player" if quantity else "formula_box"
    return {"kind": kind, "state": {**own, "read": text}, "names": list(names)}


def _trace(box: FormulaBox, quantity: str) -> Trace:
    if quantity == "value":
        return evaluation_trace(box.graph, box.inputs)
    if quantity == "adjoint":
        return reverse_trace(box.graph, box.values, box.of)
    if quantity == "tangent":
        return forward_trace(box.graph, box.values, box.wrt)
    known = ", ".join(QUANTITIES)
    raise InputError("Expected one of the quantities {known}, got {quantity!r}.", known=known, quantity=quantity)
