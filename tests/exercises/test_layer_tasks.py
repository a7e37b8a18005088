"""The tasks of notebook 10: right functions pass in many forms, and each slip meets its sentence."""

import re

import numpy as np
import pytest
from exercises.answers.layers import OTHERS, TASKS, right

from cgraph_lib.errors import InputError, UnknownNameError
from cgraph_lib.exercises.layer_tasks import hand_in

SLIPS = [(name, i) for name, task in TASKS.items() for i in range(len(task.slips))]


def answered(task, *functions, capsys):
    hand_in(task, *functions)
    return capsys.readouterr().out.strip()


@pytest.mark.parametrize("name", TASKS)
def test_right_functions_are_right(name, capsys):
    assert answered(name, *right(name).values(), capsys=capsys) == f"task {name}: right"


@pytest.mark.parametrize(("name", "number"), SLIPS)
def test_each_slip_has_its_own_sentence(name, number, capsys):
    task = TASKS[name]
    functions = task.functions(task.slips[number].answer)
    assert answered(name, *functions.values(), capsys=capsys) == f"task {name}: {task.slips[number].message}"


@pytest.mark.parametrize("name", TASKS)
def test_sentences_are_distinct_and_whole(name):
    messages = [slip.message for slip in TASKS[name].slips]
    assert len(set(messages)) == len(messages) >= 5
    assert all(message.endswith(".") and "  " not in message for message in messages)


@pytest.mark.parametrize("name", TASKS)
@pytest.mark.parametrize("nothing", [None, ...])
def test_blanks_are_your_turn(name, nothing, capsys):
    count = len(TASKS[name].names)
    blank = [lambda *_: nothing] * count
    assert answered(name, *blank, capsys=capsys) == f"task {name}: your turn"


@pytest.mark.parametrize("name", [name for name in TASKS if len(TASKS[name].names) == 2])
def test_half_an_answer_is_your_turn(name, capsys):
    forward, _ = right(name).values()
    assert answered(name, forward, lambda *_: None, capsys=capsys) == f"task {name}: your turn"


@pytest.mark.parametrize("name", OTHERS)
def test_other_right_answers_are_right(name, capsys):
    assert answered(name, *OTHERS[name], capsys=capsys) == f"task {name}: right"


def forward_in_place(x):
    np.maximum(x, 0, out=x)
    return x, x


def back_in_place(dout, cache):
    dout[cache <= 0] = 0
    return dout


def test_arguments_stay_as_they_were(capsys):
    forward, backward = right("relu").values()
    message = answered("relu", forward_in_place, backward, capsys=capsys)
    assert message.startswith("task relu: relu_forward changes its argument x in place")
    message = answered("relu", forward, back_in_place, capsys=capsys)
    assert message.startswith("task relu: relu_backward changes its argument dout in place")

    assert answered("relu", forward, lambda dout, cache: dout, capsys=capsys).startswith("task relu: dx: where the")

    def moves(w, dw, rate, memory):
        w -= rate * dw
        return w, memory

    _, *others = right("rules").values()
    assert "momentum_step changes its argument w in place" in answered("rules", moves, *others, capsys=capsys)


@pytest.mark.parametrize(
    ("forward", "backward", "begin"),
    [
        (lambda x, w, b: x @ w + b, None, "affine_forward should return out, cache"),
        (None, lambda dout, cache: dout, "affine_backward should return dx, dw, db"),
        (None, lambda dout, cache: (0, 0), "affine_backward should return dx, dw, db"),
        (lambda x, w, b: (x @ w, (x, w)), None, "The offsets b are missing in out."),
        (lambda x, w, b: (2 * (x @ w + b), (x, w)), None, r"out\[0, 0\] is -?[\d.]+; expected -?[\d.]+"),
        (None, lambda dout, c: (dout @ c[1].T, c[0].T @ dout, 0), r"db has the shape \(\); expected \(3,\)"),
        (None, lambda dout, c: (dout, dout, "zero"), r"dx\[0, 0\] is .*, but nudging x\[0, 0\] gives"),
        (
            None,
            lambda dout, c: (dout @ c[1].T, c[0].T @ dout, "zero"),
            "db should be an array of real numbers, not str",
        ),
        (lambda x, w, b: (x @ w + b + 0j, (x, w)), None, "out should be an array of real numbers, not complex128"),
        (lambda x: (x, x), None, "affine_forward should take the arguments x, w, b$"),
        (lambda *given: (given[0] @ given[1] + given[2], given[:2]), None, "right$"),
        (lambda x, w, b: (x @ q, x), None, "it stops in line .* with NameError: name 'q' is not defined"),  # noqa: F821
    ],
)
def test_other_answers_hear_what_is_true(forward, backward, begin, capsys):
    known = right("affine")
    functions = forward or known["affine_forward"], backward or known["affine_backward"]
    assert re.match(f"task affine: {begin}", answered("affine", *functions, capsys=capsys))


