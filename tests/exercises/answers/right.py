"""Right answers to every exercise, worked out by hand, in several forms each; functions in several styles."""

import math
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

import numpy as np

from cgraph_lib import Graph, evaluate, inputs, parse

RUNNING = parse("c = a + b; d = b + 1; e = c * d")
x, y = inputs("x y")
difference = (x - y).named("c")

RIGHT = {
    "01.1": [{"boxes": 6, "edges": 7}, (6, 7), [6.0, "7"], "6, 7", "edges = 7; boxes = 6", np.array([6, 7])],
    "01.2": [
        *("c = x - y; e = c * (c + 2)", "d = x - y\nd * (2 + d)", "e = c * (c + 2); c = x - y"),
        *(parse("u = x - y; (u + 2) * u"), difference * (difference + 2), Graph(difference * (difference + 2))),
    ],
    "01.3": ["y = 6 / (x + 3)", "y = 6 * (x + 3) ** -1", "y = 1 / (x / 6 + 0.5)", 6 / (x + 3)],
    "01.4": [{"graph": 7, "tree": 53}, {"tree": 53.0, "graph": "7"}, (7, 53), map(int, ["7", "53"])],
    "02.1": [{"c": 5, "d": 4, "e": 12}, [5, 4, 12], "5 4 12", (n for n in (5, 4, 12)), {"e": 12, "d": 4, "c": 5}],
    "02.2": [
        *("b d a c e", "b, d, a, c, e", "bdace", list("bdace"), tuple("bdace"), iter("bdace"), "b → d → a → c → e"),
        [RUNNING.node(name) for name in "bdace"],
    ],
    "02.3": [{"a": 2, "b": -1}, {"a": -7.5, "b": "−1"}, (0, -1), evaluate(RUNNING, a=2, b=-1), "2, -1"],
    "02.4": [
        {"u": "-inf", "w": "inf", "y": "nan"},
        [-math.inf, float("inf"), np.nan],
        ("−∞", "∞", "nan"),
        "-∞, ∞, NaN",
    ],
    "03.1": [{"slot 0": 0.25, "slot 1": -0.25}, {"slot 0": "1/4", "slot 1": Fraction(-1, 4)}, (0.25, "-0,25")],
    "03.2": [{"a": 1, "b": -3}, {"a": 1.0, "b": -1.5}, (1, -100), (1.00001, -5), np.array([1, -2])],
    "03.3": [2, 2.0, "2", "4/2", " 2.0 ", "= 2", Fraction(2), Decimal(2), np.float32(2), np.array([2]), (2,), "2,0"],
    "03.5": [
        *(("b", "c"), ["b", "c"], "b -> c", "b → c", "∂c/∂b", "from b to c", ("b", "c", 1)),
        *(RUNNING.edge("b", "c"), (RUNNING.node("b"), RUNNING.node("c")), np.array(["b", "c"])),
    ],
    "04.1": [
        {"through c": 3, "through d": -1, "sum": 2},
        (3, -1, 2),
        "3; -1; 2",
        {"sum": "3 - 1", "through d": -1, "through c": 3},
    ],
    "04.2": [{"paths": 3, "dz/dx": 37}, (3, 37), {"dz/dx": "2 * 6 * 3 + 1", "paths": 3}],
    "04.3": [{"paths": 64, "edges": 12}, np.array([64, 12]), {"paths": "4**3", "edges": "4 * 3"}, "64, 12"],
    "04.4": [
        *("t = x + x; u = t + x; y = u + u", "u = z + z; v = u * u; w = v + u", "t = x * x * x; y = t + t"),
        *("t = x + x; u = t + t; y = u + t", parse("t = x + x + x; t + t")),
    ],
    "05.1": [{"de/da": 45, "de/db": 36, "de/dc": 15, "de/dd": 6}, (45, 36, 15, 6), "45, 36, 15, 6"],
    "05.2": [648, "6 * 108", np.float64(648), "108 + 216 + 324", [648]],
    "05.4": ["b = 4 * a; e = b + b", "b = a * 4; e = b + b", parse("c = x * 4; c + c")],
    "05.6": [("a", "b"), "a → b", "∂b/∂a", ["a", "b"], "a₁ → b", "∂b/∂a₁"],
    "05.5": [("c", "d"), "c → d", "∂d/∂c", ["c", "d"]],
    "06.1": [{"dc/db": 1, "dd/db": 7, "de/db": 45}, (1, 7, 45), {"de/db": 45.0, "dd/db": "7", "dc/db": 1}],
    "06.2": [
        {"value": 14, "derivative": 19, "second derivative": 16},
        *(["14", 19.0, "2 * 8"], {"second derivative": 16, "derivative": 19, "value": "14.00"}),
    ],
    "06.3": [31, "15 + 10 + 6", "y·z = 15 + 10 + 6", np.int64(31)],
    "06.4": ["c = a + b; d = c * b; e = 2 * d", "u = b + a; e = exp(u * b)", parse("sin(b * (b + a))")],
    "07.1": [{"first": 0.2, "second": 0.002}, ("1/5", "1/500"), {"second": "0,2 %", "first": "20 %"}],
    "07.2": [
        {"one side": 0.0004, "both sides": 7e-07},
        *(("0.0004", 0.0000007), {"one side": "4e-4", "both sides": "7·10^-7"}, ["0.004/10", "7e−7"]),
    ],
    "07.3": [{"sweep": 2, "nudge": 2.5}, (2, "5/2"), {"nudge": "(4 + 1)/2", "sweep": 2.0}],
    "07.5": [("c", "d"), "c → d", "∂d/∂c", "c, d"],
    "08.1": [
        {"W": (3, 4), "b": (4,), "Z": (5, 4), "l": (5,)},
        {"W": [3, 4], "b": 4, "Z": "5×4", "l": "(5,)"},
        "(3, 4), (4,), (5, 4), (5,)",
        [(3, 4), (4,), (5, 4), (5,)],
        {name: np.zeros(shape).shape for name, shape in {"l": 5, "Z": (5, 4), "b": 4, "W": (3, 4)}.items()},
    ],
    "08.2": [
        *([[-2, 16], [3, 18]], np.array([[-2, 16], [3, 18]]), "[[−2, 16], [3, 18]]", ((-2, "16"), (3, 18.0))),
        str(np.array([[-2.0, 16.0], [3.0, 18.0]])),
    ],
    "08.3": [[[7], [13]], np.array([[7.0], [13.0]]), "[[7], [13]]", ([n] for n in (7, 13))],
    "08.5": [("d", "Z"), "d → Z", "∂Z/∂d"],
    "09.1": [
        {"loss": "log(10 / 3)", "s0": 0.6, "s1": -0.7, "s2": 0.1},
        (-math.log(0.3), "6/10", "3/10 - 1", "1/10"),
        {"loss": 1.204, "s0": 0.6, "s1": -0.7, "s2": 0.1},
        {"s2": "0,1", "s1": "−0,7", "s0": "0,6", "loss": "1,20397"},
        "log 10 - log 3, 0.6, -0.7, 0.1",
    ],
    "09.2": [
        {"parameters": 59, "first loss": "log(4)"},
        *(
            (6 * 5 + 5 + 5 * 4 + 4, math.log(4)),
            {"first loss": "ln 4", "parameters": "35 + 24"},
            (59, 1.386),
            (59, "1,3863"),
        ),
    ],
    "09.3": [{"w0": -30, "p1": -12, "from zero": 0, "difference": 0}, (-30, -12, 0, 0), "-30, -12, 0, 0"],
    "09.4": [2, "2", 2.0, np.int64(2)],
    "09.5": [
        "z = w * x + b; h = relu(z); s = 2 * h; loss = log(exp(s) + 1) - s",
        "h = relu(b + x * w); loss = log(1 + exp(-(h + h)))",
        "-log(sigmoid(2 * max(x * w + b, 0)))",
    ],
    "10.1": [
        {"dx": (20, 6), "dw": (6, 8), "db": (8,), "dgamma": (8,)},
        ([20, 6], [6, 8], 8, [8]),
        "(20, 6); (6, 8); (8,); (8,)",
        {"dgamma": "(8,)", "db": "8", "dw": "6×8", "dx": "20×6"},
    ],
    "10.2": [
        {"loss": 2.25, "ds0": -2, "ds1": 1, "ds2": 1, "ds3": 0},
        ("9/4", "−2", 1, 1.0, 0),
        "1.5 + 0.75, -2, 1, 1, 0",
        np.array([2.25, -2, 1, 1, 0]),
    ],
    "10.3": [
        {"out": 4, "running mean": 0.5, "running variance": 1.3},
        (4.0, "1/2", "0.9 + 0.4"),
        "running variance = 1,3; out = 4; running mean = 0,5",
        [4, 0.1 * 5, 13 / 10],
    ],
    "10.4": [
        {"one layer": 0.5, "four layers": 0.0625, "deviation": 0.2},
        ("1/2", "1/16", "sqrt(2/50)"),
        (0.1 * math.sqrt(25), 0.5**4, math.sqrt(0.04)),
    ],
    "11.1": [
        {"held": 50, "evaluated": 800, "best k": 20, "held then": 40},
        *(
            (50, "2 * 400", 20, 40),
            "50, 800, 20, 40",
            {"held": "400/10 + 10", "evaluated": 800, "best k": "sqrt 400", "held then": 40},
        ),
    ],
    "11.2": [
        *("c = exp(a + b); d = c + a; e = d - b", "s = a + b; t = s - a; h = tanh(t); y = h + b"),
        *("sqrt(2 * (a - b)) / 3", "c = a + b; d = c * c; e = d + a; f = e + b"),
    ],
    "11.4": [("c", "d"), "c → d", "∂d/∂c"],
    "12.1": [{"y": -21, "dy/dx": -4, "nudged": -4}, (-21, -4, "−4.0"), "-21, -4, -4"],
    "12.2": [{"w": (2, 3), "b": (6, 3), "s": (6, 3)}, "(2, 3), (6, 3), (6, 3)", ["2×3", [6, 3], (6, 3)]],
    "12.6": ["x * x", "x + x", "y = t / t", parse("z = u - u")],
    "12.7": [("d", "e"), "d → e", "∂e/∂d", ["d", "e"]],
    "12.3": [("d", "e"), "d → e", "∂e/∂d"],
}


