"""Functions of JAX as graphs: their inputs, their groups, their rules, and what is refused."""

import numpy as np
import pytest
from frameworks.agreement import POINT, assert_agrees_with_jax, assert_close

from cgraph_lib import evaluate, gradient, reverse_trace
from cgraph_lib.errors import CgraphError, InputError, MissingPackageError, ShapeError, WrongTypeError
from cgraph_lib.frameworks import UnknownOperationError, from_jax


def test_jitted_functions_and_rules_at_kinks(jax):
    graph, inputs = from_jax(jax.jit(lambda x: jax.nn.relu(x) + jax.nn.softplus(x)), 0.0)
    assert gradient(graph, inputs) == {"x": float(jax.grad(lambda x: jax.nn.relu(x) + jax.nn.softplus(x))(0.0))}
    assert [node.op.name for node in from_jax(jax.nn.relu, 1.0).graph.nodes if node.op] == ["relu"]


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


def test_what_is_no_program(jax):
    with pytest.raises(WrongTypeError, match="Expected a function, got int"):
        from_jax(3, 1.0)
    with pytest.raises(InputError, match="Expected real numbers for x, got complex ones"):
        from_jax(lambda x: x * x, 1 + 2j)
    with pytest.raises(InputError, match="Expected a number .* for x, got str 'a'"):
        from_jax(lambda x: x * x, "a")
    for result in ("a", 1j, np.ma.masked_array([1.0, 2.0], [True, False])):
        with pytest.raises(InputError, match="Expected a number .* for the result, got"):
            from_jax(lambda x, result=result: (x, result), 1.0)
    for unknown in ("skip", np.ones(2)):
        with pytest.raises(InputError, match='unknown is "error" or "block"'):
            from_jax(jax.numpy.sin, 1.0, unknown=unknown)


def test_without_jax_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "jax", None)
    with pytest.raises(MissingPackageError, match="python -m pip install jax"):
        from_jax(lambda x: x, 1.0)


def test_a_rule_of_ones_own_with_a_name_that_jax_has(jax):
    @jax.custom_jvp
    def relu(x):
        return jax.numpy.where(x > 0, x, 0.1 * x)

    relu.defjvp(lambda at, along: (relu(*at), jax.numpy.where(at[0] > 0, 1.0, 0.1) * along[0]))
    assert_agrees_with_jax(jax, lambda x: (relu(x) * x).sum(), POINT)


@pytest.mark.parametrize("unknown", ["error", "block"])
def test_complex_numbers_are_refused(jax, unknown):
    for function in (lambda x: jax.numpy.abs(jax.numpy.fft.fft(x)).sum(), lambda x: jax.numpy.abs(x * (1 + 2j)).sum()):
        with pytest.raises(CgraphError, match="makes complex numbers"):
            from_jax(function, np.array(POINT), unknown=unknown)


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
