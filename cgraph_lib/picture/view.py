"""What a picture shows: a `View` holds the numbers and what is marked, `moment_view` makes one of a trace's step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cgraph_lib import sentences
from cgraph_lib.errors import WrongTypeError
from cgraph_lib.graph import Edge, Node
from cgraph_lib.progress import Progress, progress
from cgraph_lib.results import ByEdge, ByNode
from cgraph_lib.trace import Moment


@dataclass(frozen=True, slots=True)
class View:
    """What a picture shows. A number that is absent is not computed yet and stays blank.

    Kinds of numbers that are `None` get no room; empty ones get room, so that filling them moves nothing.
    `active` is the node a step works on, `reads` the nodes it reads, `lit` the edge it uses, `growing` the sum
    it has come to; `progress` says for each node how many contributions have come, of how many. The edges of `path`
    are marked. `sentence` stands below, where `lines` are kept free for it. `any_target` keeps room for the
    derivatives of, or with respect to, any node of the graph. Groups whose names are in `opened` show their nodes.
    """

    values: ByNode | None = None
    partials: ByEdge | None = None
    tangents: ByNode | None = None
    adjoints: ByNode | None = None
    active: Node | None = None
    reads: tuple[Node, ...] = ()
    lit: Edge | None = None
    growing: str = ""
    progress: Mapping[Node, Progress] | None = None
    path: tuple[Edge, ...] = ()
    sentence: str = ""
    lines: int = 0
    any_target: bool = False
    opened: frozenset[str] = frozenset()


def moment_view(moment: Moment) -> View:
    """Return what a trace shows after its first `i` steps."""
    if not isinstance(moment, Moment):
        sentence = "Expected a moment of a trace, such as trace[1], got {kind}."
        raise WrongTypeError(sentence, kind=type(moment).__name__)
    trace, step = moment.trace, moment.step
    state = trace.state(moment.i)
    sentence = f"Step {moment.i} of {len(trace) - 1}. {sentences.sentence(moment)}"
    active = step.node if step else None
    if trace.quantity == "value":
        reads = step.node.parents if step else ()
        return View(values=state, active=active, reads=reads, sentence=sentence, lines=2)
    return View(
        values=trace.values,
        partials=trace.partials,
        tangents=state if trace.quantity == "tangent" else None,
        adjoints=state if trace.quantity == "adjoint" else None,
        active=active,
        reads=_giver(moment),
        lit=step.edge if step else None,
        growing=sentences.growth(step) if step else "",
        progress=progress(moment),
        sentence=sentence,
        lines=2,
    )


def _giver(moment: Moment) -> tuple[Node, ...]:
    """Return the node whose derivative a step passes on."""
    edge = moment.step.edge if moment.step else None
    if edge is None:
        return ()
    return (edge.child if moment.trace.quantity == "adjoint" else edge.parent,)
