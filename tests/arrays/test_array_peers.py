"""Operations on whole arrays, graphs made of several, and networks: both products beside other people's engines.

Each case is written once, as a function of a language: ours, numpy's, PyTorch's or JAX's. Numpy's is judged by central
differences, entry by entry; PyTorch and JAX bring products of their own.
"""

import random
from types import SimpleNamespace

import numpy as np
import pytest

from cgraph_lib import Graph, evaluate, function, inputs
from cgraph_lib.arrays import log_sum_exp, matmul, mean, pick, pull_back, push_forward, total
from cgraph_lib.nn import Network, initial
from cgraph_lib.ops import OPS

# PyTorch speaks of its own affairs when it first pushes a tangent forward.
pytestmark = pytest.mark.filterwarnings("ignore:`torch.jit:DeprecationWarning")

H = 6e-6
FUNCTIONS = ("exp", "log", "sqrt", "sin", "cos", "tan", "tanh", "sigmoid", "relu", "abs", "max", "min", "square")
SIGNS = {
    "add": lambda m, x, y: x + y,
    "subtract": lambda m, x, y: x - y,
    "multiply": lambda m, x, y: x * y,
    "divide": lambda m, x, y: x / y,
    "power": lambda m, x, y: x**y,
    "negate": lambda m, x: -x,
}
ELEMENTWISE = SIGNS | {name: lambda m, *x, name=name: getattr(m, name)(*x) for name in FUNCTIONS}
OURS = SimpleNamespace(
    **{name: function(name) for name in FUNCTIONS},
    **{"matmul": matmul, "total": total, "mean": mean, "log_sum_exp": log_sum_exp, "pick": pick},
)


def language(module, **others):
    """Return a module's own names for the operations, with `others` where it has none or calls them differently."""
    own = {name: getattr(module, name) for name in FUNCTIONS if hasattr(module, name)}
    named = {"max": module.maximum, "min": module.minimum, "matmul": module.matmul}
    named |= {"total": module.sum, "mean": module.mean, "pick": lambda x, *index: x[index]}
    return SimpleNamespace(**own | named | others)


# The peers: each returns the value, the adjoints of the inputs for a seed, and the tangent for a direction.


def by_differences(framework):
    numpy = language(
        np,
        sigmoid=lambda x: 1 / (1 + np.exp(-x)),
        relu=lambda x: np.maximum(x, 0),
        log_sum_exp=lambda x, axis=-1, keepdims=False: np.log(np.sum(np.exp(x), axis=axis, keepdims=keepdims)),
    )

    def judge(build, given, seed, steps):
        value = np.asarray(build(numpy, *given))
        adjoints, tangent = [], np.zeros(value.shape)
        for i, x in enumerate(given):
            adjoint = np.zeros(x.shape)
            for place in np.ndindex(x.shape):
                nudge = np.zeros(x.shape)
                nudge[place] = H
                up, down = (build(numpy, *given[:i], x + n, *given[i + 1 :]) for n in (nudge, -nudge))
                column = (up - down) / (2 * H)
                adjoint[place] = np.sum(seed * column)
                tangent += column * steps[i][place]
            adjoints.append(adjoint)
        return value, adjoints, tangent

    return judge


def by_pytorch(framework):
    torch = framework("torch")
    theirs = language(torch, log_sum_exp=lambda x, axis=-1, keepdims=False: torch.logsumexp(x, axis, keepdims))

    def judge(build, given, seed, steps):
        given, steps = (tuple(map(torch.tensor, arrays)) for arrays in (given, steps))
        value, back = torch.func.vjp(lambda *x: build(theirs, *x), *given)
        tangent = torch.func.jvp(lambda *x: build(theirs, *x), given, steps)[1]
        return value.numpy(), [adjoint.numpy() for adjoint in back(torch.tensor(seed))], tangent.numpy()

    return judge


def by_jax(framework):
    jax, jnp = framework("jax"), framework("jax.numpy")
    theirs = language(jnp, sigmoid=jax.nn.sigmoid, relu=jax.nn.relu, log_sum_exp=jax.nn.logsumexp)

    def judge(build, given, seed, steps):
        def both(given, seed, steps):
            value, back = jax.vjp(lambda *x: build(theirs, *x), *given)
            return value, back(seed), jax.jvp(lambda *x: build(theirs, *x), given, steps)[1]

        with jax.enable_x64(True):
            return jax.jit(both)(tuple(given), seed, tuple(steps))

    return judge


# Against JAX, which compiles anew for each shape, the fewest cases are held.
HOW_MANY = {by_differences: (5, 20), by_pytorch: (12, 40), by_jax: (1, 2)}
each_peer = pytest.mark.parametrize("peer", HOW_MANY, ids=lambda peer: peer.__name__)


def agree(ours, judge, tolerance):
    assert np.shape(ours) == np.shape(judge)
    scale = max(1.0, np.max(np.abs(judge), initial=0.0))
    np.testing.assert_allclose(ours, judge, rtol=tolerance, atol=tolerance * scale)


