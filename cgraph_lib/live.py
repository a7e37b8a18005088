"""Live pictures: the page evaluates the graph at every move of a slider. The only place that knows ipywidgets."""

from __future__ import annotations

import html
import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import anywidget
import ipywidgets
import traitlets

from cgraph_lib import page, words
from cgraph_lib.accumulate import evaluate, evaluation_trace, forward_trace, local_partials, reverse_trace
from cgraph_lib.graph import Graph, Node, as_number, nearest
from cgraph_lib.ops import is_array
from cgraph_lib.parsing import parse
from cgraph_lib.paths import Path, path_multiplications, paths
from cgraph_lib.picture import MOST_NODES, Picture, View, moment_view, render
from cgraph_lib.results import ByNode
from cgraph_lib.trace import Trace

MOST_LISTED = 200


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
        self.graph = graph
        given = {graph.names[graph.node(key)] if key in graph.nodes else key: value for key, value in inputs.items()}
        starts = {name: value[0] if isinstance(value, tuple) else value for name, value in given.items()}
        self._still = evaluate(graph, starts)  # complains of a missing or unknown input
        refusal = self._refusal(starts)
        if refusal:
            self.sliders: dict[str, ipywidgets.FloatSlider] = {}
            super().__init__([_still(self.picture, refusal)])
            return
        names = [graph.names[node] for node in graph.inputs]
        self.sliders = {name: _slider(name, given[name]) for name in names}
        self.canvas = Canvas(sliders=list(self.sliders.values()), **traits)
        picture = self.picture
        if not picture.svg:
            super().__init__([_still(picture, "")])
            return
        drawing = render(graph, replace(self.view(), sentence=""))  # the page has its own place for sentences
        self.canvas.scene = {**page.scene(graph, drawing, self.kind), **self.words()}
        twin = _still(picture, "The page has not started its scripts; this is the still picture.")
        twin.add_class("cgraph-twin")
        super().__init__([ipywidgets.VBox(list(self.sliders.values())), twin, self.canvas])
        self.add_class("cgraph-live-box")

    def view(self) -> View:
        """Return what the still picture shows."""
        raise NotImplementedError

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
        return {name: slider.value for name, slider in self.sliders.items()}

    @inputs.setter
    def inputs(self, numbers: Mapping[str, float]) -> None:
        checked = {}
        for name, number in numbers.items():
            if name not in self.sliders:
                known = f"the sliders are {', '.join(self.sliders)}" if self.sliders else "this picture has no sliders"
                raise ValueError(f"There is no slider {name!r}: {known}.{nearest(name, self.sliders)}")
            checked[name] = _finite(name, number)
        for name, number in checked.items():
            slider = self.sliders[name]
            slider.min, slider.max = min(slider.min, number), max(slider.max, number)
            slider.value = number

    @property
    def values(self) -> ByNode:
        """The value of every node at the present inputs."""
        return evaluate(self.graph, self.inputs)

    def close(self) -> None:
        """Take the picture and all its parts away, in the kernel and on the page."""
        for part in _below(self):
            part.close()
        super().close()

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = super()._repr_mimebundle_(**kwargs)
        return {**bundle, **self.picture._repr_mimebundle_()}


