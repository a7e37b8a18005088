"""Functions of JAX as graphs: their values and derivatives beside JAX's own, and what is refused."""

import numpy as np
import pytest
from frameworks.random_functions import Language, random_function

from cgraph_lib import evaluate, gradient, reverse_trace, show
from cgraph_lib.arrays import array_gradient, push_forward
from cgraph_lib.errors import CgraphError, InputError, MissingPackageError, ShapeError, WrongTypeError
from cgraph_lib.frameworks import UnknownOperationError, from_jax


@pytest.fixture(scope="module", autouse=True)
def jax(framework):
    found = framework("jax")
    with found.enable_x64(True):
        yield found


def assert_close(ours, theirs):
    ours, theirs = np.asarray(ours), np.asarray(theirs)
    assert ours.shape == theirs.shape
    assert np.max(np.abs(ours - theirs) / np.maximum(1, np.abs(theirs)), initial=0) <= 1e-12


def assert_agrees(jax, function, *example, unknown="error"):
    """Compare the value and all derivatives of a function with JAX's, and return the graph."""
    example = [np.asarray(x, float) for x in example]
    value, theirs = jax.jit(jax.value_and_grad(function, argnums=tuple(range(len(example)))))(*example)
    graph, inputs = from_jax(function, *example, unknown=unknown)
    assert_close(evaluate(graph, inputs)[graph.output], value)
    for ours, derivative in zip(array_gradient(graph, inputs).values(), theirs, strict=True):
        assert_close(ours, derivative)
    return graph


@pytest.mark.parametrize("seed", range(200))
def test_random_functions_agree_with_jax(jax, seed):
    language = Language(
        jax.numpy,
        sigmoid=jax.nn.sigmoid,
        relu=jax.nn.relu,
        softplus=jax.nn.softplus,
        silu=jax.nn.silu,
        softmax=jax.nn.softmax,
        logsumexp=lambda x: jax.nn.logsumexp(x, -1),
        flip=lambda x: jax.numpy.flip(x, 0),
        concatenate=jax.numpy.concatenate,
        largest=lambda x: x.max(0),
    )
    function, given = random_function(1000 + seed, steps=4)
    example = [np.reshape(numbers, shape) for shape, numbers in given]
    assert_agrees(jax, lambda *inputs: function(language, *inputs), *example)