def shared_in_a_set(g):
    return {node for node in g.nodes if len(g.edges_from[node]) > 1}


def shared_by_counting(g):
    read = [edge.parent for edge in g.edges]
    return sorted({g.names[node] for node in read if read.count(node) >= 2})


def shared_as_generator(g):
    for node in reversed(g.nodes):
        if len(g.edges_from[node]) >= 2:
            yield g.names[node]


def levels_upwards(g):
    level = dict.fromkeys(g.nodes, 0)
    for node in g.nodes:
        for parent in node.parents:
            level[node] = max(level[node], level[parent] + 1)
    return {g.names[node]: level[node] for node in g.nodes if node.constant is None}


def levels_by_calls(g):
    def level(node):
        return 1 + max(map(level, node.parents)) if node.parents else 0

    return {g.names[node]: level(node) for node in g.nodes if node.constant is None}


def levels_in_floats(g):
    return {name: np.float64(value) for name, value in levels_by_calls(g).items()}


def partials_by_if(op, x, y):
    if op == "multiply":
        return y, x
    if op == "subtract":
        return 1, -1
    if op == "divide":
        return 1 / y, -x / y**2
    return (int(x > y), int(y > x)) if x != y else (0.25, 0.75)


def partials_in_lists(op, x, y):
    rules = {"multiply": [y, x], "subtract": [1.0, -1.0], "divide": [1 / y, -x / y / y], "max": [x >= y, x < y]}
    return rules[op]