def in_float32(result):
    if isinstance(result, tuple):
        return tuple(map(in_float32, result))
    return result.astype(np.float32) if isinstance(result, np.ndarray) else result


@pytest.mark.parametrize("name", ["batchnorm", "dropout", "conv"])
def test_answers_in_float32_are_right(name, capsys):
    functions = [lambda *given, each=each: in_float32(each(*given)) for each in right(name).values()]
    assert answered(name, *functions, capsys=capsys) == f"task {name}: right"


def test_results_that_do_not_fit_are_described_without_lines_of_ours(capsys):
    stack, dropout, case = right("stack"), right("dropout"), TASKS["stack"].cases[0]
    message = answered("stack", stack["stack_forward"], lambda *_: (0, []), capsys=capsys)
    assert message == "task stack: gradient should be a dict with the derivative of each parameter by name"
    message = answered("stack", stack["stack_forward"], lambda *_: (0, {"W1": 0}), capsys=capsys)
    assert re.fullmatch(r"task stack: dx has the shape \(\); expected \(4, 3\)", message)
    message = answered("stack", stack["stack_forward"], lambda *_: (case["x"], {}), capsys=capsys)
    assert message.startswith("task stack: dx[0, 0] is ")
    message = answered("dropout", lambda *_: (np.ones(3), 0), dropout["dropout_backward"], capsys=capsys)
    assert message == "task dropout: out has the shape (3,); expected (20, 4000)"
    message = answered("relu", lambda x: (x, x), lambda dout, cache: "dx", capsys=capsys)
    assert message.startswith("task relu: out[")
    for name, task in TASKS.items():
        message = answered(name, *[lambda *_: 3] * len(task.names), capsys=capsys)
        assert message.startswith(f"task {name}: ") and " line " not in message and "right" not in message


def test_a_function_that_does_not_end_is_stopped(capsys, monkeypatch):
    monkeypatch.setattr("cgraph_lib.exercises.tasks.SECONDS", 0.2)

    def endless(x):
        while True:
            pass

    assert "did not end within 0.2 seconds" in answered("relu", endless, endless, capsys=capsys)


def test_unknown_tasks_and_other_functions_are_refused():
    with pytest.raises(UnknownNameError, match=r"There is no task 'afine'; .*Did you mean 'affine'\?"):
        hand_in("afine", len)
    with pytest.raises(UnknownNameError, match="the tasks are affine, relu, stack"):
        hand_in("", len)
    for functions in ([], [len], [len, len, len], [len, 3]):
        with pytest.raises(InputError, match="The task relu asks for the functions relu_forward, relu_backward"):
            hand_in("relu", *functions)


@pytest.mark.parametrize(
    ("returned", "sentence"),
    [
        ((..., ..., ...), "your turn"),
        ((None, None, None), "your turn"),
        ((np.zeros((3, 3)), None, np.zeros(3)), "dw should be an array of real numbers, not NoneType"),
    ],
)
def test_a_blank_is_no_array(returned, sentence, capsys):
    forward, backward = right("affine").values()

    def half(dout, cache):
        pairs = zip(backward(dout, cache), returned, strict=True)
        return tuple(ours if isinstance(each, np.ndarray) else each for ours, each in pairs)

    assert answered("affine", forward, half, capsys=capsys) == f"task affine: {sentence}"


def test_a_place_stands_behind_a_name_of_several_words(capsys):
    momentum, rmsprop, adam = right("rules").values()
    assert re.search(
        r"w after step 1 of momentum_step is \S+ at \[0, 0\]; expected",
        answered("rules", rmsprop, momentum, adam, capsys=capsys),
    )


def shares_without_shift(x, y, largest=0.0):
    powers = np.exp(x - largest)
    shares = powers / powers.sum(axis=1, keepdims=True)
    loss = -np.log(shares[range(len(y)), y]).mean()
    shares[range(len(y)), y] -= 1
    return loss, shares / len(y)


def test_shares_of_large_scores_are_named(capsys):
    naive = answered("softmax_loss", shares_without_shift, capsys=capsys)
    assert "The exponential of 1000 is ∞" in naive
    of_all = answered("softmax_loss", lambda x, y: shares_without_shift(x, y, x.max()), capsys=capsys)
    assert "each share is 0 / 0" in of_all


def test_the_name_of_a_task_may_be_anything(capsys):
    with pytest.raises(UnknownNameError, match="There is no task"):
        hand_in(["affine"], *right("affine").values())
