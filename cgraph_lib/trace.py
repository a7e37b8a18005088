"""What happened in a run, step by step, as plain data."""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, overload

from cgraph_lib.display import Displayed
from cgraph_lib.errors import MomentError, WrongTypeError
from cgraph_lib.graph import Edge, Graph, Node
from cgraph_lib.ops import quiet
from cgraph_lib.results import ByEdge, ByNode

Quantity = Literal["value", "tangent", "adjoint"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: a node's number becomes `after`.

    `kind` is "given" (a leaf's value), "compute" (an operation's value), "seed" (the first 1) or "accumulate"
    (one contribution, `factor * partial`, along `edge`; `before` is `None` for the first one).
    """

    kind: Literal["given", "compute", "seed", "accumulate"]
    node: Node
    edge: Edge | None = None
    before: Any = None
    after: Any = None
    factor: Any = None
    partial: Any = None

    @property
    def contribution(self) -> Any:
        """Return what the step adds to the node's sum."""
        with quiet(self.factor, self.partial):
            return self.factor * self.partial


@dataclass(frozen=True, slots=True)
class Trace:
    """The steps of one run. `trace[i]` shows the picture after the first `i` steps; `trace[-1]` the last one, and
    `trace[1:3]` is a list of two.

    `quantity` says which numbers the steps fill in, `of` the node they speak about: the output for adjoints,
    the chosen input for tangents. `start` holds the zeros of nodes that `of` has nothing to do with. `values`
    and `partials` are what the run worked with.
    """

    graph: Graph
    quantity: Quantity
    start: Mapping[Node, Any]
    steps: tuple[Step, ...]
    of: Node | None = None
    values: ByNode | None = None
    partials: ByEdge | None = None

    def state(self, i: int) -> ByNode:
        """Return the numbers after the first `i` steps; the others are not computed yet, so they are absent.

        `state(-1)` are those after all steps, as `trace[-1]` shows them. Raises what `trace[i]` does.
        """
        taken = {step.node: step.after for step in self.steps[: self._place(i)]}
        return ByNode(self.graph, {**self.start, **taken}, self.of)

    @property
    def final(self) -> ByNode:
        """Return the numbers after all steps."""
        return self.state(len(self.steps))

    @property
    def multiplications(self) -> int:
        """Return how many products of a factor and a partial the run took."""
        return sum(step.kind == "accumulate" for step in self.steps)

    def __len__(self) -> int:
        return len(self.steps) + 1

    @overload
    def __getitem__(self, i: int) -> Moment: ...

    @overload
    def __getitem__(self, i: slice) -> list[Moment]: ...

    def __getitem__(self, i: int | slice) -> Moment | list[Moment]:
        if isinstance(i, slice):
            return list(self)[i]
        return Moment(self, self._place(i))

    def _place(self, i: int) -> int:
        """Return how many steps are taken at moment `i`, which may be counted from the last one, -1.

        Raises `MomentError`, an `IndexError`, if there is no such moment, and `WrongTypeError` for what is no number.
        """
        try:
            place = operator.index(i)
        except TypeError:
            raise WrongTypeError("A moment is the number of steps taken, as in trace[2], not {i!r:.40}.", i=i) from None
        if not -len(self) <= place < len(self):
            sentence = "The trace has moments 0 to {last} (and -1 for the last), not {i}."
            raise MomentError(sentence, i=place, last=len(self) - 1)
        return place % len(self)

    def __iter__(self) -> Iterator[Moment]:
        return (Moment(self, i) for i in range(len(self)))

    def __repr__(self) -> str:
        return f"Trace of {self.quantity}s with {len(self.steps)} steps: trace[0] to trace[{len(self.steps)}]"


def as_trace(thing: Trace) -> Trace:
    """Return a trace as it is; raise `WrongTypeError` for anything else."""
    if isinstance(thing, Trace):
        return thing
    raise WrongTypeError(
        "Expected a Trace, as evaluation_trace, forward_trace and reverse_trace return it, got {kind}.",
        kind=type(thing).__name__,
    )


@dataclass(frozen=True, slots=True)
class Moment(Displayed):
    """A trace after its first `i` steps. A notebook shows it as a picture with a sentence below."""

    trace: Trace
    i: int

    @property
    def step(self) -> Step | None:
        """Return the step that was taken last; `None` at the start."""
        return self.trace.steps[self.i - 1] if self.i else None
