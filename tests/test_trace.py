"""Traces: moments by number, states, slices, and what is refused."""

import copy
import pickle

import numpy
import pytest

from cgraph_lib import (
    evaluate,
    evaluation_trace,
    forward_trace,
    narrate,
    parse,
    reverse_trace,
    trace_table,
    worked_solution,
)
from cgraph_lib.errors import MomentError, WrongTypeError
from cgraph_lib.exact import exact_trace

GRAPH = parse("c = a + b; d = b + 1; e = c * d")
VALUES = evaluate(GRAPH, a=2, b=1)
TRACE = reverse_trace(GRAPH, VALUES)


def test_a_moment_is_identified_by_the_steps_taken():
    assert len(TRACE) == len(TRACE.steps) + 1 == 7
    assert [moment.i for moment in TRACE] == list(range(7))
    assert TRACE[-1] == TRACE[6] and TRACE[-7] == TRACE[0] == TRACE[numpy.int64(0)]
    assert TRACE[0].step is None and TRACE[3].step is TRACE.steps[2]


def test_a_slice_of_a_trace_is_a_list_of_moments():
    assert TRACE[1:3] == [TRACE[1], TRACE[2]] and TRACE[::-3] == [TRACE[6], TRACE[3], TRACE[0]] and TRACE[9:] == []


def test_states_count_as_moments_do():
    assert TRACE.state(0) == {} and TRACE.state(1) == {"e": 1.0}
    assert TRACE.state(-1) == TRACE.final == {"e": 1.0, "c": 2.0, "d": 3.0, "a": 2.0, "b": 5.0}
    assert TRACE.state(-2) == TRACE.state(5) and TRACE.state(-7) == TRACE.state(0)
    assert [len(TRACE.state(moment.i)) for moment in TRACE] == [0, 1, 2, 3, 4, 5, 5]


def test_an_evaluation_begins_with_its_constants():
    trace = evaluation_trace(GRAPH, a=2, b=1)
    assert list(trace.state(0).items()) == [(GRAPH.constants[0], 1.0)] and trace.state(1).by_name() == {"a": 2}


@pytest.mark.parametrize("i", [7, -8, 100])
def test_moments_that_are_not_there(i):
    for ask in (TRACE.__getitem__, TRACE.state):
        with pytest.raises(MomentError, match=rf"moments 0 to 6 .and -1 for the last., not {i}"):
            ask(i)
    with pytest.raises(MomentError, match=r"moments 0 to 3 "):
        evaluation_trace(parse("c = a + b"), a=2, b=1)[i]


@pytest.mark.parametrize("i", ["c", 1.0, None, (1, 2), GRAPH.output])
def test_a_moment_is_identified_by_a_number_only(i):
    for ask in (TRACE.__getitem__, TRACE.state):
        with pytest.raises(WrongTypeError, match=r"the number of steps taken, as in trace\[2\], not"):
            ask(i)


def test_what_happened_is_not_changed():
    for thing, fact in ((TRACE, "steps"), (TRACE.steps[0], "after"), (TRACE[1], "i"), (GRAPH.edges[0], "slot")):
        with pytest.raises(AttributeError):
            setattr(thing, fact, 0)


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda thing: pickle.loads(pickle.dumps(thing))])
@pytest.mark.parametrize("trace", [TRACE, evaluation_trace(GRAPH, a=2, b=1), forward_trace(GRAPH, VALUES, "b")])
def test_traces_are_copied_and_pickled(trace, copied):
    again, moment = copied((trace, trace[2]))
    assert again.final.by_name() == trace.final.by_name() and moment.trace is again and moment.step is again.steps[1]
    assert again.steps[-1].node in again.graph.nodes and repr(again) == repr(trace)
    assert again.multiplications == trace.multiplications


def test_a_contribution_is_a_factor_times_a_partial():
    steps = reverse_trace(GRAPH, evaluate(GRAPH, a=2, b=1)).steps
    assert [step.contribution for step in steps if step.kind == "accumulate"] == [2.0, 3.0, 3.0, 2.0, 2.0]


@pytest.mark.parametrize("read", [narrate, trace_table, worked_solution, exact_trace])
@pytest.mark.parametrize("exact", [{}, {"exact": True}])
def test_what_is_no_trace_is_refused(read, exact):
    graph = parse("c = a + b")
    for thing in (graph, evaluate(graph, a=2, b=1), None, "c = a + b", {"a": 1}):
        with pytest.raises(WrongTypeError, match="Expected a Trace, as evaluation_trace, forward_trace and reverse"):
            read(thing, **({} if read is exact_trace else exact))


@pytest.mark.parametrize("i", [int, numpy.ones(3), "1", 1.0, None])
def test_a_moment_is_a_number_of_steps(i):
    trace = evaluation_trace(parse("c = a + b"), a=2, b=1)
    for ask in (trace.state, trace.__getitem__):
        with pytest.raises(WrongTypeError, match=r"A moment is the number of steps taken, as in trace\[2\], not"):
            ask(i)
    assert trace.state(numpy.int64(1)) == trace.state(1)
