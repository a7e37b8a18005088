"""Trials on nodes that hold their edges: a right function passes, one that overwrites or misses a parent does not."""

import pytest

from cgraph_lib.exercises.linked_nodes import listed, swept
from cgraph_lib.exercises.trials import trial


def accumulated(nodes, add=True):
    """Return the adjoints of nodes in topological order, added up or written over."""
    for node in nodes:
        node.adjoint = float(node is nodes[-1])
    for node in reversed(nodes):
        for parent, partial in node.edges:
            parent.adjoint = parent.adjoint * add + node.adjoint * partial
    return [node.adjoint for node in nodes]


def in_order(nodes):
    return all(parent in nodes[:place] for place, node in enumerate(nodes) for parent, _ in node.edges)


def test_a_sweep_must_add():
    case = swept("c = a + b; d = b * 3; e = c * d", {"a": 2, "b": 1})
    assert case.label == "For c = a + b; d = b * 3; e = c * d at a = 2, b = 1"
    assert trial(accumulated, case).right
    assert not trial(lambda nodes: accumulated(nodes, add=False), case).right


def test_the_nodes_keep_their_adjoints_for_the_second_call():
    def without_zeros(nodes):
        nodes[-1].adjoint = 1.0
        for node in reversed(nodes):
            for parent, partial in node.edges:
                parent.adjoint += node.adjoint * partial
        return [node.adjoint for node in nodes]

    first, second = trial(without_zeros, swept("y = x * x", {"x": 3})), [12.0, 1.0]
    assert not first.right and first.second == second


@pytest.mark.parametrize(("order", "right"), [("x u y", True), ("u x y", False), ("x y u", False)])
def test_an_order_is_judged(order, right):
    case = listed("u = x * x; y = u * x", order, right)
    assert trial(in_order, case).right and not trial(lambda nodes: not right, case).right