POINT = [[0.3, -1.2, 2.0], [1.5, 0.7, -0.4]]
TALL = [[0.5], [2.5]]
FUNCTIONS = {
    "powers": lambda j, n, x, y: x**3 + y**0.5 + 2**x + y**y + n.exp2(x),
    "exps and logs": lambda j, n, x, y: n.expm1(x) + n.log1p(y) + n.sinh(x) - n.cosh(y),
    "roots": lambda j, n, x, y: j.lax.rsqrt(y) + n.cbrt(1.0) * x + n.reciprocal(y) + n.tan(x),
    "activations": lambda j, n, x, y: j.nn.gelu(x) + j.nn.elu(y) + j.nn.leaky_relu(x) + j.nn.softplus(50 * x),
    "sharper": lambda j, n, x, y: j.nn.relu6(x) + j.nn.hard_tanh(y) + j.nn.log_sigmoid(x) + j.nn.mish(y),
    "log softmax": lambda j, n, x, y: j.nn.log_softmax(x, 0) * j.nn.softmax(x),
    "bounded": lambda j, n, x, y: n.clip(x, -1, 1) + n.where(x < y, x * x, y) + n.where(TRUTHS, x, y),
    "spread": lambda j, n, x, y: n.var(x) + n.std(x, 1, keepdims=True) + n.linalg.norm(x),
    "moved": lambda j, n, x, y: x.T.reshape(2, 3) + x[:, ::-1] + n.roll(x, 1, 1) + x[None].swapaxes(0, 1)[:, 0],
    "parts": lambda j, n, x, y: x[:, 0] @ y * x[1, 1:].sum() + x[n.array([0, 1]), n.array([2, 2])].sum(),
    "dynamic": lambda j, n, x, y: (
        j.lax.dynamic_slice(x, (0, 1), (2, 2)) + y + j.lax.dynamic_update_slice(x, y, (0, 0))[:, :2]
    ),
    "set": lambda j, n, x, y: x.at[0, 1].set(3.0) * x + x.at[:, 0].set(y[:, 0]) ** 2,
    "joined": lambda j, n, x, y: n.stack([x, x * y])[1] + n.concatenate([x, y], 1)[:, 1:] + n.split(x, 3, 1)[2],
    "padded": lambda j, n, x, y: n.pad(x, ((0, 0), (1, 1)))[:, :3] + n.tile(y, (1, 3)) + n.repeat(y, 3, 1),
    "products": lambda j, n, x, y: (x @ x.T) @ y + (x @ x[0])[:, None] + x[0] @ x[1] + n.dot(x, x.T @ y),
    "einsum": lambda j, n, x, y: n.einsum("ij,kj->ik", x, x) + n.einsum("ij,ij->", x, x) + n.outer(y, y)[:2, :2],
    "batches": lambda j, n, x, y: j.vmap(lambda row, side: row @ row * side)(x, y) + n.tensordot(x, x, 2),
    "triangle": lambda j, n, x, y: n.tril(x) * x + n.eye(2, 3) * y + n.zeros_like(x) + n.arange(3.0) * x,
    "flat": lambda j, n, x, y: n.sign(x) * x + n.floor(y) * x + (x > 0) * y + n.isfinite(x) * x,
    "held": lambda j, n, x, y: j.lax.stop_gradient(x) * x + y.astype(float),
    "inlined": lambda j, n, x, y: j.jit(lambda z: j.checkpoint(n.sin)(z) * z)(x) + j.jit(j.nn.relu)(y),
    "second order": lambda j, n, x, y: j.grad(lambda z: (n.tanh(z) ** 3).sum())(x) * y,
    "smallest": lambda j, n, x, y: x.min(1) + x.max() - n.minimum(x, y).max(),
    "labels": lambda j, n, x, y: -n.take_along_axis(j.nn.log_softmax(x), n.array([[2], [0]]), 1).mean(),
    "random": lambda j, n, x, y: j.random.normal(j.random.key(0), (2, 3)) * x,
}
TRUTHS = np.array([[True, False, True], [False, False, True]])


@pytest.mark.parametrize("name", FUNCTIONS)
def test_operations_agree_with_jax(jax, name):
    assert_agrees(jax, lambda x, y: FUNCTIONS[name](jax, jax.numpy, x, y).sum(), POINT, TALL)


def test_jitted_functions_and_rules_at_kinks(jax):
    graph, inputs = from_jax(jax.jit(lambda x: jax.nn.relu(x) + jax.nn.softplus(x)), 0.0)
    assert gradient(graph, inputs) == {"x": float(jax.grad(lambda x: jax.nn.relu(x) + jax.nn.softplus(x))(0.0))}
    assert [node.op.name for node in from_jax(jax.nn.relu, 1.0).graph.nodes if node.op] == ["relu"]


def test_jacobian_vector_products_agree_with_jax(jax):
    def function(x, y):
        moved = jax.numpy.concatenate([x.T, x.T * y[0, 0]])
        chosen = jax.numpy.where(moved > 0, moved, moved**2) @ x
        return (jax.nn.logsumexp(chosen, 0) + chosen.max(0) + jax.numpy.sort(chosen, 0)[1]).sum()

    at = tuple(np.array(x) for x in (POINT, TALL))
    along = tuple(np.cos(x) for x in at)
    graph, inputs = from_jax(function, *at, unknown="block")
    tangents = push_forward(graph, evaluate(graph, inputs), dict(zip(inputs, along, strict=True)))
    assert_close(tangents[graph.output], jax.jvp(function, at, along)[1])


