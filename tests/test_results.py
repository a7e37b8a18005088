"""Results: read by node, edge and name; read-only; owners of their numbers."""

import copy
import math
import pickle
from collections.abc import Mapping, MutableMapping

import numpy
import pytest

from cgraph_lib import Graph, evaluate, inputs, local_partials, parse, reverse_trace
from cgraph_lib.errors import CgraphError, GraphError, UnknownNameError
from cgraph_lib.graph import Edge
from cgraph_lib.results import ByNode

GRAPH = parse("c = a + b; d = b + 1; e = c * d; f = e * e")
VALUES = evaluate(GRAPH, a=2, b=1)
PARTIALS = local_partials(GRAPH, VALUES)
BOTH = pytest.mark.parametrize("results", [VALUES, PARTIALS], ids=["by node", "by edge"])


def test_results_are_read_by_name_and_by_node():
    assert VALUES["c"] == VALUES[GRAPH.node("c")] == 3
    assert PARTIALS["c", "e"] == PARTIALS[GRAPH.edge("c", "e")] == PARTIALS[GRAPH.node("c"), "e"] == 2
    assert PARTIALS["e", "f", 1] == PARTIALS["e", "f", 0] == 6
    assert VALUES.by_name() == {"a": 2, "b": 1, "c": 3, "d": 2, "e": 6, "f": 36}
    assert PARTIALS.by_name()["b", "d", 0] == 1
    assert repr(VALUES) == "{'a': 2.0, 'b': 1.0, 'c': 3.0, 'd': 2.0, 'e': 6.0, 'f': 36.0}"


def test_what_is_there_and_what_is_not():
    assert "c" in VALUES and GRAPH.node("c") in VALUES and ("c", "e") in PARTIALS and ("e", "f", 1) in PARTIALS
    assert VALUES.get("c") == 3 and VALUES.get("nothing", 7) == 7 and VALUES.get("nothing") is None
    assert PARTIALS.get(("c", "e")) == 2 and PARTIALS.get(("a", "e"), 7) == 7
    for key in ("nothing", "", 3, None, ("a", "c"), inputs("a"), ["c"], {}):
        assert key not in VALUES and VALUES.get(key, 7) == 7
    foreign = parse("c = a + b").edges[0]
    for key in (
        "bc",
        "c",
        ("a", "e"),
        ("c", "e", 1),
        ("c", "e", [0]),
        ("c", 3),
        ("b", "c", 0, 0),
        foreign,
        None,
        3,
        {},
    ):
        assert key not in PARTIALS and PARTIALS.get(key, 7) == 7


@pytest.mark.parametrize(
    ("results", "key", "sentence"),
    [
        (VALUES, "nothing", "There is no node 'nothing' in this graph. Its nodes are a, b, c, d, e, f."),
        (VALUES, 3, 'A number is read by a node or its name, as in values["c"], not by 3.'),
        (VALUES, None, 'A number is read by a node or its name, as in values["c"], not by None.'),
        (VALUES, inputs("a"), "<Node a: input> is not in this graph; it may belong to another one. Use its name."),
        (VALUES.without("c"), "c", "There is no number for 'c' yet."),
        (PARTIALS, "bc", 'An edge is read by two names and, if needed, a slot, as in p["b", "c"], not by \'bc\'.'),
        (
            PARTIALS,
            ("b", 3),
            'An edge is read by two names and, if needed, a slot, as in p["b", "c"], not by (\'b\', 3).',
        ),
        (PARTIALS, ("a", "e"), "There is no edge from a to e."),
        (PARTIALS, ("a", "c", 1), "There is no edge from a to c in slot 1."),
        (PARTIALS.without(("c", "e")), ("c", "e"), "There is no number for the edge from c to e yet."),
    ],
)
def test_a_missing_number_is_a_key_error_of_the_library(results, key, sentence):
    with pytest.raises(UnknownNameError) as caught:
        results[key]
    assert str(caught.value) == sentence
    assert isinstance(caught.value, KeyError) and isinstance(caught.value, CgraphError)


def test_parallel_edges_are_not_one():
    for ask in (lambda: PARTIALS["e", "f"], lambda: ("e", "f") in PARTIALS, lambda: PARTIALS.get(("e", "f"))):
        with pytest.raises(GraphError, match="Parallel edges run from e to f; add the slot, 0 or 1."):
            ask()


@BOTH
def test_results_are_mappings_that_nobody_changes(results):
    assert isinstance(results, Mapping) and not isinstance(results, MutableMapping | dict)
    before, key = dict(results), next(iter(results))
    for change in ("update", "pop", "popitem", "setdefault", "clear", "copy"):
        assert not hasattr(results, change)
    for change in (lambda: results.__setitem__(key, 1.0), lambda: results.__delitem__(key)):
        with pytest.raises(TypeError, match="Results are read-only.*Change a copy, by_name.. or dict"):
            change()
    for name in ("numbers", "graph", "other"):
        with pytest.raises((AttributeError, TypeError)):
            setattr(results, name, {})
    with pytest.raises(TypeError):
        results.numbers[key] = 1.0
    for union in (lambda: results | {}, lambda: {} | results):
        with pytest.raises(TypeError):
            union()
    assert dict(results) == before


