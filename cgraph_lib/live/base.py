"""What all live pictures share: one widget whose inputs are a trait, and the still picture where no script runs."""

from __future__ import annotations

import inspect
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, ClassVar

import traitlets

from cgraph_lib.accumulate import evaluate, local_partials
from cgraph_lib.errors import InputError, WrongTypeError, listed
from cgraph_lib.given import several
from cgraph_lib.graph import Edge, Graph, Node
from cgraph_lib.live import page
from cgraph_lib.live.choices import Choice
from cgraph_lib.live.inputs import Inputs, merged, room
from cgraph_lib.live.link import Linked
from cgraph_lib.numerals import number
from cgraph_lib.ops import is_array
from cgraph_lib.picture import MOST_NODES, Picture, View, render
from cgraph_lib.picture.blocks import scene as block_scene
from cgraph_lib.results import ByEdge, ByNode

MOST_COMPUTED = 1000  # nodes that a page computes at every move; groups keep most of them out of sight


def chosen_node(find: Callable[[Graph, Any], Node]) -> Choice:
    """Return a trait that holds a node and takes a name; the page knows the node by its place in the graph."""
    return Choice(
        lambda me, value: find(me.graph, value),
        lambda node, me: me.graph.nodes.index(node),
        lambda i, me: me.graph.nodes[i],
    )


def chosen_place() -> Choice:
    """Return a trait that holds a node, an edge or `None`; it takes names too, of an edge as "b -> c" or ("b", "c")."""
    return Choice(_place, page.choice_to_page, page.choice_from_page, optional=True)


def _place(me: Any, value: Any) -> Node | Edge:
    graph: Graph = me.graph
    if isinstance(value, Edge):
        value = value.parent, value.child, value.slot
    elif isinstance(value, str) and len(ends := re.split("->|→", value)) == 2:
        value = tuple(end.strip() for end in ends)
    if isinstance(value, tuple) and len(value) in (2, 3):
        return graph.edge(*value)
    return graph.node(value)


class LivePicture(Linked):
    """A picture whose inputs are dragged on its own boxes, and whose numbers follow.

    `inputs` are the inputs' numbers; assign a dict, of all or some, to move them. The page computes by itself, so the
    picture stays alive where no kernel is; where no script runs at all, it stands there as SVG and words.
    """

    _css = page.style_text()
    scene = traitlets.Unicode().tag(sync=True)
    inputs = Choice(
        lambda me, moved: merged(me._trait_values.get("inputs", {}), moved, me.rooms),
        lambda numbers, me: list(numbers.values()),
        lambda sent, me: me._received(sent),
    )
    opened = Choice(lambda me, names: me._groups(names))
    phrases: ClassVar[Mapping[str, str]] = {}
    drawn: ClassVar = True  # whether it shows the graph itself; then it can stand still
    graph: Graph
    rooms: Mapping[str, tuple[float, float, float]]
    reason: str
    _still: ByNode

    def __init__(self, graph: Graph, inputs: Mapping[Any, Any], **choices: Any) -> None:
        self._links = []
        self._begin(graph, inputs, opened=[], **choices)
        super().__init__()  # only now, when nothing can fail any more: a widget lives until it is closed

    def _begin(self, graph: Graph, inputs: Mapping[Any, Any], **choices: Any) -> None:
        """Take a graph and its inputs, and what is chosen at the start."""
        given = {graph.names[graph.node(key)] if key in graph.inputs else key: value for key, value in inputs.items()}
        starts = {name: value[0] if isinstance(value, tuple) and value else value for name, value in given.items()}
        values = evaluate(graph, starts)  # complains of a missing or unknown input
        reason = _refusal(graph, values, self.drawn)
        if reason and not self.drawn:
            raise InputError(
                "A {kind} takes single finite numbers, and up to {most:,} nodes.",
                kind=type(self).__name__,
                most=MOST_COMPUTED,
            )
        rooms = {} if reason else {name: room(name, given[name]) for name in graph.input_names}
        self.__dict__.update(graph=graph, rooms=MappingProxyType(rooms), reason=reason, _still=values)
        with self.hold_sync():
            self.inputs = {name: start for name, (start, *_) in rooms.items()}
            for name, value in choices.items():
                setattr(self, name, value)
            self._draw()
            self._tell_links()
            self.take_turn()

    def _draw(self) -> None:
        """Send the page what it draws from now on."""
        self.tell(scene=page.embedded(self._scene()))

    def _scene(self) -> dict[str, Any]:
        drawings = page.drawings(self.graph, self._with_groups(self.room())) if self.drawn and not self.reason else []
        if self.drawn and not drawings:
            return page.still(self.picture, self.reason)
        data = page.scene(self.graph, drawings, self.phrases)
        return {**data, "rooms": [ends for _, *ends in self.rooms.values()], **self.words()}

    def view(self) -> View:
        """Return what the still picture shows."""
        raise NotImplementedError

    def room(self) -> View:
        """Return what the page draws: the same view, with room for all that the reader may ask for."""
        return self.view()

    def words(self) -> dict[str, Any]:
        """Return what the page needs for this kind of live picture besides."""
        return {}

    @property
    def picture(self) -> Picture:
        """Return the still picture with the present numbers."""
        return render(self.graph, self._with_groups(self.view()))

    def _with_groups(self, view: View) -> View:
        return replace(view, opened=frozenset(self.opened))

    @property
    def values(self) -> ByNode:
        """The value of every node at the present inputs."""
        return self._still if self.reason else evaluate(self.graph, self.inputs)

    @property
    def partials(self) -> ByEdge:
        """The partial on every edge at the present inputs."""
        return local_partials(self.graph, self.values)

    def _groups(self, given: Any) -> list[str]:
        names = several(given)
        block_scene(self.graph, names, MOST_NODES)  # complains of an unknown group
        return [name for name in self.graph.groups if name in names]

    @traitlets.observe("opened")
    def _draw_again(self, _: Any) -> None:
        if self.comm is not None:
            self._draw()

    def _received(self, sent: Any) -> Inputs:
        """Return the numbers that the page sends; one that is no number of a slider stays as it was."""
        pairs = zip(self.inputs.items(), sent, strict=True)
        return Inputs({name: float(new) if math.isfinite(new) else old for (name, old), new in pairs})

    def __repr__(self) -> str:
        at = ", ".join(f"{name} = {number(value)}" for name, value in self.inputs.items())
        kind, output = type(self).__name__, self.graph.names[self.graph.output] or self.graph.output
        return f"<{kind} of {output} at {at}>" if at else f"<{kind} of {output}>"


