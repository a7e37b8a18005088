"""The exercises of notebook 08: arrays on the nodes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from cgraph_lib.accumulate import evaluate
from cgraph_lib.arrays.array_op import ArrayOp
from cgraph_lib.arrays.operations import log_sum_exp, total
from cgraph_lib.exercises.answer_types import OneArray, Shapes
from cgraph_lib.exercises.code_answers import Code, edited
from cgraph_lib.exercises.graph_answers import OneEdge
from cgraph_lib.exercises.judge import Exercise, Mistake
from cgraph_lib.exercises.trials import Case
from cgraph_lib.exercises.variants import either
from cgraph_lib.graph import Graph, function, inputs
from cgraph_lib.numerals import number, operand


@dataclass(frozen=True)
class Parameters:
    """What differs between the variants."""

    rows: int = either(5, 6, 7)
    features: int = either(3, 2, 4)
    classes: int = either(4, 8, 9)
    X: tuple[tuple[int, ...], ...] = either(((1, 2), (3, -1)), ((2, 1), (-1, 4)), ((4, -1), (1, 2)), ((-2, 1), (3, 5)))
    W: tuple[tuple[int, ...], ...] = either(((2, 0), (1, -3)), ((1, 3), (0, -2)), ((3, -1), (2, 0)))
    A: tuple[tuple[int, ...], ...] = either(((1, 10), (-1, 2)), ((2, 5), (-3, 1)), ((-1, 4), (10, 3)))
    P: tuple[tuple[int, ...], ...] = either(((1, 2, 3), (4, 0, -1)), ((2, 5, 1), (3, -2, 0)), ((4, 1, -1), (0, 2, 5)))
    received: tuple[tuple[int, ...], ...] = either(
        ((1, 0, 2), (3, 1, -1)), ((2, 1, 3), (1, -1, 4)), ((1, -2, 5), (4, 3, 0))
    )
    axis: int = either(1, 0)
    long: int = either(4, 5, 8)
    wide: int = either(2, 3)
    lost: tuple[str, str] = either(("d", "Z"), ("w", "r"), ("r", "L"))


def _shapes(p: Parameters) -> Exercise:
    n, d, k = p.rows, p.features, p.classes
    return Exercise(
        question=f"Take the graph of `L = mean(l)` with `l = log_sum_exp(Z)` and `Z = matmul(X, W) + b`. X has the "
        f"shape ({n}, {d}); each row has {k} scores. What are the shapes of the adjoints of W, b, Z and l?",
        answer=Shapes({"W": (d, k), "b": (k,), "Z": (n, k), "l": (n,)}),
        mistakes=(
            Mistake({"W": (n, d)}, "That is the shape of X. The adjoint of W has one entry for each entry of W."),
            Mistake({"W": (k, d)}, "W is turned round: a row for each number of an example, a column for each score."),
            Mistake({"W": (n * k, d * k)}, "That is the Jacobian of the edge from W to the product, not an adjoint."),
            Mistake({"b": (n, k)}, "That is the adjoint of Z as it is. b was copied to every row, so the rows add up."),
            Mistake({"b": (n,)}, "b has one entry for each column of Z. Sum over the rows, not along them."),
            Mistake({"Z": ()}, "Only L is a single number. Each entry of Z has a rate of its own."),
            Mistake({"Z": (n,)}, "That is the shape of l. The adjoint of l is shared out along each row of Z."),
            Mistake({"l": (k,)}, "log_sum_exp makes one number of each row, so l counts the rows."),
            Mistake({"l": ()}, "L is the single number. The mean has one operand for each row, and l holds them all."),
        ),
        hint="Write the shapes of the values first, from X to L. An adjoint has the shape of its value.",
        explanation=f"The values have these shapes: W takes {d} numbers to {k} scores, b adds one number to each "
        f"column, Z has {n} rows of scores, and l one number for each row. Their adjoints have the same.",
    )


def _lists(array: Any) -> Any:
    return np.asarray(array, float).tolist()


def _written(array: Any) -> str:
    """Return an array as a reader types it."""
    return "[" + ", ".join(map(_written, array)) + "]" if np.ndim(array) else f"{array:g}"


def _product(p: Parameters) -> Exercise:
    x, w, a = np.array(p.X), np.array(p.W), np.array(p.A)
    first, second = (f"{operand(x[i, 0])} · {operand(a[i, 0])}" for i in (0, 1))
    return Exercise(
        question=f"`P = matmul(X, W)` with X = `{_written(x)}` and W = `{_written(w)}` has received the adjoint "
        f"`{_written(a)}`. Find the adjoint of W by hand.",
        answer=OneArray(_lists(x.T @ a)),
        mistakes=(
            Mistake(_lists(x @ a), "That is X @ A. Each entry of P sends along a row of X: take X.T."),
            Mistake(_lists(a @ w.T), "That is the adjoint of X. The partials towards W are entries of X."),
            Mistake(_lists(a @ x.T), "That is A @ X.T, the order turned round. Both fit here: ask one entry."),
            Mistake(_lists(a.T @ x), "Rows and columns are exchanged in your result."),
            Mistake(_lists(x * a), "A matrix product is not taken entry by entry: each entry of W has two paths up."),
            Mistake(_lists(x.T), "These are partials only. Each one is to be multiplied by an adjoint of P."),
            Mistake(_lists(x @ w), "That is the value of P. The question is what comes down to W."),
        ),
        hint="P[i, j] sends its adjoint, times X[i, k], to W[k, j]. Which two entries of P does W[0, 0] go to?",
        explanation=f"It is X.T @ A. The first entry W[0, 0] goes to P[0, 0] and P[1, 0], so it receives {first} + "
        f"{second} = {number((x.T @ a)[0, 0])}.",
    )


def _column(p: Parameters) -> Exercise:
    values, received = np.array(p.P), np.array(p.received)
    sent = values * received
    along, partials = (array.sum(axis=1, keepdims=True) for array in (received, values))
    return Exercise(
        question=f"In `Z = P * c`, P is `{_written(values)}`, and c is a column of the shape (2, 1). Z has received "
        f"the adjoint `{_written(received)}`. What is the adjoint of c?",
        answer=OneArray(_lists(sent.sum(axis=1, keepdims=True))),
        mistakes=(
            Mistake(_lists(sent), "Every copy of c is listed alone. Add up the copies, along each row."),
            Mistake(_lists(sent.sum(axis=1)), "The numbers are right, the shape is not: keep the axis of size 1."),
            Mistake(_lists(sent.sum(axis=0)), "c was copied along the rows, so sum along the rows, not the columns."),
            Mistake(_lists(sent.sum()), "That is a sum over both axes. c has two entries, one for each row."),
            Mistake(_lists(along), "The partials are missing: in a product, each copy of c has the partial P, not 1."),
            Mistake(_lists(partials), "That sums the partials alone. Multiply each by its adjoint of Z first."),
        ),
        hint="c[0, 0] goes to three entries of Z. What does each of them send, and what is done with the three?",
        explanation="Each entry of Z sends its adjoint times the entry of P beside it. The three copies in a row "
        "belong to one entry of c, so they are added, and the axis of size 1 is kept.",
        see="The live picture `copied` above shows the paths of a number that is copied twice.",
    )


MEAN_DOWN = """\
def mean_down(adjoint, X):
    sent = 0.0 * X
    rows, columns = X.shape
    for i in range(rows):
        for k in range(columns):
            sent[i, k] += adjoint[KEPT] / ALONG
    return sent"""


def _mean(p: Parameters) -> Exercise:
    kept, other, along, across = ("i", "k", "columns", "rows") if p.axis == 1 else ("k", "i", "rows", "columns")
    shape, each = ((p.wide, p.long), "row") if p.axis == 1 else ((p.long, p.wide), "column")
    right = MEAN_DOWN.replace("KEPT", kept).replace("ALONG", along)
    return Exercise(
        question=f"`y = mean(X, axis={p.axis})` holds the mean of each {each} of X. Write its vector-Jacobian product: "
        f"`mean_down(adjoint, X)` returns the adjoint of X, given that of y. Try it for X of the shape {shape} first.",
        answer=Code(right, [_mean_case(p.axis, shape), _mean_case(p.axis, (3, 3))], keep=(2, 1)),
        mistakes=edited(
            right,
            (f" / {along}", "", "That belongs to a sum. In a mean of several, each counts only part."),
            (
                f" / {along}",
                " / (rows * columns)",
                f"That belongs to the mean of all entries. Here each {each} has its own mean: divide by its length.",
            ),
            (f" / {along}", f" / {across}", f"Divide by how many entries a {each} has, not by the number of means."),
            (f"[{kept}]", f"[{other}]", f"Mind the index: all entries of a {each} receive from the same entry of y."),
            (" / ", " * X[i, k] / ", "A mean moves at the same rate wherever X stands. Leave its values out."),
            (f"adjoint[{kept}]", "sum(adjoint)", f"An entry of X goes to the mean of its {each}, and to no other."),
        ),
        hint=f"By how much does the mean of a {each} rise if one of its entries rises by 1? Only that mean moves.",
        explanation=f"Each entry counts in the mean of its {each}, and its partial is 1 divided by the length of a "
        f"{each}. So each mean shares its adjoint out equally.",
    )


def _mean_case(axis: int, shape: tuple[int, int]) -> Case:
    x = np.arange(1.0, 1.0 + shape[0] * shape[1]).reshape(shape)
    adjoint = np.arange(2.0, 2.0 + shape[1 - axis]) ** 2
    expected = np.zeros(shape)
    for place in np.ndindex(shape):  # a mean is linear, so a nudge of any size gives its derivative
        nudge = np.zeros(shape)
        nudge[place] = 1.0
        expected[place] = np.sum(adjoint * (np.mean(x + nudge, axis) - np.mean(x - nudge, axis))) / 2
    label = f"For X of the shape {shape} and the adjoint {_written(adjoint)}"
    return Case(label, lambda: (adjoint.copy(), x.copy()), expected.tolist())


def _graph() -> Graph:
    a, x, w = inputs("a X w")
    scaled = (x * function("exp")(a).named("d")).named("Z")
    return Graph(total((log_sum_exp(scaled).named("l") * w).named("r")).named("L"))


TEXT = "d = exp(a); Z = X * d; l = log_sum_exp(Z); r = l * w; L = total(r)"


def _shapes_of_a_run(shape: tuple[int, int], wrong: tuple[str, str] | None) -> dict[str, tuple[int, ...]]:
    """Return the shapes of all adjoints in a run whose rule for one edge forgets what copies need."""
    graph = _graph()
    v = evaluate(graph, {"a": np.zeros(shape[1]), "X": np.ones(shape), "w": 0.5})
    adjoint: dict[Any, Any] = {graph.output: 1.0}
    for node in reversed(graph.nodes):
        for edge in graph.edges_into[node]:
            operands, op = [v[parent] for parent in node.parents], node.op
            careless = (graph.names[edge.parent], graph.names[node]) == wrong
            if isinstance(op, ArrayOp):
                sent = adjoint[node] if careless else op.vjps[edge.slot](adjoint[node], *operands, v[node])
            elif op is not None:
                sent = adjoint[node] * op.partial_functions[edge.slot](*operands, v[node])
                if not careless and np.ndim(v[edge.parent]) < np.ndim(v[node]):
                    sent = np.sum(sent, axis=0)
            adjoint[edge.parent] = sent
    return {graph.names[node]: np.shape(adjoint[node]) for node in graph.nodes}


def _lost(p: Parameters) -> Exercise:
    shape = (p.wide + 1, p.long)
    seen, right = _shapes_of_a_run(shape, p.lost), _shapes_of_a_run(shape, None)
    pairs = [(graph.names[edge.parent], graph.names[edge.child]) for graph in [_graph()] for edge in graph.edges]
    parent, child = p.lost

    def says(lower: str, upper: str) -> str:
        if seen[lower] == right[lower]:
            return f"The adjoint of {lower} has the shape of its value, so what came to it from {upper} has, too."
        return f"The shape at {lower} is wrong, but so is the one above it, at {upper}. Go further up."

    listed = ", ".join(
        f"{name} {str(seen[name]).replace(' ', '')}" for name in ("L", "r", "w", "l", "Z", "d", "X", "a")
    )
    shared = f"Copies of {parent} are used in {child}, and what they send was not added up."
    why = "The adjoint of the total was not handed to each entry of r." if parent == "r" else shared
    return Exercise(
        question=f"A run on `{TEXT}`, with X of the shape {shape}, a of {shape[1:]} and w of (), ends with adjoints of "
        f"these shapes: `{listed}`. Which edge has a wrong rule? Answer with its parent and child.",
        answer=OneEdge(p.lost, pairs),
        mistakes=tuple(Mistake(pair, says(*pair)) for pair in pairs if pair != p.lost),
        hint="Write the shape of each value beside the shape of its adjoint. From L down, where do they first differ?",
        explanation=f"On the way down, {parent} is the first node whose adjoint has another shape than its value: "
        f"{right[parent]} is right. {why}",
    )


EXERCISES = (_shapes, _product, _column, _mean, _lost)