def partials_in_an_array(op, x, y):
    return np.array(partials_in_lists(op, x, y), float)


def count_by_the_library(g, end):
    from cgraph_lib import count_paths

    return {g.names[node]: count_paths(g, node, end) for node in g.nodes if node.constant is None}


def count_upwards(g, end):
    def ways(node):
        return 1 if node is g.node(end) else sum(ways(edge.child) for edge in g.edges_from[node])

    return {g.names[node]: ways(node) for node in g.nodes if node.constant is None}


def count_down(g, end):
    count = {node: int(node is g.node(end)) for node in g.nodes}
    for node in g.nodes[::-1]:
        for parent in node.parents:
            count[parent] += count[node]
    return {g.names[node]: count[node] for node in g.nodes if node.constant is None}


def adjoints_by_paths(g, p, seeds):
    from cgraph_lib import sum_over_paths

    nodes = [node for node in g.nodes if node.constant is None]
    return {
        g.names[node]: sum(np.float64(seed) * sum_over_paths(g, node, of, p) for of, seed in seeds.items())
        for node in nodes
    }


def adjoints_gathered(g, p, seeds):
    adjoint = {}
    for node in reversed(g.nodes):
        received = [adjoint[edge.child] * p[edge] for edge in g.edges_from[node]]
        adjoint[node] = seeds.get(g.names[node], 0) + sum(received)
    return {g.names[node]: adjoint[node] for node in g.nodes if node.constant is None}


