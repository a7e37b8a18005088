"""Graphs that several test modules draw."""

from picture.drawn import Drawn

from cgraph_lib import (
    Graph,
    evaluate,
    evaluation_trace,
    forward_trace,
    group,
    inputs,
    local_partials,
    parse,
    reverse_trace,
)
from cgraph_lib.graph import function
from cgraph_lib.notation import constant_partial
from cgraph_lib.picture import View, render

EXAMPLE = parse("c = a + b; d = b + 1; e = c * d")
VALUES = evaluate(EXAMPLE, a=2, b=1)
PARTIALS = local_partials(EXAMPLE, VALUES)
UNIT = parse("p = w * x; z = p + 0.5; h = relu(z); y = v * h")
SIXTY = "; ".join(["n2 = n0 + n1"] + [f"n{i} = n{i - 1} + n{(i * 7) % 3}" for i in range(3, 60)])
EACH = range(1, 6)
NETWORK = [f"p{j}{i} = w{j}{i} * x{i}" for j in EACH for i in (1, 2)]
for layer in ("s{0} = p{0}1 + p{0}2", "z{0} = s{0} + b{0}", "h{0} = tanh(z{0})", "q{0} = v{0} * h{0}"):
    NETWORK += [layer.format(j) for j in EACH]
NETWORK += ["o1 = q1 + q2; o2 = q3 + q4; o3 = o1 + q5; y = o2 + o3; r = y - t; loss = r ** 2"]
GRAPHS = {
    "running example": "c = a + b; d = b + 1; e = c * d",
    "neuron": "p = w * x; z = p + b; y = tanh(z); r = y - t; loss = r ** 2",
    "two units": "z0 = u0 * x0 + u1 * x1; z1 = w0 * x0 + w1 * x1; s = relu(z0) - relu(z1); loss = log(exp(s) + 1) - s",
    "powers": "; ".join(["v1 = x * x", *(f"v{i} = v{i - 1} * x" for i in range(2, 10))]),
    "sum of products": " + ".join(f"{i} * x{i}" for i in range(1, 10)),
    "network of 59 nodes": "; ".join(NETWORK),
}
ROOMS = [1100, 700, 375]
WIDE = -1.23e-300  # the widest number there is
HOSTILE = [
    "<b>",
    "a&b",
    "&amp;",
    '"q"',
    "it's",
    "a:b",
    "a\\",
    "\\N",
    "a\\nb",
    "<<b>>",
    "{r|s}",
    "->",
    ";",
    "#",
    "%s",
    "a b",
]
HOSTILE += ["<script>", '"><img onerror', "]]>", "<!--", "graph", "变量", "é", "😀", "∂", "--", "'", "$x$", "\\G"]
tanh = function("tanh")


def traces(graph, numbers):
    values = evaluate(graph, numbers)
    yield evaluation_trace(graph, numbers)
    yield reverse_trace(graph, values)
    yield forward_trace(graph, values, wrt=graph.inputs[0])


def numbered(graph, number, live=False, room=700):
    """Return a picture of every kind of number, all of them equal to `number` but partials that never change."""
    values = evaluate(graph, dict.fromkeys((graph.names[node] for node in graph.inputs), number))
    fixed = {edge: constant_partial(graph, edge) for edge in graph.edges}
    partials = {edge: number if partial is None else partial for edge, partial in fixed.items()}
    view = View(
        values=values,
        partials=type(local_partials(graph, values))(graph, partials),
        adjoints=type(values)(graph, dict.fromkeys(graph.nodes, number), graph.output),
    )
    return Drawn(render(graph, view, live=live, room=room))


def network(layers):
    """Return a chain of layers with a loss, every layer and the loss a group."""
    below = inputs("x")
    for i in range(1, layers + 1):
        with group(f"layer {i}"):
            w, b = inputs(f"w{i} b{i}")
            below = tanh(((below * w).named(f"p{i}") + b).named(f"z{i}")).named(f"h{i}")
    target = inputs("t")
    with group("loss"):
        rest = (below - target).named("r")
        loss = (rest * rest).named("loss")
    return Graph(loss)


def nested():
    below = inputs("x")
    with group("net"):
        for i in (1, 2):
            with group(f"layer {i}"):
                w, b = inputs(f"w{i} b{i}")
                below = tanh(((below * w).named(f"p{i}") + b).named(f"z{i}")).named(f"h{i}")
    return Graph((below * inputs("v")).named("y"))


def unit(live=False):
    """Return the picture of a unit that is off: partials of every sign."""
    values = evaluate(UNIT, w=1, x=-2, v=3)
    adjoints = reverse_trace(UNIT, values).final
    return render(UNIT, View(values, local_partials(UNIT, values), adjoints=adjoints), live=live)


def view_of(graph, *opened):
    """Return a view of a graph with all its numbers and adjoints, with these groups open."""
    values = evaluate(graph, {name: 0.5 + 0.1 * i for i, name in enumerate(graph.input_names)})
    adjoints = reverse_trace(graph, values).final
    return View(values, local_partials(graph, values), adjoints=adjoints, opened=frozenset(opened))


def pictured(graph, *opened, room=700, live=False):
    return render(graph, view_of(graph, *opened), room=room, live=live)