class Explorer(LivePicture):
    """All numbers of a graph at once, by sliders; a chosen node or edge tells where its number comes from.

    An input is given a start, or (start, low, high). `of` and `wrt` name the nodes whose adjoints and tangents
    are shown, `show` which kinds of numbers are: "values", "partials", "adjoints", "tangents". `quiz` names
    numbers to be answered on the drawing: nodes such as "c", derivatives such as "∂e/∂b".

    Raises `ValueError` for a missing or unknown input, name or kind.

    >>> explorer = Explorer(parse("c = a + b; d = b + 1; e = c * d"), a=2, b=(1, -3, 3))
    >>> explorer.inputs = {"b": 2}
    >>> explorer.values["e"], explorer.adjoints["b"]
    (12.0, 7.0)
    """

    kind = "explorer"

    def __init__(
        self,
        graph: Graph,
        inputs: Mapping[Any, Any] | None = None,
        /,
        *,
        of: Node | str | None = None,
        wrt: Node | str | None = None,
        show: Iterable[str] = ("values", "partials", "adjoints"),
        quiz: Iterable[str] = (),
        **named: Any,
    ) -> None:
        kinds = ("values", "partials", "adjoints", "tangents")
        shown = list(show)
        for kind in shown:
            if kind not in kinds:
                raise ValueError(f"An Explorer shows {', '.join(kinds)}, not {kind!r}.{nearest(kind, kinds)}")
        self._quiz = [page.question(graph, text) for text in quiz]
        first = graph.inputs[0] if graph.inputs else graph.output
        self._of, self._wrt = graph.node(of), first if wrt is None else graph.node(wrt)
        index = {node: i for i, node in enumerate(graph.nodes)}
        state = {"of": index[self._of], "wrt": index[self._wrt], "answers": [""] * len(self._quiz)}
        super().__init__(graph, {**(inputs or {}), **named}, shown=shown, **state)

    def words(self) -> dict[str, Any]:
        """Return the questions of the quiz."""
        return {"quiz": self._quiz}

    def view(self) -> View:
        """Return values, partials and adjoints, with room for tangents; what a quiz asks stays blank."""
        adjoints, partials, values = self.adjoints, local_partials(self.graph, self.values), self.values
        for question in self._quiz:
            if question["kind"] == "partial":
                del partials[self.graph.edges[question["index"]]]
            else:
                del {"value": values, "adjoint": adjoints}[question["kind"]][self.graph.nodes[question["index"]]]
        return View(values, partials, ByNode(self.graph, of=self.wrt), adjoints, any_target=True)

    @property
    def of(self) -> Node:
        """The node whose adjoints are shown."""
        return self.graph.nodes[self.canvas.of] if hasattr(self, "canvas") else self._of

    @of.setter
    def of(self, node: Node | str) -> None:
        self.canvas.of = self.graph.nodes.index(self.graph.node(node))

    @property
    def wrt(self) -> Node:
        """The node with respect to which tangents are shown."""
        return self.graph.nodes[self.canvas.wrt] if hasattr(self, "canvas") else self._wrt

    @wrt.setter
    def wrt(self, node: Node | str) -> None:
        self.canvas.wrt = self.graph.nodes.index(self.graph.node(node))

    @property
    def adjoints(self) -> ByNode:
        """The adjoint of every node at the present inputs."""
        return reverse_trace(self.graph, self.values, self.of).final

    @property
    def tangents(self) -> ByNode:
        """The tangent of every node at the present inputs."""
        return forward_trace(self.graph, self.values, self.wrt).final

    @property
    def answers(self) -> dict[str, str]:
        """What the reader has typed into the boxes of the quiz."""
        return {question["name"]: text for question, text in zip(self._quiz, self.canvas.answers, strict=True)}


class StepPlayer(LivePicture):
    """One step of a trace at a time: back, forward, play, scrub. The sliders keep the step.

    >>> graph = parse("c = a + b; d = b + 1; e = c * d")
    >>> player = StepPlayer(reverse_trace(graph, evaluate(graph, a=2, b=1)))
    >>> player.step = 6
    >>> player.inputs = {"b": 2}
    >>> player.trace.state(player.step)["b"]
    7.0
    """

    kind = "player"

    def __init__(self, trace: Trace, *, step: int = 0) -> None:
        if trace.values is None:
            raise ValueError("This trace does not know its values; make it with a function of cgraph_lib.")
        self._first = trace
        inputs = {trace.graph.names[node]: trace.values[node] for node in trace.graph.inputs}
        super().__init__(trace.graph, inputs, step=self._checked(step))

    def _checked(self, step: int) -> int:
        if not 0 <= step < len(self._first):
            raise ValueError(f"The trace has steps 0 to {len(self._first) - 1}, not {step}.")
        return step

    @property
    def step(self) -> int:
        """How many steps are taken."""
        return int(self.canvas.step) if hasattr(self, "canvas") else 0

    @step.setter
    def step(self, step: int) -> None:
        self.canvas.step = self._checked(step)

    @property
    def trace(self) -> Trace:
        """The same trace at the present inputs."""
        trace = self._first
        if trace.quantity == "value":
            return evaluation_trace(self.graph, self.inputs)
        again = reverse_trace if trace.quantity == "adjoint" else forward_trace
        assert trace.of is not None
        return again(self.graph, self.values, trace.of)

    def words(self) -> dict[str, Any]:
        """Return the sentences of the steps."""
        return page.trace_words(self._first)

    def view(self) -> View:
        """Return what the trace shows at the present step."""
        return moment_view(self.trace[self.step])