def hold(peer, framework, build, given, numbers):
    """Hold value, adjoints and tangent of `build`, which takes a language and inputs, to those of a peer."""
    names = "xwbcs"[: len(given)]
    leaves = [inputs(name) for name in names]
    graph = Graph(build(OURS, *leaves).named("v"))
    values = evaluate(graph, dict(zip(names, given, strict=True)))
    seed = numbers.standard_normal(np.shape(values["v"]))
    steps = [numbers.standard_normal(np.shape(x)) for x in given]
    adjoints = pull_back(graph, values, seed=seed)
    tangents = push_forward(graph, values, dict(zip(names, steps, strict=True)))
    judge = peer(framework)
    value, judged_adjoints, tangent = judge(build, [np.asarray(x) for x in given], np.asarray(seed), steps)
    tolerance = 1e-6 if peer is by_differences else 1e-12
    agree(values["v"], value, 1e-12)
    agree(tangents["v"], tangent, tolerance)
    for leaf, judged in zip(leaves, judged_adjoints, strict=True):
        agree(adjoints[leaf], judged, tolerance)


# One operation, on random shapes.


def shape_of(rng, axes, sizes=(0, 1, 2, 3, 4)):
    return tuple(rng.choice(sizes) for _ in range(axes))


def elementwise(name):
    """Return a case: from a source of chance, a function of a language and the shapes of its operands."""

    def case(rng):
        full = shape_of(rng, rng.choice((0, 1, 2, 3, 3)), (0, 1, 2, 3))
        shapes = [tuple(rng.choice((n, n, 1)) for n in full)[rng.randint(0, len(full)) :] for _ in range(2)]
        return ELEMENTWISE[name], shapes if OPS[name].arity == 2 else [full]

    return case


def matrix_product(rng):
    rows, inner, columns = shape_of(rng, 3)
    return (lambda m, x, y: m.matmul(x, y)), [(rows, inner), (inner, columns)]


def along(name, axis, keepdims=False):
    """Return a case of a sum or mean; the mean of nothing differs between engines, so it has one entry at least."""

    def case(rng):
        shape = list(shape_of(rng, 3))
        for i in range(3) if axis is None else axis if isinstance(axis, tuple) else [axis]:
            shape[i] = shape[i] or int(name != "total")
        return (lambda m, x: getattr(m, name)(x, axis=axis, keepdims=keepdims)), [tuple(shape)]

    return case


def picked(index_of, sizes=(1, 2, 3, 4)):
    def case(rng):
        shape = shape_of(rng, 3, sizes)
        index = index_of(rng, shape)
        return (lambda m, x: m.pick(x, *index)), [shape]

    return case


def some(rng, size, count=5):
    """Return places on an axis, some of them twice, some counted from the end."""
    return np.array([rng.randrange(-size, size) for _ in range(count)], dtype=int)


CASES = {name: elementwise(name) for name in ELEMENTWISE} | {
    "matmul": matrix_product,
    **{f"{name} axis {axis}": along(name, axis) for name in ("total", "mean") for axis in (None, 0, 1, 2, -1)},
    **{f"log_sum_exp axis {axis}": along("log_sum_exp", axis) for axis in (0, 1, 2, -1)},
    **{f"{name} axes (0, -1)": along(name, (0, -1)) for name in ("total", "mean", "log_sum_exp")},
    **{f"{name} axis 1 kept": along(name, 1, keepdims=True) for name in ("total", "mean", "log_sum_exp")},
    **{f"{name} axes (1, 2) kept": along(name, (1, 2), keepdims=True) for name in ("total", "mean", "log_sum_exp")},
    "pick an int": picked(lambda rng, n: [rng.randrange(-n[0], n[0])]),
    "pick one entry": picked(lambda rng, n: [rng.randrange(size) for size in n]),
    "pick slices": picked(lambda rng, n: [slice(rng.randint(0, 2), None), slice(None, -1, 2)], (0, 1, 2, 3, 4)),
    "pick rows again": picked(lambda rng, n: [some(rng, n[0])]),
    "pick columns again": picked(lambda rng, n: [slice(None), some(rng, n[1])]),
    "pick pairs again": picked(lambda rng, n: [some(rng, n[0]), some(rng, n[1])]),
    "pick an int and entries": picked(lambda rng, n: [rng.randrange(n[0]), some(rng, n[1])]),
    "pick no rows": picked(lambda rng, n: [some(rng, n[0], 0)]),
    "pick all": picked(lambda rng, n: []),
}


def numbers_for(name, shapes, numbers):
    """Return operands of a size between 0.4 and 1.3, away from poles and kinks."""
    sign = [1.0] if name in ("log", "sqrt", "power") else [-1.0, 1.0]
    return [numbers.uniform(0.4, 1.3, shape) * numbers.choice(sign, shape) for shape in shapes]


@each_peer
@pytest.mark.parametrize("name", CASES)
def test_an_operation_on_random_shapes(name, peer, framework):
    for seed in range(HOW_MANY[peer][0]):
        build, shapes = CASES[name](random.Random(f"{name} {seed}"))
        numbers = np.random.default_rng(seed)
        hold(peer, framework, build, numbers_for(name, shapes, numbers), numbers)


