"""What all live pictures share: sliders, a canvas that the page draws on, and the still picture in its place."""

from __future__ import annotations

import html
import math
from collections.abc import Mapping
from typing import Any

import anywidget
import ipywidgets
import traitlets

from cgraph_lib.accumulate import evaluate, local_partials
from cgraph_lib.graph import Graph, Node, nearest
from cgraph_lib.live import page
from cgraph_lib.live.sliders import Slider, finite, room
from cgraph_lib.ops import is_array
from cgraph_lib.picture import MOST_NODES, Picture, View, render
from cgraph_lib.results import ByEdge, ByNode


class Canvas(anywidget.AnyWidget):
    """The part that the page draws. `scene` is sent once; the other traits are what the reader chooses."""

    _esm = page.module_text()
    _css = page.style_text()
    scene = traitlets.Dict().tag(sync=True)
    sliders = traitlets.List(trait=traitlets.Instance(ipywidgets.Widget)).tag(
        sync=True, **ipywidgets.widget_serialization
    )
    shown = traitlets.List(trait=traitlets.Unicode()).tag(sync=True)
    of = traitlets.Int(0).tag(sync=True)
    wrt = traitlets.Int(0).tag(sync=True)
    chosen = traitlets.Dict().tag(sync=True)
    answers = traitlets.List(trait=traitlets.Unicode()).tag(sync=True)
    step = traitlets.Int(0).tag(sync=True)
    path = traitlets.Int(-1).tag(sync=True)


class LivePicture(ipywidgets.VBox):
    """Sliders for the inputs above a drawing whose numbers follow them.

    `inputs` are the sliders' numbers; assign a dict to move them. The page computes by itself, so the picture
    stays alive where no kernel is; where no widgets are shown at all, it stands there as SVG and words.
    """

    kind = ""

    def __init__(self, graph: Graph, inputs: Mapping[Any, Any], **traits: Any) -> None:
        self.graph, self.canvas, self._chosen = graph, None, traits
        given = {graph.names[graph.node(key)] if key in graph.nodes else key: value for key, value in inputs.items()}
        starts = {name: value[0] if isinstance(value, tuple) and value else value for name, value in given.items()}
        self._still = evaluate(graph, starts)  # complains of a missing or unknown input
        self.sliders: dict[str, Slider] = {}
        refusal = self._refusal(starts)
        if refusal:
            super().__init__([_still(self.picture, refusal)])
            return
        rooms = {name: room(name, given[name]) for name in graph.input_names}
        drawing = render(graph, self.room())
        if not drawing.svg:
            super().__init__([_still(drawing, "")])
            return
        scene = {**page.scene(graph, drawing, self.kind), **self.words()}
        # Only now, when nothing can fail any more: a widget lives until it is closed.
        self.sliders = {name: Slider(name, *ends) for name, ends in rooms.items()}
        self.canvas = Canvas(scene=scene, sliders=list(self.sliders.values()), **traits)
        twin = _still(drawing, "The page has not started its scripts; this is the still picture.")
        twin.add_class("cgraph-twin")
        super().__init__([ipywidgets.VBox(list(self.sliders.values())), twin, self.canvas])
        self.add_class("cgraph-live-box")

    def chosen(self, trait: str) -> Any:
        """Return what the reader has chosen on the page; without a page, what was chosen in Python."""
        return getattr(self.canvas, trait) if self.canvas else self._chosen[trait]

    def choose(self, trait: str, value: Any) -> None:
        """Choose in place of the reader."""
        if self.canvas:
            setattr(self.canvas, trait, value)
        else:
            self._chosen[trait] = value

    def view(self) -> View:
        """Return what the still picture shows."""
        raise NotImplementedError

    def room(self) -> View:
        """Return what the page draws: the same view, with room for all that the reader may ask for."""
        return self.view()

    def words(self) -> dict[str, Any]:
        """Return what the page needs for this kind of live picture besides the scene."""
        return {}

    def _refusal(self, starts: Mapping[str, Any]) -> str:
        named = sum(1 for node in self.graph.nodes if self.graph.names[node])
        if named > MOST_NODES:
            return (
                f"A live picture shows at most {MOST_NODES} nodes; this graph has {named:,}. Here is the still picture."
            )
        if any(is_array(number) for number in (*starts.values(), *(node.constant for node in self.graph.nodes))):
            return "A live picture takes single numbers; for arrays here is the still picture."
        if not all(math.isfinite(self._still[node]) for node in self.graph.inputs):
            return "A slider holds finite numbers only; here is the still picture."
        return ""

    @property
    def picture(self) -> Picture:
        """Return the still picture with the present numbers."""
        return render(self.graph, self.view())

    @property
    def inputs(self) -> dict[str, float]:
        """The inputs' numbers; assign a dict (of all or some) to move the sliders."""
        if not self.sliders:
            return {self.graph.names[node]: self._still[node] for node in self.graph.inputs}
        return {name: slider.number for name, slider in self.sliders.items()}

    @inputs.setter
    def inputs(self, numbers: Mapping[str, float]) -> None:
        checked = {}
        for key, number in numbers.items():
            name = key.name if isinstance(key, Node) else key
            if name not in self.sliders:
                known = f"the sliders are {', '.join(self.sliders)}" if self.sliders else "this picture has no sliders"
                raise ValueError(f"There is no slider {name!r}: {known}.{nearest(name, self.sliders)}")
            checked[name] = finite(name, number)
        for name, number in checked.items():
            self.sliders[name].number = number

    @property
    def values(self) -> ByNode:
        """The value of every node at the present inputs."""
        return evaluate(self.graph, self.inputs)

    @property
    def partials(self) -> ByEdge:
        """The partial on every edge at the present inputs."""
        return local_partials(self.graph, self.values)

    def close(self) -> None:
        """Take the picture and all its parts away, in the kernel and on the page."""
        for part in parts(self):
            part.close()
        super().close()

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = super()._repr_mimebundle_(**kwargs)
        return {**bundle, **self.picture._repr_mimebundle_()}


def _still(picture: Picture, note: str) -> ipywidgets.HTML:
    body = picture.svg or f"<pre>{html.escape(picture.text)}</pre>"
    scroller = f'<div tabindex="0" style="overflow-x: auto">{body}</div>'  # the keyboard can scroll it, too
    return ipywidgets.HTML(f"{scroller}<div>{html.escape(note)}</div>")


def parts(widget: ipywidgets.Widget) -> list[ipywidgets.Widget]:
    """Return all widgets that a widget is made of, without itself: those inside it, and their layouts and styles."""
    children = getattr(widget, "children", ())
    looks = [getattr(widget, name) for name in ("layout", "style") if widget.has_trait(name)]
    return [*looks, *(part for child in children for part in (child, *parts(child)))]