class PathExplorer(LivePicture):
    """Every path between two nodes with its product; the chosen one is thick and dashed on the drawing.

    Raises `TooManyPathsError` if there are more than 200.

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
        super().__init__(graph, {**(inputs or {}), **named})

    @property
    def path(self) -> int | None:
        """The number of the chosen path, counted from 0; `None` while none is chosen."""
        chosen = self.canvas.path if hasattr(self, "canvas") else -1
        return None if chosen < 0 else int(chosen)

    @path.setter
    def path(self, number: int | None) -> None:
        if number is not None and not 0 <= number < len(self.paths):
            raise ValueError(f"The paths have numbers 0 to {len(self.paths) - 1}, not {number}.")
        self.canvas.path = -1 if number is None else number

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
            ["", words.derivative_name(self.graph, end, start), "for every input"],
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
        return View(self.values, local_partials(self.graph, self.values), path=chosen)


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
        self._box = ipywidgets.Text(
            value=text,
            description="formula",
            continuous_update=True,
            layout=ipywidgets.Layout(width="100%", max_width="640px"),
        )
        self._message = ipywidgets.HTML()
        self.error = ""
        self.explorer = self._explore(text)
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
        try:
            fresh = self._explore(change["new"])
        except ValueError as error:
            self.error = str(error)
        else:
            self.error, before = "", self.explorer
            self.explorer = fresh
            self.children = (self._box, self._message, fresh)
            before.close()
        self._message.value = (
            f'<pre class="cgraph-formula-error" role="alert">{html.escape(self.error)}</pre>' if self.error else ""
        )

    def close(self) -> None:
        """Take the box and its picture away."""
        for part in _below(self):
            part.close()
        super().close()

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        return {**super()._repr_mimebundle_(**kwargs), **self.explorer.picture._repr_mimebundle_()}


def _finite(name: str, value: Any) -> float:
    number = as_number(value, f"Input {name}")
    if is_array(number) or not math.isfinite(number):
        raise ValueError(f"The slider {name} takes a finite number, not {value!r:.40}.")
    return float(number)


def _slider(name: str, given: Any) -> ipywidgets.FloatSlider:
    """Return a slider for a start or for (start, low, high); without limits it runs from -5 to 5, or further."""
    limits = given if isinstance(given, tuple) else (given,)
    if len(limits) not in (1, 3):
        raise ValueError(f"Input {name} is a number or (start, low, high), not {given!r:.40}.")
    start, *ends = (_finite(name, number) for number in limits)
    reach = 5.0 if abs(start) <= 5 else min(2 * abs(start), 8e307)
    low, high = ends or (min(-reach, start), max(reach, start))
    if not low <= start <= high or low == high:
        raise ValueError(f"Input {name} must start between its low and high: got {given!r:.60}.")
    return ipywidgets.FloatSlider(
        value=start,
        min=low,
        max=high,
        step=(high - low) / 100,
        description=words.short(name),
        readout_format=".4g",
        layout=ipywidgets.Layout(width="100%", max_width="420px"),
    )


def _still(picture: Picture, note: str) -> ipywidgets.HTML:
    body = picture.svg or f"<pre>{html.escape(picture.text)}</pre>"
    return ipywidgets.HTML(f"{body}<div>{html.escape(note)}</div>")


def _below(box: ipywidgets.Box) -> list[ipywidgets.Widget]:
    """Return all widgets inside a box."""
    inside: list[ipywidgets.Widget] = []
    for child in box.children:
        inside += [child, *(_below(child) if isinstance(child, ipywidgets.Box) else ())]
    return inside