def test_random_shapes_have_sizes_0_and_1():
    drawn = {name: [CASES[name](random.Random(f"{name} {seed}"))[1] for seed in range(12)] for name in CASES}
    sizes = {name: {n for shapes in drawn[name] for shape in shapes for n in shape} for name in CASES}
    assert [name for name in CASES if 1 not in sizes[name]] == []
    assert [name for name in CASES if 0 not in sizes[name] and not name.startswith(("pick", "mean axis None"))] == []


@pytest.mark.parametrize(
    ("name", "peer"),
    # JAX takes 1 for the slope of abs at 0, PyTorch and we 0.
    [("abs", by_pytorch), *((name, peer) for name in ("max", "min", "relu") for peer in (by_pytorch, by_jax))],
)
def test_at_a_kink_the_same_is_agreed(name, peer, framework):
    x, y = np.array([0.0, 1.0, 2.0, -1.0]), np.array([0.0, 1.0, 1.0, 0.0])
    hold(peer, framework, ELEMENTWISE[name], [x, y][: OPS[name].arity], np.random.default_rng(0))


# Graphs made of several operations.


def random_graph(seed):
    """Return a function of a language that builds a graph, and its inputs: x and w are matrices, b and c a row and a
    column that are stretched, s is one number."""
    rng, numbers = random.Random(seed), np.random.default_rng(seed)
    rows, columns = rng.choice((0, 1, 2, 3, 4)), rng.choice((1, 2, 3))
    again = some(rng, rows or 1, rows)
    shapes = [(rows, columns), (columns, columns), (columns,), (rows, 1), ()]
    plan = [(rng.randrange(12), rng.random(), rng.random()) for _ in range(rng.randint(3, 8))]

    def build(m, x, w, b, c, s):
        made = [x]
        for kind, first, second in plan:
            u, v = (made[int(chance * len(made))] for chance in (first, second))
            step = [
                lambda u, v: m.matmul(u, w),
                lambda u, v: u + b,
                lambda u, v: m.tanh(u * s) - c,
                lambda u, v: u * v,
                lambda u, v: m.max(u, v * b),
                lambda u, v: m.min(u, c) + m.sin(v),
                lambda u, v: m.pick(u, again) + v,
                lambda u, v: u / (1.0 + m.total(v * v)),
                lambda u, v: m.sigmoid(u) ** 1.5 - v,
                lambda u, v: u - m.total(v, axis=0) / 4.0,
                lambda u, v: m.relu(u) * m.mean(w, axis=1) - m.abs(v),
                lambda u, v: v + m.exp(-m.square(u)) * m.pick(m.log_sum_exp(w, axis=0), -1),
            ][kind]
            made.append(step(u, v))
        per_row = m.log_sum_exp(made[-1], axis=1) - m.pick(made[-1], slice(None), 0)
        # Each input is used, so that each has a derivative to be judged.
        return m.total(per_row) / 3.0 + 0.1 * m.total(m.matmul(x, w) * s + b + c)

    return build, [numbers.standard_normal(shape) / 2 for shape in shapes], numbers


@each_peer
def test_random_graphs(peer, framework):
    for seed in range(HOW_MANY[peer][1]):
        build, given, numbers = random_graph(seed)
        hold(peer, framework, build, given, numbers)


# Networks, written in PyTorch with its own cross-entropy.


@pytest.mark.parametrize("layers", [1, 2, 3, 4])
@pytest.mark.parametrize("penalty", [0.0, 0.1])
@pytest.mark.parametrize("seed", range(3))
def test_a_network_has_the_derivatives_of_pytorch(layers, penalty, seed, framework):
    torch = framework("torch")
    rng, numbers = random.Random(seed), np.random.default_rng(seed)
    net = Network(initial([rng.randint(2, 20) for _ in range(layers)] + [rng.randint(2, 9)], seed), penalty)
    for name in net.parameters:
        net.parameters[name] += 0.1 * numbers.standard_normal(net.parameters[name].shape)
    features, classes = len(net.parameters["W1"]), len(net.parameters[f"b{layers}"])
    x = numbers.standard_normal((rng.randint(1, 40), features))
    y = numbers.integers(0, classes, len(x))

    theirs = {name: torch.tensor(array, requires_grad=True) for name, array in net.parameters.items()}
    scores = torch.tensor(x)
    for i in range(1, layers + 1):
        scores = (scores if i == 1 else torch.relu(scores)) @ theirs[f"W{i}"] + theirs[f"b{i}"]
    loss = torch.nn.functional.cross_entropy(scores, torch.tensor(y))
    loss = loss + penalty / 2 * sum((theirs[f"W{i}"] ** 2).sum() for i in range(1, layers + 1))
    loss.backward()

    value, gradient = net.loss_and_gradient(x, y)
    assert value == pytest.approx(loss.item(), rel=1e-12)
    for name, tensor in theirs.items():
        assert gradient[name].dtype == np.float64
        np.testing.assert_allclose(gradient[name], tensor.grad.numpy(), rtol=1e-7, atol=1e-14, err_msg=name)