def test_inputs_have_the_names_of_the_program(jax):
    def loss(params, x, labels):
        return (params["W"] * x[0] + params["b"][0] * x[1]) * labels[1]

    graph, inputs = from_jax(loss, {"W": 2.0, "b": [3.0]}, (5.0, 7), np.array([0, 1]))
    assert inputs == {"params.W": 2.0, "params.b.0": 3.0, "x.0": 5.0, "x.1": 7.0}
    assert evaluate(graph, inputs)["loss"] == 31.0


def test_named_scopes_are_groups(jax):
    def network(w, x):
        with jax.named_scope("hidden"):
            h = jax.jit(lambda z: jax.numpy.tanh(z) + 1)(w * x)
        return h * h

    graph, _ = from_jax(network, 2.0, 3.0)
    assert [node.op.name for node in graph.groups["hidden"] if node.op] == ["multiply", "tanh", "add"]


def test_a_scalar_function_is_stepped_like_any_graph(jax):
    graph, inputs = from_jax(lambda w, x, b: jax.numpy.tanh(w * x + b) ** 2, 2.0, 3.0, -6.5)
    trace = reverse_trace(graph, evaluate(graph, inputs))
    assert [trace.final[name] for name in "wxb"] == list(gradient(graph, inputs).values())


def test_a_rule_of_ones_own_is_not_carried_over(jax):
    @jax.custom_vjp
    def square(x):
        return x * x

    square.defvjp(lambda x: (x * x, x), lambda x, adjoint: (adjoint * 3 * x,))
    assert gradient(*from_jax(square, 3.0)) == {"x": 6.0}


def test_single_precision_becomes_double(jax):
    with jax.enable_x64(False):
        graph, inputs = from_jax(lambda x: jax.numpy.sin(x) * 0.1, np.float32(2.0))
        assert jax.numpy.ones(1).dtype == np.float32  # the setting is as it was
    assert_close(evaluate(graph, inputs)[graph.output], np.sin(2.0) * 0.1)


def test_an_unknown_operation_is_named_with_its_place(jax):
    def sorted_middle(x):
        return jax.numpy.sort(x)[1]

    with pytest.raises(
        UnknownOperationError, match=r"no operation for sort, at line \d+ of sorted_middle \(return jax"
    ) as error:
        from_jax(sorted_middle, np.array([3.0, 1.0, 2.0]))
    assert error.value.operation == "sort" and error.value.file == __file__ and 'unknown="block"' in str(error.value)


UNKNOWN = {
    "a sorted row": lambda j, x: j.numpy.sort(x, 1)[0, 1] * j.lax.erf(x).sum(),
    "a sum in one place": lambda j, x: (x.at[j.numpy.array([0, 0])].add(x) ** 2).sum(),
    "places that depend": lambda j, x: (x[x.argmax(0), j.numpy.array([0, 1, 2])] * x[0]).sum(),
    "a running sum": lambda j, x: (j.numpy.cumsum(x, 1) * x).sum(),
    "a loop": lambda j, x: j.lax.scan(lambda h, row: (j.numpy.tanh(h + row), h), x[0], x)[0].sum(),
    "a branch": lambda j, x: j.lax.cond(x[0, 0] > 0, lambda z: z * z, lambda z: -z, x).sum(),
    "a fixed loop": lambda j, x: j.lax.fori_loop(0, 3, lambda i, z: j.numpy.sin(z) * 2, x).sum(),
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_a_closed_block_has_the_derivatives_of_jax(jax, name):
    def function(x):
        return UNKNOWN[name](jax, x)

    with pytest.raises(UnknownOperationError):
        from_jax(function, np.array(POINT))
    graph = assert_agrees(jax, function, POINT, unknown="block")
    assert "No numbers are computed yet" in repr(show(graph))


def test_what_is_no_program(jax):
    with pytest.raises(WrongTypeError, match="Expected a function, got int"):
        from_jax(3, 1.0)
    with pytest.raises(InputError, match="Expected real numbers for x, got complex ones"):
        from_jax(lambda x: x * x, 1 + 2j)
    with pytest.raises(InputError, match="Expected a number .* for x, got str 'a'"):
        from_jax(lambda x: x * x, "a")
    with pytest.raises(InputError, match='unknown is "error" or "block"'):
        from_jax(jax.numpy.sin, 1.0, unknown="skip")


def test_without_jax_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "jax", None)
    with pytest.raises(MissingPackageError, match="python -m pip install jax"):
        from_jax(lambda x: x, 1.0)