@BOTH
def test_results_are_no_keys(results):
    with pytest.raises(TypeError, match=f"unhashable type: '{type(results).__name__}'"):
        hash(results)


@BOTH
def test_a_copy_may_be_changed(results):
    for changed in (dict(results), {**results}, results.by_name()):
        key = next(iter(changed))
        changed[key] = 100.0
        assert changed[key] == 100 and results[key] != 100


@BOTH
def test_keys_are_nodes_or_edges_in_the_order_of_the_graph(results):
    order = [node for node in GRAPH.nodes if node.constant is None] if results is VALUES else list(GRAPH.edges)
    found = [key for key in results if isinstance(key, Edge) or key.constant is None]
    assert sorted(found, key=order.index) == order
    assert list(results.items()) == list(zip(results.keys(), results.values(), strict=True))
    assert len(results) == len(list(results)) == (len(GRAPH.nodes) if results is VALUES else len(GRAPH.edges))


def test_equal_results_hold_equal_numbers_for_the_same_nodes():
    again = evaluate(GRAPH, a=2, b=1)
    assert again == VALUES and local_partials(GRAPH, again) == PARTIALS
    assert evaluate(GRAPH, a=2, b=2) != VALUES and VALUES.without("c") != VALUES
    for same in (dict(VALUES), VALUES.by_name()):
        assert same == VALUES and same == VALUES
    for other in (
        {"a": 2.0},
        VALUES.by_name() | {"z": 1.0},
        VALUES.by_name() | {"a": 3.0},
        VALUES.by_name() | {"a": 1.0},
    ):
        assert other != VALUES
    assert (VALUES == 3) is False
    assert PARTIALS.by_name() == PARTIALS


def test_arrays_and_nan_are_compared_as_a_whole():
    graph = parse("y = log(x)")
    for x in (numpy.array([1.0, -1.0]), -1.0):
        assert evaluate(graph, x=x) == evaluate(graph, x=x)
    one, other, longer = (evaluate(graph, x=numpy.array(x)) for x in ([1.0, 2.0], [1.0, 3.0], [1.0, 2.0, 3.0]))
    assert one != other and one != longer and one != evaluate(graph, x=1)
    nan = evaluate(graph, x=math.nan)
    assert nan == evaluate(graph, x=math.nan)
    assert nan != evaluate(graph, x=1) and evaluate(graph, x=1) != nan


@BOTH
@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda thing: pickle.loads(pickle.dumps(thing))])
def test_results_are_copied_and_pickled(results, copied):
    again = copied(results)
    assert again.by_name() == results.by_name() and type(again) is type(results)
    assert set(again.graph.nodes if results is VALUES else again.graph.edges) == set(again)


def test_a_copy_knows_of_which_node_its_derivatives_are():
    adjoints = reverse_trace(GRAPH, VALUES, of="e").final
    again = pickle.loads(pickle.dumps(adjoints))
    assert again.of is again.graph.node("e") and again["b"] == 5


def test_numbers_given_later_do_not_change_results():
    graph, x = parse("y = 2 * x"), numpy.array([1.0, 2.0])
    view = x[:]
    view.flags.writeable = False
    runs = [evaluate(graph, x=given) for given in (x, view, x[::1])]
    x += 10
    for values in runs:
        assert values["x"].tolist() == [1, 2] and values["y"].tolist() == [2, 4]


def test_results_made_by_hand_keep_their_numbers_too():
    graph, x = parse("y = 2 * x"), numpy.array([1.0, 2.0])
    values = ByNode(graph, {graph.node("x"): x})
    x += 10
    assert values["x"].tolist() == [1, 2]


def arrays():
    """Return every array that the runs of a small graph give."""
    graph, at = parse("c = x * k; y = c * sin(c) + relu(x)"), {"x": numpy.array([1.0, 2.0]), "k": 3.0}
    values = evaluate(graph, at)
    trace = reverse_trace(graph, values)
    found = [*values.values(), *local_partials(graph, values).values(), *trace.final.values()]
    return [*found, *(getattr(step, fact) for step in trace.steps for fact in ("before", "after", "factor", "partial"))]


def test_no_array_of_a_result_can_be_written_to():
    found = [array for array in arrays() if isinstance(array, numpy.ndarray)]
    assert len(found) > 20
    for array in found:
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


def test_the_arrays_of_a_result_serve_as_inputs_without_a_copy():
    graph = parse("y = 2 * x")
    values = evaluate(graph, x=numpy.array([1.0, 2.0]))
    assert evaluate(graph, x=values["y"])["x"] is values["y"]


def test_results_without_some_numbers():
    less = VALUES.without("c", GRAPH.node("d"))
    assert "c" not in less and "d" not in less and less["e"] == 6 and "c" in VALUES
    assert len(PARTIALS.without(("e", "f", 0))) == len(PARTIALS) - 1
    with pytest.raises(UnknownNameError):
        VALUES.without("nothing")


def test_results_of_100_000_nodes_are_pickled():
    node = inputs("x")
    for _ in range(50_000):
        node = (node + 0.5) * 0.99999
    graph = Graph(node)
    values = evaluate(graph, x=1)
    for again in (pickle.loads(pickle.dumps(values)), copy.deepcopy(values)):
        assert again["x"] == 1 and again[again.graph.output] == values[node] and len(again) == len(values)