def adjoints_by_node(g, p, seeds):
    adjoint = {node: seeds.get(g.names[node], 0.0) for node in g.nodes}
    for node in reversed(g.nodes):
        for edge in g.edges_into[node]:
            adjoint[edge.parent] = adjoint[edge.parent] + adjoint[node] * p[edge]
    return dict(sorted((g.names[node], adjoint[node]) for node in g.nodes if node.constant is None))


def divide_in_two(x, y):
    return x[0] / y[0], x[1] / y[0] - x[0] * y[1] / y[0] ** 2


def divide_by_value(x, y):
    value = x[0] / y[0]
    return [value, (x[1] - value * y[1]) / y[0]]


def divide_as_array(x, y):
    return np.array(divide_in_two(x, y))


def log_sum_exp_in_numpy(numbers):
    numbers = np.array(numbers)
    return numbers.max() + np.log(np.exp(numbers - numbers.max()).sum())


def log_sum_exp_by_the_library(numbers):
    return np.logaddexp.reduce(numbers)


def log_sum_exp_of_the_rest(numbers):
    numbers = sorted(numbers)
    return numbers[-1] + math.log1p(sum(math.exp(x - numbers[-1]) for x in numbers[:-1]))


def mean_down_repeated(adjoint, x):
    return np.repeat(adjoint[:, None] / x.shape[1], x.shape[1], axis=1)


def mean_down_broadcast(adjoint, x):
    return adjoint[:, None] / x.shape[1] + 0 * x


def mean_down_in_lists(adjoint, x):
    return [[received / len(row) for _ in row] for received, row in zip(adjoint, x, strict=True)]


def adam_in_place(w, derivative, mean, square, t):
    mean += 0.1 * (derivative - mean)
    square += 0.001 * (derivative**2 - square)
    return [w - 0.01 * mean / (1 - 0.9**t) / (math.sqrt(square / (1 - 0.999**t)) + 1e-8), mean, square]


def adam_in_numpy(w, derivative, mean, square, t):
    means = np.array([0.9, 0.999]) * [mean, square] + np.array([0.1, 0.001]) * [derivative, derivative**2]
    first, second = means / (1 - np.array([0.9, 0.999]) ** t)
    return w - 0.01 * first / np.sqrt(second), *means


