"""Which things of a graph are drawn: nodes, and for each closed group one block in place of all its nodes."""

from __future__ import annotations

import heapq
import itertools
from collections import deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from cgraph_lib.errors import UnknownNameError
from cgraph_lib.graph import Graph, Node


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A closed group. Its `results` are those of its nodes that something outside uses."""

    name: str
    nodes: tuple[Node, ...]
    results: tuple[Node, ...]

    @property
    def title(self) -> str:
        """Return its name without those of the groups around it."""
        return self.name.rpartition("/")[2]


Item = Node | Block


@dataclass(frozen=True, slots=True)
class Scene:
    """What is drawn, operands before results, and which of it stands for each node of the graph."""

    items: list[Item]
    owner: dict[Node, Item]
    left_out: int

    @property
    def nodes(self) -> list[Node]:
        """Return the nodes that are drawn as such."""
        return [item for item in self.items if isinstance(item, Node)]

    @property
    def blocks(self) -> list[Block]:
        """Return the closed groups."""
        return [item for item in self.items if isinstance(item, Block)]


def scene(graph: Graph, opened: Collection[str], most: int) -> Scene:
    """Return what is drawn with these groups open, at most this many things: those nearest to the output.

    Nameless constants stand in the formulas that use them. A group that a path leaves and enters again cannot be one
    block, and is opened. Raises `UnknownNameError` for a group that is not in the graph.
    """
    if unknown := [name for name in opened if name not in graph.groups]:
        sentence = "There is no group {name!r} in this graph. Its groups: {known}."
        raise UnknownNameError(sentence, name=unknown[0], known=", ".join(graph.groups) or "none")
    owner = _owners(graph, opened)
    while tangled := _tangled(graph, owner):
        opened = {*opened, *tangled}
        owner = _owners(graph, opened)
    near = set(itertools.islice(_by_distance(graph, owner), most))
    items = [item for item in _ordered(graph, owner) if item in near]
    drawn = sum(len(item.nodes) if isinstance(item, Block) else 1 for item in items)
    named = sum(1 for node in graph.nodes if graph.names[node] or node is graph.output)
    return Scene(items, owner, named - drawn)


def _owners(graph: Graph, opened: Collection[str]) -> dict[Node, Item]:
    """Return what stands for each node: the outermost of its groups that is closed, else the node itself."""
    closed: dict[Node, str] = {}
    members: dict[str, list[Node]] = {}
    for node in graph.nodes:
        groups = itertools.accumulate(node.group.split("/"), "{}/{}".format) if node.group else ()
        closed[node] = next((name for name in groups if name not in opened), "")
        if graph.names[node]:
            members.setdefault(closed[node], []).append(node)
    leaving = {parent for node in graph.nodes for parent in node.parents if closed[parent] != closed[node]}
    leaving.add(graph.output)
    blocks = {
        name: Block(name, tuple(nodes), tuple(filter(leaving.__contains__, nodes))) for name, nodes in members.items()
    }
    return {node: blocks.get(name, node) if name else node for node, name in closed.items()}


def _needs(graph: Graph, owner: dict[Node, Item]) -> dict[Item, dict[Item, None]]:
    """Return for each thing what it is computed from, in order; nameless constants are left out."""
    needs: dict[Item, dict[Item, None]] = {}
    for node in graph.nodes:
        item = owner[node]
        if item is node and not graph.names[node] and node is not graph.output:
            continue
        below = needs.setdefault(item, {})
        below |= {
            owner[p]: None for p in node.parents if owner[p] is not item and (graph.names[p] or owner[p] is not p)
        }
    return needs


def _ordered(graph: Graph, owner: dict[Node, Item]) -> Iterator[Item]:
    """Yield all things, operands before results; what stands on a ring, or needs what does, is missing."""
    needs = _needs(graph, owner)
    place = {item: i for i, item in enumerate(needs)}
    feeds: dict[Item, list[Item]] = {item: [] for item in needs}
    for item, below in needs.items():
        for operand in below:
            feeds[operand].append(item)
    open_needs = {item: len(below) for item, below in needs.items()}
    ready = [(place[item], item) for item in needs if not open_needs[item]]
    while ready:
        _, item = heapq.heappop(ready)
        yield item
        for result in feeds[item]:
            open_needs[result] -= 1
            if not open_needs[result]:
                heapq.heappush(ready, (place[result], result))


def _tangled(graph: Graph, owner: dict[Node, Item]) -> set[str]:
    """Return the closed groups that stand on a ring, or above one."""
    found = set(_ordered(graph, owner))
    return {item.name for item in set(owner.values()) - found if isinstance(item, Block)}


def _by_distance(graph: Graph, owner: dict[Node, Item]) -> Iterator[Item]:
    """Yield all things by their distance from the output, those it does not depend on last."""
    needs = _needs(graph, owner)
    seen, waiting = {owner[graph.output]}, deque([owner[graph.output]])
    while waiting:
        item = waiting.popleft()
        yield item
        fresh = [below for below in needs[item] if below not in seen]
        seen.update(fresh)
        waiting += fresh
    yield from (item for item in reversed(needs) if item not in seen)