def _refusal(graph: Graph, values: ByNode, drawn: bool) -> str:
    """Return why a picture of these numbers cannot live, or ""."""
    named = sum(1 for node in graph.nodes if graph.names[node])
    most = MOST_NODES if drawn and not graph.groups else MOST_COMPUTED
    if named > most:
        facts = {"most": f"{most:,}", "named": f"{named:,}"}
        return "A live picture shows at most {most} nodes; this graph has {named}. Here is the still picture.".format(
            **facts
        )
    if any(map(is_array, (*(values[node] for node in graph.inputs), *(node.constant for node in graph.nodes)))):
        return "A live picture takes single numbers; for arrays here is the still picture."
    if not all(math.isfinite(values[node]) for node in graph.inputs):
        return "A slider holds finite numbers only; here is the still picture."
    return ""


def chosen_input(graph: Graph, key: Node | str | None) -> Node:
    """Return an input of the graph by its name, the first one without; raise `InputError` for any other node."""
    if not graph.inputs:
        raise InputError("This graph has no inputs, so none can be moved.")
    node = graph.node(key) if key is not None else graph.inputs[0]
    if node not in graph.inputs:
        known = listed(graph.input_names)
        raise InputError("Expected one of the inputs {known}, got {key!r}.", known=known, key=str(key))
    return node


def checked(graph: Any, kind: type, given: Mapping[Any, Any]) -> Graph:
    """Return the graph of a live picture.

    Raises `WrongTypeError` for anything else, and `InputError` for an input that is missing and has the name of an
    option of the picture: given as a keyword it was taken for that option.
    """
    name = kind.__name__
    if not isinstance(graph, Graph):
        sentence = "Expected a Graph, got {got}; parse(text) and Graph(node) make one: {name}(parse(...), ...)."
        raise WrongTypeError(sentence, got=type(graph).__name__, name=name)
    options = {p.name for p in inspect.signature(kind).parameters.values() if p.kind is p.KEYWORD_ONLY}
    names = {key if isinstance(key, str) else graph.names.get(key) for key in given}
    for hidden in sorted(options & set(graph.input_names) - names):
        sentence = "The input {hidden} has the name of an option of {name}; give it in the dict: {name}(graph, {call})."
        raise InputError(sentence, hidden=hidden, name=name, call=f'{{"{hidden}": 1}}')
    return graph