def test_a_rule_of_ones_own_with_a_name_that_jax_has(jax):
    @jax.custom_jvp
    def relu(x):
        return jax.numpy.where(x > 0, x, 0.1 * x)

    relu.defjvp(lambda at, along: (relu(*at), jax.numpy.where(at[0] > 0, 1.0, 0.1) * along[0]))
    assert_agrees(jax, lambda x: (relu(x) * x).sum(), POINT)


CONVERTED = {
    "whole numbers": lambda j, n, x: x.astype(int) * x + n.floor(x).astype(int) * 2.0,
    "truths": lambda j, n, x: x.astype(bool) * x + x.astype(bool).astype(float),
    "counted": lambda j, n, x: (x > 0).sum() * x + n.mean(x > 0, dtype=float) * x,
    "products": lambda j, n, x: ((10 * x).astype(int) ** 2 * x - (-(10 * x).astype(int)) * x) / 100,
    "chosen": lambda j, n, x: j.lax.select_n((x > 0).astype(int), x, x * x),
    "held": lambda j, n, x: j.lax.stop_gradient(x.astype(int)) * x,
}
ROUNDED = {
    "divided": lambda j, n, x: j.lax.div((10 * x).astype(int), 3) * x,
    "bits": lambda j, n, x: ((10 * x).astype(int) & 3) * x + (~(10 * x).astype(int)) * x,
    "bytes": lambda j, n, x: (300 * n.abs(x)).astype(n.uint8) * x,
    "short ones": lambda j, n, x: ((100 * x).astype(n.int8) * 2) * x + (6e8 * x).astype(n.int32).sum(dtype=n.int32) * x,
}


@pytest.mark.parametrize("name", [*CONVERTED, *ROUNDED])
def test_whole_numbers_and_truths_agree_with_jax(jax, name):
    function = (CONVERTED | ROUNDED)[name]
    for unknown in ["block"] if name in ROUNDED else ["error", "block"]:
        graph = assert_agrees(jax, lambda x: function(jax, jax.numpy, x).sum(), POINT, unknown=unknown)
        other = np.array(POINT) * 1.5 + 0.1
        assert_close(evaluate(graph, x=other)[graph.output], function(jax, jax.numpy, jax.numpy.array(other)).sum())


@pytest.mark.parametrize("unknown", ["error", "block"])
def test_complex_numbers_are_refused(jax, unknown):
    for function in (lambda x: jax.numpy.abs(jax.numpy.fft.fft(x)).sum(), lambda x: jax.numpy.abs(x * (1 + 2j)).sum()):
        with pytest.raises(CgraphError, match="makes complex numbers"):
            from_jax(function, np.array(POINT), unknown=unknown)


def test_a_block_of_several_operands_has_the_derivative_for_each(jax):
    matrix = [[2.0, 1.0], [1.0, 3.0]]
    assert_agrees(jax, lambda a, b: (jax.numpy.linalg.solve(a, b) * b).sum(), matrix, [1.0, 2.0], unknown="block")


def test_what_a_program_reads_from_outside_may_change_afterwards(jax):
    outside = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    graph, inputs = from_jax(lambda x: jax.lax.rem(x, outside) * outside, np.array(POINT), unknown="block")
    before = evaluate(graph, inputs)
    outside *= 0.1
    assert evaluate(graph, inputs) == before


def test_a_block_without_a_derivative_says_so(jax):
    def function(x):
        return jax.lax.while_loop(lambda state: state.sum() < 9, lambda state: state * 2, x).sum()

    graph, inputs = from_jax(function, np.ones(2), unknown="block")
    assert evaluate(graph, inputs)[graph.output] == 16.0
    with pytest.raises(CgraphError, match=r"JAX has no derivative of while: Reverse-mode"):
        array_gradient(graph, inputs)


