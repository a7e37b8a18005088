"""From the moves of an engine to the first false contribution: which edge it is on, and why it is false."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cgraph_lib.exercises.engines.reasons import Finding, Reason
from cgraph_lib.exercises.engines.truth import Truth
from cgraph_lib.graph import Edge, Node
from cgraph_lib.notation import display_name, edge_name, partial_name

Pair = tuple[Node, Node]
Left = dict[Pair, list[Edge]]  # of each pair of nodes the edges that have not brought what belongs on them


@dataclass(frozen=True, slots=True)
class Contribution:
    """A number that an engine has sent along an edge of the graph.

    `factor` is the child's adjoint at that moment, `sent` the number, `before` and `after` the parent's sum; `added`
    is False where it was written over. `right` is what belongs on the edge.
    """

    edge: Edge
    factor: float
    sent: float
    before: float
    after: float
    added: bool
    right: float


def pair_of(edge: Edge) -> Pair:
    """Return the two nodes that an edge connects."""
    return edge.parent, edge.child


@dataclass(frozen=True)
class Sweep:
    """The contributions of one run, the adjoints it ends with, and those of the run before."""

    truth: Truth
    contributions: Sequence[Contribution]
    final: dict[Node, float]
    earlier: dict[Node, float] | None = None
    stopped: str = ""
    sees_partials: bool = True

    @cached_property
    def finding(self) -> Finding | None:
        """Return the first place at which the run is false; `None` if all its adjoints are right."""
        if self.stopped:  # what has not come yet could have come
            sure = (found for found in self._false() if found.contribution is not None)
            return next((found for found in sure if found.reason is not Reason.EARLY), None)
        if all(self.truth.agrees(node, self.final.get(node, 0.0)) for node in self.truth.adjoints):
            return None
        output = self.truth.graph.output
        seed = self.final.get(output, 0.0)
        if not self.truth.agrees(output, seed):
            return Finding(Reason.SEED, None, output, {"mine": seed})
        return next(self._false(), None) or next(self._missing(), None) or self._unexplained()

    def _false(self) -> Iterator[Finding]:
        """Yield the contributions that are false, in the order in which they were sent."""
        left: Left = {}
        begun: set[Node] = set()
        for i, one in enumerate(self.contributions):
            parent, holds = one.edge.parent, not self.truth.is_nothing(one.edge.parent, one.before)
            if holds and one.added and parent not in begun:
                stale = (self.earlier or {}).get(parent, 0.0)
                yield self._found(Reason.STALE if stale == one.before else Reason.START, one.edge, i)
            if holds and not one.added and parent in begun:
                yield self._found(Reason.OVERWRITTEN, one.edge, i, sum=one.before + one.sent)
            if i in self._dropped:
                yield self._found(Reason.DROPPED, one.edge, i, held=self._dropped[i])
            if not self._arrives(one, left) and pair_of(one.edge) in self._false_pairs:
                yield self._why(i, one, left)
            begun.add(parent)

    @property
    def false_edges(self) -> frozenset[Edge]:
        """Return all edges along which something false has come."""
        return frozenset(found.edge for found in self._false() if found.edge)

    @cached_property
    def _false_pairs(self) -> set[Pair]:
        """Return the pairs of nodes between which something else is sent, all in all, than is right."""
        sent = dict.fromkeys(map(pair_of, self.truth.graph.edges), 0.0)
        for one in self.contributions:
            sent[pair_of(one.edge)] += one.sent
        edges = {pair_of(edge): edge for edge in self.truth.graph.edges}
        right = {pair: sum(map(self.truth.right, self.truth.parallel(edge))) for pair, edge in edges.items()}
        return {pair for pair, edge in edges.items() if not self.truth.fits(edge, sent[pair], right[pair])}

    @cached_property
    def _dropped(self) -> dict[int, float]:
        """Return, for each contribution that came into no sum, the number that its node then goes on with.

        What is added to nothing may still be written down; then the node goes on with the last of such numbers.
        """
        found: dict[int, float] = {}
        then, written = dict(self.final), dict[Node, float]()
        for i, one in reversed(list(enumerate(self.contributions))):
            parent, child = one.edge.parent, one.edge.child
            if one.added:
                then[parent] = one.before
                written.pop(parent, None)
            elif parent in then and not self.truth.is_nothing(
                parent, then[parent] - written.setdefault(parent, one.after)
            ):
                found[i] = then[parent]
            then[child] = one.factor
            written.pop(child, None)
        return found

    @cached_property
    def _last(self) -> dict[Pair, int]:
        """Return the place of the last contribution between two nodes."""
        return {pair_of(one.edge): i for i, one in enumerate(self.contributions)}

    def _left(self, edge: Edge, left: Left) -> list[Edge]:
        """Return the edges between two nodes along which the right number has not come."""
        return left.setdefault(pair_of(edge), self.truth.parallel(edge))

    def _arrives(self, one: Contribution, left: Left) -> bool:
        """Cross off the edge to which a contribution belongs, or the parallel ones together; return if there is one."""
        waiting = self._left(one.edge, left)
        fitting = [edge for edge in waiting if self.truth.fits(edge, one.sent, self.truth.right(edge))]
        if fitting:
            waiting.remove(fitting[0])
        elif waiting and self.truth.fits(one.edge, one.sent, sum(map(self.truth.right, waiting))):
            waiting.clear()
        else:
            return False
        return True

    def _why(self, i: int, one: Contribution, left: Left) -> Finding:
        """Return why a contribution is false."""
        child = one.edge.child
        for edge in reversed(self.truth.graph.edges_from[child]):
            over = pair_of(edge) in self._false_pairs and self._last.get(pair_of(edge), -1) < i
            if over and edge in self._left(edge, left) and not self.truth.fits(edge, self.truth.right(edge), 0.0):
                return self._lost(edge)
        if child is not self.truth.graph.output and abs(one.factor - self.truth.adjoints[child]) > self.truth.far(
            child
        ):
            return self._found(Reason.EARLY, one.edge, i, held=one.factor, whole=self.truth.adjoints[child])
        waiting = self._left(one.edge, left)
        repeated = self._repeated(i, one, waiting)
        if repeated or not waiting:
            return self._found(Reason.AGAIN, repeated or one.edge, i)
        return self._wrong_number(i, one, waiting[0])

    def _repeated(self, i: int, one: Contribution, waiting: Sequence[Edge]) -> Edge | None:
        """Return the parallel edge that has brought this number before, if what the others wait for comes later."""
        later = [each.sent for each in self.contributions[i + 1 :] if pair_of(each.edge) == pair_of(one.edge)]
        if not all(any(self.truth.fits(edge, sent, self.truth.right(edge)) for sent in later) for edge in waiting):
            return None
        brought = [edge for edge in self.truth.parallel(one.edge) if edge not in waiting]
        return next((edge for edge in brought if self.truth.fits(edge, one.sent, self.truth.right(edge))), None)

    def _wrong_number(self, i: int, one: Contribution, edge: Edge) -> Finding:
        truth = self.truth
        if truth.fits(edge, one.sent, -truth.right(edge)):
            return self._found(Reason.SIGN, edge, i)
        alone = truth.fits(edge, one.sent, truth.partials[edge])
        for other in truth.graph.edges_into[edge.child]:
            if other.parent is not edge.parent and truth.fits(edge, one.sent, truth.right(other)) and not alone:
                return self._other_operand(i, one, edge, other)
        return self._found(Reason.ALONE if alone else Reason.PARTIAL, edge, i)

    def _other_operand(self, i: int, one: Contribution, edge: Edge, other: Edge) -> Finding:
        """Return what has happened where the number that belongs on another edge comes along this one."""
        if any(pair_of(each.edge) == pair_of(other) for each in self.contributions):
            return self._found(Reason.SWAPPED, edge, i, mine=self.truth.partials[other])
        taker = display_name(self.truth.graph, edge.parent)
        return self._found(Reason.ELSEWHERE, other, None, sent=one.sent, taker=taker)

    @cached_property
    def _never(self) -> Left:
        """Return, for all pairs of nodes, the edges along which the right number has never come."""
        left: Left = {}
        for one in self.contributions:
            self._arrives(one, left)
        for edge in self.truth.graph.edges:
            self._left(edge, left)
        return left

    def _missing(self) -> Iterator[Finding]:
        """Yield the edges along which what belongs there never came: those to nodes whose adjoint is wrong."""
        for node in reversed(self.truth.graph.nodes):
            for edge in self.truth.graph.edges_into[node]:
                wrong = not self.truth.agrees(edge.parent, self.final.get(edge.parent, 0.0))
                if wrong and pair_of(edge) in self._false_pairs and edge in self._never[pair_of(edge)]:
                    found = self._lost(edge)
                    if found.reason is not Reason.UNUSED or self.truth.partials[edge] != 1:
                        yield found

    def _lost(self, edge: Edge) -> Finding:
        if len(self._never[pair_of(edge)]) < len(self.truth.parallel(edge)):
            return self._found(Reason.PARALLEL, edge, None)
        arrived = sum(c.sent for c in self.contributions if c.edge.parent is edge.parent)
        if self.truth.fits(edge, self.final.get(edge.parent, 0.0), arrived):
            return self._found(Reason.MISSING, edge, None)
        return self._found(Reason.UNUSED, edge, None) if self.sees_partials else self._unseen(edge.parent)

    def _unexplained(self) -> Finding:
        """Return the first node from the output down whose number no recorded contribution explains."""
        nodes = reversed([node for node in self.truth.graph.nodes if node in self.truth.adjoints])
        node = next(node for node in nodes if not self.truth.agrees(node, self.final.get(node, 0.0)))
        if self.sees_partials:
            return self._found(Reason.UNUSED, self.truth.graph.edges_from[node][-1], None)
        return self._unseen(node)

    def _unseen(self, node: Node) -> Finding:
        facts = {"mine": self.final.get(node, 0.0), "right": self.truth.adjoints[node]}
        return Finding(Reason.UNSEEN, None, node, {"parent": display_name(self.truth.graph, node), **facts})

    def _found(self, reason: Reason, edge: Edge, i: int | None, **more: Any) -> Finding:
        graph, truth = self.truth.graph, self.truth
        names = {"parent": edge.parent, "child": edge.child}
        one = self.contributions[i] if i is not None else None
        numbers = {} if one is None else {"sent": one.sent, "before": one.before}
        facts = {key: display_name(graph, node) for key, node in names.items()}
        facts |= {"edge": edge_name(graph, edge), "name": partial_name(graph, edge)}
        right = {"right": truth.right(edge), "partial": truth.partials[edge], "adjoint": truth.adjoints[edge.child]}
        return Finding(reason, edge, edge.parent, {**facts, **right, **numbers, **more}, i)