def adam_in_an_array(w, derivative, mean, square, t):
    return np.array(adam_in_place(w, derivative, mean, square, t))


def tangent_by_calls(tape, start, end):
    edges = dict(tape)

    def tangent(node):
        return 1.0 if node == start else sum(tangent(parent) * partial for parent, partial in edges.get(node, ()))

    return tangent(end)


def tangent_in_a_loop(tape, start, end):
    tangent = {start: 1.0}
    for child, edges in tape:
        if child != start:
            tangent[child] = sum(tangent.get(parent, 0.0) * partial for parent, partial in edges)
    return np.float64(tangent.get(end, 0))


def tangent_with_defaults(tape, start, end):
    from collections import defaultdict

    tangent = defaultdict(float, {start: 1.0})
    for child, edges in tape:
        for parent, partial in edges:
            tangent[child] += tangent[parent] * partial
    return tangent[end]


def on_nodes_in_a_dict(order):
    adjoint = dict.fromkeys(order, 0.0) | {order[-1]: 1.0}
    for node in reversed(order):
        for parent, partial in node.edges:
            adjoint[parent] += adjoint[node] * partial
    return adjoint.values()


def on_nodes_cleared_afterwards(order):
    order[-1].adjoint = 1.0
    for node in reversed(order):
        for parent, partial in node.edges:
            parent.adjoint += node.adjoint * partial
    result = [node.adjoint for node in order]
    for node in order:
        node.adjoint = 0.0
    return result


def on_nodes_as_array(order):
    return np.array(on_nodes_cleared_afterwards(order))


def in_order_by_places(nodes):
    place = {node: i for i, node in enumerate(nodes)}
    parents_first = all(place.get(parent, i) < i for node, i in place.items() for parent, _ in node.edges)
    return parents_first and len(place) == len(nodes)


def in_order_by_slices(nodes):
    return all(
        node not in nodes[:i] and all(parent in nodes[:i] for parent, _ in node.edges) for i, node in enumerate(nodes)
    )


def in_order_as_numbers(nodes):
    return np.bool_(in_order_by_slices(nodes))


def gathered_with_a_default(slopes):
    gradient = defaultdict(float)
    for name, slope in slopes:
        gradient[name] += slope
    return gradient


def gathered_by_name(slopes):
    return {name: sum(slope for other, slope in slopes if other == name) for name, _ in slopes}


def gathered_in_place(slopes):
    gradient = {}
    for pair in slopes:
        if pair[0] in gradient:
            gradient[pair[0]] += pair[1]
        else:
            gradient[pair[0]] = pair[1]
    return gradient


FUNCTIONS = {
    "01.5": [shared_in_a_set, shared_by_counting, shared_as_generator],
    "02.5": [levels_upwards, levels_by_calls, levels_in_floats],
    "03.4": [partials_by_if, partials_in_lists, partials_in_an_array],
    "04.5": [count_by_the_library, count_upwards, count_down],
    "05.3": [adjoints_by_paths, adjoints_gathered, adjoints_by_node],
    "06.5": [divide_in_two, divide_by_value, divide_as_array],
    "07.4": [log_sum_exp_in_numpy, log_sum_exp_by_the_library, log_sum_exp_of_the_rest],
    "08.4": [mean_down_repeated, mean_down_broadcast, mean_down_in_lists],
    "09.6": [adam_in_place, adam_in_numpy, adam_in_an_array],
    "10.5": [gathered_with_a_default, gathered_by_name, gathered_in_place],
    "11.3": [tangent_by_calls, tangent_in_a_loop, tangent_with_defaults],
    "12.4": [on_nodes_in_a_dict, on_nodes_cleared_afterwards, on_nodes_as_array],
    "12.5": [in_order_by_places, in_order_by_slices, in_order_as_numbers],
}