def test_whole_numbers_that_no_float_holds_are_refused(jax):
    def function(x):
        return jax.lax.bitcast_convert_type(x, jax.numpy.int64) * 1.0

    graph, inputs = from_jax(function, 0.1, unknown="block")
    with pytest.raises(CgraphError, match="bitcast_convert_type makes whole numbers beyond 2"):
        evaluate(graph, inputs)


def test_whole_numbers_too_large_for_their_kind_are_refused(jax):
    graph, _ = from_jax(lambda x: x.astype(int) * 1.0, 2.5)
    assert evaluate(graph, x=-3.7)[graph.output] == -3.0
    for number in (1e300, float("nan")):
        with pytest.raises(CgraphError, match="makes whole numbers beyond 2"):
            evaluate(graph, x=number)


ASKING = {
    "an if": lambda n, x: x * 2 if x.sum() > 0 else x,
    "a mask": lambda n, x: x[x > 0],
    "numpy": lambda n, x: np.sin(np.asarray(x)),
    "float": lambda n, x: x * float(x[0, 0]),
}


@pytest.mark.parametrize("name", ASKING)
def test_a_program_that_asks_for_a_number_is_named_with_its_place(jax, name):
    with pytest.raises(
        WrongTypeError, match=r"but line \d+ of <lambda> \(.*\) asks for one \(.*\); choose by"
    ) as error:
        from_jax(lambda x: ASKING[name](jax.numpy, x), np.array(POINT))
    assert error.value.file == __file__


@pytest.mark.parametrize("shape", [(3, 2), (6,), ()])
def test_a_graph_is_for_arrays_of_the_shapes_of_its_example(jax, shape):
    graph, _ = from_jax(lambda x: x / x.size + x.mean(), np.array(POINT))
    with pytest.raises(ShapeError, match=r"x has shape .* example in which it has shape \(2, 3\)"):
        evaluate(graph, x=np.ones(shape) if shape else 1.0)


def test_an_example_may_hold_keys_labels_and_short_floats(jax):
    def function(x, labels, key, scale):
        return x[labels] * jax.random.normal(key, (2,)) * labels.at[0].set(4) * scale

    labels, key = np.array([1, 0]), jax.random.key(3)
    graph, inputs = from_jax(function, jax.numpy.array([2.0, 3.0], jax.numpy.bfloat16), labels, key, np.int64(5))
    assert list(inputs) == ["x", "scale"] and inputs["scale"] == 5.0
    expected = np.array([3.0, 2.0]) * np.asarray(jax.random.normal(key, (2,))) * [4, 0] * 5
    assert_close(evaluate(graph, inputs)["function"], expected)


def test_a_whole_number_that_counts_is_explained(jax):
    with pytest.raises(TypeError) as error:
        from_jax(lambda x, n: sum(x for _ in range(n)), 2.0, 3)
    assert error.value.__notes__[-1].endswith("for these give an array of whole numbers, as np.array(3).")
    assert gradient(*from_jax(lambda x, n: sum(x for _ in range(n)), 2.0, np.array(3))) == {"x": 3.0}


@pytest.mark.parametrize("kind", [np.float16, np.longdouble, ">f8", np.float32])
def test_an_example_of_any_kind_of_numbers(jax, kind):
    places = np.array([1, 0], ">i4")
    graph, inputs = from_jax(lambda x, places: x[places] * 2, np.array([1.0, 2.0], kind)[::-1], places)
    assert evaluate(graph, inputs)[graph.output].tolist() == [2.0, 4.0]


def test_a_class_is_no_function(jax):
    with pytest.raises(WrongTypeError, match="Expected a function, got type"):
        from_jax(dict, 1.0)


def test_the_mean_of_nothing_is_that_of_jax(jax):
    graph, inputs = from_jax(lambda x: x.mean(0), np.ones((0, 2)))
    assert np.isnan(evaluate(graph, inputs)[graph.output]).tolist() == [True, True]
