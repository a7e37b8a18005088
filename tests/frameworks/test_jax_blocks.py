"""Closed blocks have the derivatives of JAX, and say so where it has none."""

import numpy as np
import pytest
from frameworks.agreement import POINT, assert_agrees_with_jax

from cgraph_lib import evaluate, show
from cgraph_lib.arrays import array_gradient
from cgraph_lib.errors import CgraphError
from cgraph_lib.frameworks import UnknownOperationError, from_jax

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
    graph = assert_agrees_with_jax(jax, function, POINT, unknown="block")
    assert "No numbers are computed yet" in repr(show(graph))


def test_a_block_of_several_operands_has_the_derivative_for_each(jax):
    matrix = [[2.0, 1.0], [1.0, 3.0]]
    assert_agrees_with_jax(
        jax, lambda a, b: (jax.numpy.linalg.solve(a, b) * b).sum(), matrix, [1.0, 2.0], unknown="block"
    )


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
