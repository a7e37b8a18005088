"""A run as plain data: its steps and the states between them."""

import pytest

from cgraph_lib import evaluate, evaluation_trace, forward_trace, local_partials, parse, reverse_trace

EXAMPLE = parse("c = a + b; d = b + 1; e = c * d")
VALUES = evaluate(EXAMPLE, a=2, b=1)


def test_the_steps_of_reverse_accumulation():
    trace = reverse_trace(EXAMPLE, VALUES)
    told = [(step.kind, step.node.name, step.before, step.after) for step in trace.steps]
    assert told[0] == ("seed", "e", None, 1)
    assert sorted(told[1:3]) == [("accumulate", "c", None, 2), ("accumulate", "d", None, 3)]
    assert [step[3] for step in told if step[1] == "b"] in ([2, 5], [3, 5])
    assert len(told) == 6


def test_every_step_adds_factor_times_partial():
    for trace in (reverse_trace(EXAMPLE, VALUES), forward_trace(EXAMPLE, VALUES, wrt="b")):
        for step in trace.steps[1:]:
            assert step.contribution == step.factor * step.partial
            assert step.after == (step.before or 0) + step.contribution
            assert step.partial == local_partials(EXAMPLE, VALUES)[step.edge]


def test_a_node_is_passed_on_only_when_its_sum_is_complete():
    graph = parse("b = 2 * a; c = 3 * b; d = 4 * b; e = c + d")
    values = evaluate(graph, a=1)
    for trace, start in ((reverse_trace(graph, values), "child"), (forward_trace(graph, values, "a"), "parent")):
        for step in trace.steps[1:]:
            assert step.factor == trace.final[getattr(step.edge, start)]


def test_states_are_replayed_in_any_order():
    trace = reverse_trace(EXAMPLE, VALUES)
    forwards = [trace.state(i) for i in range(len(trace))]
    backwards = [trace.state(i) for i in reversed(range(len(trace)))]
    assert forwards == backwards[::-1]
    assert [len(state) for state in forwards] == [0, 1, 2, 3, 4, 5, 5]
    assert trace.final == trace.state(6) == forwards[-1]


def test_moments_are_counted_from_both_ends():
    trace = evaluation_trace(EXAMPLE, a=2, b=1)
    assert len(trace) == 6 and len(list(trace)) == 6
    assert trace[-1] == trace[5] and trace[-6] == trace[0]
    assert trace[0].step is None and trace[1].step.node.name == "a"
    for i in (6, -7):
        with pytest.raises(IndexError, match=f"moments 0 to 5 .*, not {i}"):
            trace[i]


def test_a_state_does_not_know_what_comes_later():
    state = evaluation_trace(EXAMPLE, a=2, b=1).state(3)
    assert state.by_name() == {"a": 2, "b": 1, "c": 3}
    with pytest.raises(ValueError, match="no number for 'e' yet"):
        state["e"]
    with pytest.raises(ValueError, match="no number for 'b' yet"):
        reverse_trace(EXAMPLE, VALUES).state(1)["b"]


def test_what_the_target_does_not_depend_on_is_zero_from_the_start():
    assert reverse_trace(EXAMPLE, VALUES, of="c").state(0).by_name() == {"d": 0, "e": 0}
    assert forward_trace(EXAMPLE, VALUES, wrt="a").state(0).by_name() == {"b": 0, "d": 0}
