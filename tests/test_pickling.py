"""Copies and pickles of nodes, however long the chain: they share what the originals share, and keep all they know."""

import copy
import pickle

import numpy
import pytest

from cgraph_lib import Graph, group, inputs
from cgraph_lib.graph import Node, constant

COPIES = {"pickle": lambda thing: pickle.loads(pickle.dumps(thing)), "deepcopy": copy.deepcopy}


@pytest.mark.parametrize("copied", COPIES.values(), ids=COPIES)
def test_a_long_chain_is_copied(copied):
    x = node = inputs("x")
    for _ in range(100_000):
        node = node * 0.5
    again = copied(node)
    for _ in range(100_000):
        again = again.parents[0]
    assert again.name == "x" and again.is_input and again is not x


@pytest.mark.parametrize("copied", COPIES.values(), ids=COPIES)
def test_copies_share_what_the_originals_share(copied):
    a, b = inputs("a b")
    c = (a + b).named("c")
    e = c * c * a
    graph = Graph(e)
    again, leaf, named, whole, by_node = copied((e, b, c, graph, {c: 3.0, a: 2.0}))
    assert whole.output is again and whole.inputs[1] is leaf and whole.node("c") is named and by_node[named] == 3.0
    assert len(whole.nodes) == len(graph.nodes) and not set(whole.nodes) & set(graph.nodes)
    assert again.parents[0].parents == (named, named)


@pytest.mark.parametrize("copied", COPIES.values(), ids=COPIES)
def test_a_copy_keeps_groups_names_shapes_and_constants(copied):
    with group("layer"):
        node = (constant(numpy.array([1.0, 2.0]), "k") * Node("x", shape=(2,)).named("x")).named("y")
    again = copied(node)
    assert again.parents[1].shape == (2,) and again.shape is None
    assert (again.name, again.group, again.parents[0].name, again.parents[0].group) == ("y", "layer", "k", "layer")
    assert again.parents[0].constant.tolist() == [1, 2] and not again.parents[0].constant.flags.writeable


def test_after_a_pickle_that_failed_others_are_whole():
    x = inputs("x")
    broken = Node("", None, (), lambda: None)
    with pytest.raises(Exception, match="pickle"):
        pickle.dumps(x + 1 + (broken * x))
    assert pickle.loads(pickle.dumps(x + 1)).parents[0].name == "x"
