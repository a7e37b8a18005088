"""Nodes: how they are made, and what they refuse."""

import math
import operator

import numpy
import pytest

from cgraph_lib import Graph, evaluate, exp, gradient, group, inputs
from cgraph_lib.errors import CgraphError, UnknownNameError
from cgraph_lib.graph import apply, constant

X = inputs("x")
NUMPY_NAMES = "add subtract multiply divide power negative absolute exp log sqrt sin cos tan tanh square"


def test_every_operator_makes_its_own_node():
    x = inputs("x")
    made = [x + 2, 2 + x, x - 2, 2 - x, x * 2, 2 * x, x / 2, 2 / x, x**2, 2**x, -x, abs(x)]
    assert [evaluate(Graph(node), x=4.0)[node] for node in made] == [6, 6, 2, -2, 8, 8, 2, 0.5, 16, 16, -4, 4]
    names = "add add subtract subtract multiply multiply divide divide power power negate abs"
    assert [node.op.name for node in made] == names.split()


def test_nodes_are_compared_by_identity():
    a, same_name = inputs("a"), inputs("a")
    assert a != same_name and len({a, same_name}) == 2
    assert (a + 1) != (a + 1)


def test_names_are_read_as_python_reads_them():
    sign, letter = "\u00b5", "\u03bc"  # which Python takes for one in a keyword
    assert inputs(sign).name == inputs("x").named(sign).name == letter
    assert evaluate(Graph(inputs(sign) * 2.0), **{letter: 3})["v1"] == 6


def test_an_array_beside_an_operator_is_one_constant():
    x, numbers = inputs("x"), numpy.array([1.0, 2.0])
    for node in (numbers * x, x * numbers, numpy.multiply(numbers, x)):
        graph = Graph(node)
        assert len(graph.nodes) == 3 and list(evaluate(graph, x=3)[node]) == [3, 6]
    single = Graph(numpy.float64(2) * x)
    assert evaluate(single, x=3)[single.output] == 6


@pytest.mark.parametrize("name", [*NUMPY_NAMES.split()])
def test_numpy_functions_that_are_operations_make_nodes(name):
    function = getattr(numpy, name)
    operands = (0.7, 1.3)[: function.nin]
    nodes = inputs("x y")[: function.nin]
    graph = Graph(function(*nodes))
    found = evaluate(graph, dict(zip(nodes, operands, strict=True)))[graph.output]
    assert found == pytest.approx(float(function(*operands)), rel=1e-15)


def test_the_larger_and_the_smaller_by_numpy():
    graph = Graph(numpy.maximum(X, 0) - numpy.minimum(X, 0))
    assert [gradient(graph, x=x)["x"] for x in (2, -2)] == [1, -1]


