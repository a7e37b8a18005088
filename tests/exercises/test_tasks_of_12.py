"""The tests of notebook 12 let right engines pass and say of each usual slip what it is."""

import json
import linecache
from pathlib import Path

import numpy as np
import pytest

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "12_build_autograd.ipynb"
LEFT_OUT = ("predict(", "review(", "judge(", "linecache", "engine")
SOLVED = ["apply", "topological_order", "accumulate", "largest_error", "fit", "accumulate", "cross_entropy", "descend"]


@pytest.fixture(scope="module")
def names():
    """Return what the notebook has defined when its last task begins, with its own solutions."""
    found = {}
    for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code" and not any(word in source for word in LEFT_OUT):
            exec(compile(source, "<cell>", "exec"), found)
        if "def descend(" in source and "your turn" not in source:
            return found
    raise AssertionError("there is no task 9")


def judged(names, task, capsys, answer, *others):
    """Return what the judge says of an answer, given as source code or as a function."""
    if isinstance(answer, str):
        scope, file = dict(names), f"<cell {abs(hash(answer))}>"
        linecache.cache[file] = (len(answer), None, answer.splitlines(keepends=True), file)
        exec(compile(answer, file, "exec"), scope)
        answer = scope[answer.partition("(")[0].removeprefix("def ")]
    names["judge"](task, names[f"test_{task}"], *others, answer)
    return capsys.readouterr().out.removeprefix(f"task {task}: ").strip()


@pytest.mark.parametrize(("task", "solved"), list(enumerate(SOLVED, 2)))
def test_the_solutions_pass(names, capsys, task, solved):
    assert judged(names, task, capsys, names[solved]) == "right"


ADD = """\
def add(x, y):
    return Node(x.value + y.value, [(x, 1.0), (y, 1.0)])"""
MULTIPLY = """\
def multiply(x, y):
    return Node(x.value * y.value, [(x, y.value), (y, x.value)])"""


@pytest.mark.parametrize(
    ("multiply", "feedback"),
    [
        (MULTIPLY, "right"),
        (MULTIPLY.replace("(y, x.value)", "(x, x.value)"), "on the edge from x, the partial of x * y is"),
        (MULTIPLY.replace(", (y, x.value)", ""), "x * x has two edges"),
    ],
)
def test_edges_may_stand_in_a_list(names, capsys, multiply, feedback):
    scope = dict(names)
    exec(ADD, scope)
    assert judged(names, 1, capsys, multiply, scope["add"]).startswith(feedback)


def edited(source, old, new):
    assert old in source
    return source.replace(old, new)


CHECK = """\
def largest_error(f, *values, h=1e-5):
    nodes, worst = [Node(value) for value in values], 0.0
    adjoint = accumulate(f(*nodes))
    for i, node in enumerate(nodes):
        for place in np.ndindex(np.shape(node.value)):
            step = np.zeros(np.shape(node.value))
            step[place] = h
            up, down = (f(*nodes[:i], Node(node.value + s), *nodes[i + 1 :]).value for s in (step, -step))
            worst = max(worst, abs((up - down) / (2 * h) - np.asarray(adjoint[node])[place]))
    return float(worst)"""
SCALARS = """\
def largest_error(f, *values, h=1e-5):
    nodes, worst = [Node(value) for value in values], 0.0
    adjoint = accumulate(f(*nodes))
    for i, node in enumerate(nodes):
        up, down = (f(*nodes[:i], Node(node.value + s), *nodes[i + 1 :]).value for s in (h, -h))
        worst = max(worst, abs((up - down) / (2 * h) - adjoint[node]))
    return float(worst)"""
ARRAYS = """\
def accumulate(output):
    adjoint = {output: np.ones(np.shape(output.value))}
    for node in reversed(topological_order(output)):
        for parent, partial in node.edges:
            sent = partial(adjoint[node]) if callable(partial) else adjoint[node] * partial
            adjoint[parent] = adjoint.get(parent, 0.0) + fit(sent, np.shape(parent.value))
    return adjoint"""
ENTROPY = """\
def cross_entropy(z, y):
    z = z - z.value.max(axis=1, keepdims=True)
    rows = log(exp(z) @ np.ones((y.shape[1], 1)))
    return (total(rows) - total(z * y)) / len(y)"""
ANSWERS = [
    (5, CHECK, "right"),
    (5, SCALARS, "it stops in line 6 with ValueError"),
    (5, edited(CHECK, "max(worst, ", "(0 * worst + "), "one wrong entry is enough to be wrong"),
    (5, edited(CHECK, "step[place] = h", "step[...] = h"), "nudge the entries of an array one by one"),
    (5, edited(CHECK, "return float(worst)", "return 0.0"), "a square with the partial x must not pass"),
    (5, edited(CHECK, "/ (2 * h)", "/ h"), "on the running example nudges and adjoints should agree"),
    (5, "def largest_error(f, *values, h=1e-5): ...", "your turn"),
    (7, ARRAYS, "right"),
    (7, edited(ARRAYS, "np.ones(np.shape(output.value))", "1.0"), "the seed should have the shape"),
    (7, edited(ARRAYS, "partial(adjoint[node]) if callable(partial) else ", ""), "it stops in line 5 with TypeError"),
    (7, edited(ARRAYS, "fit(sent, np.shape(parent.value))", "sent"), "every contribution should get the shape"),
    (7, edited(ARRAYS, "adjoint.get(parent, 0.0) + ", ""), "x * x should give 2x = 6"),
    (7, edited(ARRAYS, "reversed(topological_order(output))", "topological_order(output)"), "it stops in line 5"),
    (7, "def accumulate(output): ...", "your turn"),
    (8, ENTROPY, "right"),
    (
        8,
        edited(ENTROPY, "z.value.max(axis=1, keepdims=True)", "z.value.max()"),
        "subtract of each row its own",
    ),
    (8, edited(ENTROPY, "    z = z - z.value.max(axis=1, keepdims=True)\n", ""), "sure and right should cost 0, with"),
    (8, edited(ENTROPY, "log(exp(z) @ np.ones((y.shape[1], 1)))", "log(total(exp(z)))"), "three equal scores"),
    (8, edited(ENTROPY, " / len(y)", ""), "three equal scores should cost log 3: is it the mean"),
    (8, edited(ENTROPY, "total(rows) - total(z * y)", "-total(z * y) + total(rows)"), "it stops in line 4 with Type"),
    (8, edited(ENTROPY, "total(z * y)", "np.sum(z.value * y)"), "nudges and adjoints should agree"),
    (8, "def cross_entropy(z, y): ...", "your turn"),
]


@pytest.mark.parametrize(("task", "answer", "feedback"), ANSWERS)
def test_an_answer_is_met_with_what_it_is(names, capsys, task, answer, feedback):
    with np.errstate(all="ignore"):
        assert judged(names, task, capsys, answer).startswith(feedback)