MATRIX = numpy.zeros((2, 2)).view(numpy.matrix)
OPERATORS = ["floordiv", "mod", "and_", "or_", "xor", "lshift", "rshift"]
REFUSED = {
    **{name: (lambda name=name: getattr(operator, name)(X, 2), "the operators . - . / .. and") for name in OPERATORS},
    **{f"{name} of 2": (lambda name=name: getattr(operator, name)(2, X), "take the operators") for name in OPERATORS},
    "divmod": (lambda: divmod(X, 2), "take the operators"),
    "divmod of 2": (lambda: divmod(2, X), "take the operators"),
    "~": (lambda: ~X, "take the operators"),
    "entry": (lambda: X[0], r"has no entries before it has a number; x.i. is pick.x, i. of cgraph_lib.arrays"),
    "entries": (lambda: list(X), "has no entries"),
    "int": (lambda: int(X), "holds no number"),
    "complex number": (lambda: complex(X), "holds no number"),
    "round": (lambda: round(X, 2), "holds no number"),
    "trunc": (lambda: math.trunc(X), "holds no number"),
    "function": (lambda: exp(), "exp takes one operand, not 0"),
    "function of two": (lambda: exp(1.0, 2.0), "exp takes one operand, not 2"),
    "floor": (lambda: numpy.floor(X), "numpy's floor does not take nodes. Functions of nodes are exp, log,"),
    "out": (lambda: numpy.exp(X, out=numpy.zeros(1)), "numpy's exp does not take nodes"),
    "in place": (lambda: numpy.zeros(2).__iadd__(X), "numpy's add does not take nodes"),
    "reduce": (lambda: numpy.add.reduce(X), "numpy's add does not take nodes"),
    "outer": (lambda: numpy.multiply.outer(X, X), "numpy's multiply does not take nodes"),
    "sum": (lambda: numpy.sum(X), "numpy's sum does not take nodes. .* cgraph_lib.arrays has matmul, total"),
    "@": (lambda: X @ X, "the matrix product is matmul.x, y. of cgraph_lib.arrays"),
    "array @": (lambda: numpy.eye(2) @ X, "numpy's matmul does not take nodes. .* cgraph_lib.arrays has matmul"),
    "@ array": (lambda: X @ numpy.eye(2), "the matrix product is matmul"),
    "bool": (lambda: bool(X), "neither true nor false, .* made by max, min and relu of cgraph_lib"),
    "if": (lambda: 1 if X else 2, "a graph has no if"),
    "max": (lambda: max(X, X + 1), "made by max, min and relu of cgraph_lib"),
    "min": (lambda: min(X, 0), "made by max, min and relu of cgraph_lib"),
    "sorted": (lambda: sorted([X, X * 2]), "nor larger than another"),
    "<": (lambda: X < 1, "nor larger than another"),
    "<=": (lambda: X <= X, "nor larger than another"),
    ">": (lambda: X > X, "nor larger than another"),
    ">=": (lambda: X >= 1.0, "nor larger than another"),
    "pow": (lambda: pow(X, 2, 5), "takes a base and an exponent, not a modulus 5"),
    "math": (lambda: math.exp(X), "holds no number; evaluate.graph, .... computes one"),
    "float": (lambda: float(X), "holds no number"),
    "string": (lambda: X + "1", "Expected a number or a plain numpy array of real numbers, got str '1'"),
    "bytes": (lambda: X + bytearray(b"1"), "got bytearray bytearray.b'1'."),
    "complex": (lambda: X * 2j, "got complex 2j"),
    "None": (lambda: X - None, "got NoneType None"),
    "list": (lambda: X * [1, 2], "got list .1, 2."),
    "matrix": (lambda: X * MATRIX, r"got matrix\[float64\]"),
    "masked": (lambda: constant(numpy.ma.masked_array([1.0], [True])), r"got MaskedArray\[float64\]"),
    "names": (lambda: inputs(" "), "at least one name"),
    "list of names": (lambda: inputs(["a", "b"]), "Expected one string of names, as in .*, got .'a', 'b'."),
    "name": (lambda: X.named(3), "Expected the name of a node, a string, got 3"),
    "operation": (lambda: apply("sigmod", X), "no operation 'sigmod'. Did you mean 'sigmoid'.* Known: exp, log"),
    "unlike any": (lambda: apply("qqqq", X), "no operation 'qqqq'. Known: exp, log"),
    "one operand": (lambda: apply("max", X), "max takes two operands, not 1"),
    "three operands": (lambda: apply("exp", X, X, X), "exp takes one operand, not 3"),
    "group": (lambda: group(3).__enter__(), "Expected the name of a group, a string, got 3"),
    "nameless group": (lambda: group(" ").__enter__(), "A group needs a name"),
    "half a group": (lambda: group("layer 1/").__enter__(), "A group needs a name"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_nodes_refuse_is_named(case):
    mistake, message = REFUSED[case]
    with pytest.raises(CgraphError, match=message):
        mistake()


def test_a_node_that_is_used_as_a_truth_value_is_also_a_type_error():
    for mistake in (lambda: bool(X), lambda: X < 1, lambda: X @ X, lambda: float(X)):
        with pytest.raises(TypeError):
            mistake()


def test_an_array_changed_later_changes_no_constant():
    numbers = numpy.array([1.0, 2.0])
    view = numbers[:]
    view.flags.writeable = False
    graphs = [Graph(constant(array) * inputs("x")) for array in (numbers, view, numbers[::-1])]
    numbers += 10
    assert [evaluate(graph, x=1)[graph.output].tolist() for graph in graphs] == [[1, 2], [1, 2], [2, 1]]
    with pytest.raises(ValueError, match="read-only"):
        graphs[0].constants[0].constant[0] = 5


def test_an_array_that_nobody_can_change_is_not_copied():
    first = constant(numpy.array([1.0, 2.0]))
    assert constant(first.constant).constant is first.constant


def test_an_operation_is_given_by_its_name():
    for head in (["exp"], {}, None, 3):
        with pytest.raises(UnknownNameError, match="There is no operation"):
            apply(head, 1.0)


def test_an_operation_on_numbers_alone_is_a_node():
    for node in (apply("+", 2, 3), apply("+", constant(2), 3), apply("+", 2, constant(3))):
        assert [parent.constant for parent in node.parents] == [2.0, 3.0] and evaluate(Graph(node))["v1"] == 5.0
