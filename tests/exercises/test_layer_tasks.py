"""The tasks of notebook 10: right functions pass in many forms, each slip meets its sentence, and what is right is so.

The right functions are held to PyTorch, and to the library's graphs of the same layers.
"""

import copy
import re

import nbformat
import numpy as np
import pytest

from cgraph_lib import Graph, evaluate, inputs
from cgraph_lib.arrays import pull_back
from cgraph_lib.errors import InputError, UnknownNameError
from cgraph_lib.exercises.layer_tasks import all_tasks, hand_in
from cgraph_lib.nn import affine, batch_norm, convolution, layer_norm, relu, softmax_loss, svm_loss
from tools import notebooks as tool

TASKS = all_tasks()
SLIPS = [(name, i) for name, task in TASKS.items() for i in range(len(task.slips))]


def answered(task, *functions, capsys):
    hand_in(task, *functions)
    return capsys.readouterr().out.strip()


def right(name):
    return TASKS[name].functions(TASKS[name].right)


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


# Other right answers than ours.


def by_rows(x, w, b):
    out = np.empty((len(x), w.shape[1]))
    for i, row in enumerate(x):
        for j in range(w.shape[1]):
            out[i, j] = sum(row[k] * w[k, j] for k in range(len(row))) + b[j]
    return out, {"x": x.copy(), "w": w.tolist()}


def back_by_rows(dout, cache):
    x, w = cache["x"], np.array(cache["w"])
    return [np.einsum("nm,dm->nd", dout, w), np.tensordot(x, dout, (0, 0)), np.ones(len(dout)) @ dout]


def softmax_by_shares(x, y):
    powers = np.exp(x - np.max(x, axis=1).reshape(-1, 1))
    shares = powers / np.sum(powers, axis=1)[:, np.newaxis]
    one_hot = np.zeros_like(shares)
    one_hot[range(len(y)), y] = 1
    return -np.log((shares * one_hot).sum(1)).mean(), (shares - one_hot) / x.shape[0]


def svm_by_loops(x, y):
    loss, dx = 0.0, np.zeros_like(x)
    for i, k in enumerate(y):
        for j in range(x.shape[1]):
            if j != k and x[i, j] - x[i, k] + 1 > 0:
                loss += (x[i, j] - x[i, k] + 1) / len(x)
                dx[i, j] += 1 / len(x)
                dx[i, k] -= 1 / len(x)
    return loss, dx


def batchnorm_step_by_step(x, gamma, beta, running, mode):
    if mode == "test":
        return gamma * (x - running["mean"]) / np.sqrt(running["variance"] + 1e-5) + beta, None
    mean = np.mean(x, axis=0)
    centred = x - mean
    variance = np.mean(centred**2, axis=0)
    running["mean"] = 0.9 * running["mean"] + 0.1 * mean
    running["variance"] = 0.9 * running["variance"] + 0.1 * variance
    root = np.sqrt(variance + 1e-5)
    return gamma * centred / root + beta, (centred, root, gamma)


def batchnorm_back_step_by_step(dout, cache):
    """Walk the graph, node by node, in the way in which the paper prints it."""
    centred, root, gamma = cache
    n = len(dout)
    dnormal = dout * gamma
    dvariance = np.sum(dnormal * centred, axis=0) * -0.5 * root**-3
    dmean = -np.sum(dnormal / root, axis=0) - 2 * dvariance * np.mean(centred, axis=0)
    dx = dnormal / root + dvariance * 2 * centred / n + dmean / n
    return dx, np.sum(dout * centred / root, axis=0), np.sum(dout, axis=0)


def dropout_by_choice(x, keep, mode, random):
    mask = random.choice([0, 1 / keep], x.shape, p=[1 - keep, keep]) if mode == "train" else np.ones(x.shape)
    return x * mask, mask


def conv_by_places(x, w, b):
    out = np.zeros((len(x), len(w), x.shape[2] - w.shape[2] + 1, x.shape[3] - w.shape[3] + 1))
    for n, f, i, j in np.ndindex(out.shape):
        out[n, f, i, j] = np.sum(x[n, :, i : i + w.shape[2], j : j + w.shape[3]] * w[f]) + b[f]
    return out, (x, w)


def conv_back_by_places(dout, cache):
    x, w = cache
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), np.zeros(len(w))
    for n, f, i, j in np.ndindex(dout.shape):
        place = (n, slice(None), slice(i, i + w.shape[2]), slice(j, j + w.shape[3]))
        dx[place] += dout[n, f, i, j] * w[f]
        dw[f] += dout[n, f, i, j] * x[place]
        db[f] += dout[n, f, i, j]
    return dx, dw, db


def up_by_index(x, layers, parameters):
    out, caches = x, {}
    for i in range(len(layers)):
        out, caches[i] = layers[i][0](out, *map(parameters.get, layers[i][2]))
    return out, caches


def down_by_index(dout, layers, caches):
    slopes = {}
    for i in reversed(range(len(layers))):
        dout, *found = layers[i][1](dout, caches[i])
        slopes |= dict(zip(layers[i][2], found, strict=True))
    return [dout, slopes]


def momentum_kept_positive(w, dw, rate, memory):
    """Keep the velocity without the rate's sign, as PyTorch does."""
    memory["v"] = 0.9 * memory.get("v", np.zeros_like(w)) + rate * dw
    return w - memory["v"], memory


def rmsprop_in_place(w, dw, rate, memory):
    square = memory.setdefault("square", np.zeros(w.shape))
    square *= 0.99
    square += (1 - 0.99) * dw * dw
    return w - rate * dw / (square**0.5 + 1e-8), memory


def adam_with_one_rate(w, dw, rate, memory):
    """Correct the rate in place of the means, as the paper suggests."""
    m, v, t = memory.get("all", (0, 0, 0))
    m, v, t = m + 0.1 * (dw - m), v + 0.001 * (dw**2 - v), t + 1
    now = rate * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
    return w - now * m / (np.sqrt(v) + 1e-8), {"all": (m, v, t)}


def solve_in_pieces(net, train, validation, update, epochs, batch, decay, seed):
    x, y = train
    random, losses, accuracies, best = np.random.default_rng(seed), [], [], {}
    for epoch in range(epochs):
        order = random.permutation(len(x))
        for chosen in np.split(order, range(batch, len(x), batch)):
            loss, gradient = net.loss_and_gradient(x[chosen], y[chosen])
            update(net.parameters, gradient, decay**epoch)
            losses += [loss]
        accuracies += [net.accuracy(*validation)]
        if accuracies.index(max(accuracies)) == epoch:
            best = copy.deepcopy(net.parameters)
    return np.array(losses), np.array(accuracies), best


def layernorm_as_batchnorm(x, gamma, beta):
    forward, _ = right("batchnorm").values()
    normal, cache = forward(x.T, 1, 0, {"mean": 0, "variance": 0}, "train")
    return normal.T * gamma + beta, (normal.T, (cache[0], np.ones(len(x)), cache[2]), gamma)


def layernorm_back_as_batchnorm(dout, cache):
    normal, turned, gamma = cache
    _, backward = right("batchnorm").values()
    return backward((dout * gamma).T, turned)[0].T, np.sum(dout * normal, 0), np.sum(dout, 0)


OTHERS = {
    "affine": (by_rows, back_by_rows),
    "relu": (lambda x: (x * (x > 0), x > 0), lambda dout, cache: np.where(cache, dout, 0)),
    "softmax_loss": (softmax_by_shares,),
    "svm_loss": (svm_by_loops,),
    "stack": (up_by_index, down_by_index),
    "rules": (momentum_kept_positive, rmsprop_in_place, adam_with_one_rate),
    "solve": (solve_in_pieces,),
    "layernorm": (layernorm_as_batchnorm, layernorm_back_as_batchnorm),
    "batchnorm": (batchnorm_step_by_step, batchnorm_back_step_by_step),
    "dropout": (dropout_by_choice, lambda dout, mask: np.multiply(dout, mask)),
    "conv": (conv_by_places, conv_back_by_places),
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_right_answers_are_right(name, capsys):
    assert answered(name, *OTHERS[name], capsys=capsys) == f"task {name}: right"


# What else an answer may be.


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


# That what counts as right is right.


def normal(seed, *shape):
    return np.random.default_rng(seed).normal(size=shape)


GRAPHS = {
    "affine": (lambda x, w, b: affine(x, w, b), [(5, 4), (4, 3), (3,)]),
    "relu": (lambda x: relu(x), [(5, 4)]),
    "layernorm": (layer_norm, [(5, 4), (4,), (4,)]),
    "conv": (lambda x, w, b: convolution(x, w, b, (2, 5, 6), (3, 2, 3, 2)), [(4, 2, 5, 6), (3, 2, 3, 2), (3,)]),
}


@pytest.mark.parametrize("name", GRAPHS)
def test_layers_agree_with_their_graphs(name):
    build, shapes = GRAPHS[name]
    arrays = [normal(i, *shape) for i, shape in enumerate(shapes)]
    forward, backward = right(name).values()
    out, cache = forward(*arrays)
    slopes = backward(dout := normal(9, *out.shape), cache)
    nodes = inputs("p q r")[: len(arrays)]
    graph = Graph(build(*nodes).named("out"))
    flat = [array.reshape(len(array), -1) if i == 0 else array for i, array in enumerate(arrays)]
    values = evaluate(graph, dict(zip("pqr", flat, strict=False)))
    adjoints = pull_back(graph, values, seed=dout.reshape(values["out"].shape))
    np.testing.assert_allclose(values["out"], out.reshape(values["out"].shape), rtol=1e-10, atol=1e-12)
    for letter, slope in zip("pqr", slopes if isinstance(slopes, tuple) else [slopes], strict=False):
        np.testing.assert_allclose(adjoints[letter], slope.reshape(adjoints[letter].shape), rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize(("name", "build"), [("softmax_loss", softmax_loss), ("svm_loss", svm_loss)])
def test_losses_agree_with_their_graphs(name, build):
    x, y = normal(1, 6, 4), np.array([0, 1, 2, 3, 3, 1])
    loss, dx = right(name)[name](x, y)
    graph = Graph(build(*inputs("x y")))
    values = evaluate(graph, x=x, y=np.eye(4)[y])
    assert loss == pytest.approx(values["data_loss"], rel=1e-12)
    np.testing.assert_allclose(dx, pull_back(graph, values)["x"], rtol=1e-10, atol=1e-14)


def test_batchnorm_agrees_with_its_graph():
    arrays = dict(zip(("x", "gamma", "beta"), (normal(1, 6, 4), normal(2, 4), normal(3, 4)), strict=True))
    forward, backward = right("batchnorm").values()
    out, cache = forward(*arrays.values(), {"mean": 0.0, "variance": 1.0}, "train")
    graph = Graph(batch_norm(*inputs("x gamma beta")))
    values = evaluate(graph, arrays)
    adjoints = pull_back(graph, values, seed=(dout := normal(4, 6, 4)))
    np.testing.assert_allclose(out, values["y"], rtol=1e-10, atol=1e-12)
    for name, slope in zip(arrays, backward(dout, cache), strict=True):
        np.testing.assert_allclose(slope, adjoints[name], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("shape", [(2, 3), (9, 1), (50, 4)], ids=str)
def test_running_statistics_are_those_of_pytorch(shape):
    """PyTorch's running variance divides by n - 1 where ours divides by n, as CS231n's does."""
    torch = pytest.importorskip("torch")
    peer = torch.nn.BatchNorm1d(shape[1], dtype=torch.float64)
    running = {"mean": np.zeros(shape[1]), "variance": np.ones(shape[1])}
    forward, backward = right("batchnorm").values()
    gamma, beta, expected = np.ones(shape[1]), np.zeros(shape[1]), np.ones(shape[1])
    for step in range(4):
        x = 1 + 3 * normal(step, *shape)
        tensor = torch.tensor(x, requires_grad=True)
        out, cache = forward(x, gamma, beta, running, "train")
        result = peer(tensor)
        result.backward(torch.tensor(dout := normal(90 + step, *shape)))
        np.testing.assert_allclose(out, result.detach().numpy(), rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(backward(dout, cache)[0], tensor.grad.numpy(), rtol=1e-8, atol=1e-11)
        expected = 0.9 * expected + 0.1 * x.var(axis=0)
    np.testing.assert_allclose(running["mean"], peer.running_mean.numpy(), rtol=1e-12)
    np.testing.assert_allclose(running["variance"], expected, rtol=1e-12)
    spare = 0.9**4
    ratio = (running["variance"] - spare) / (peer.running_var.numpy() - spare)
    np.testing.assert_allclose(ratio, (shape[0] - 1) / shape[0], rtol=1e-10)
    peer.running_var = torch.tensor(running["variance"])
    peer.eval()
    late, _ = forward(x := normal(7, *shape), gamma, beta, running, "test")
    np.testing.assert_allclose(late, peer(torch.tensor(x)).detach().numpy(), rtol=1e-10)


RULES = {
    "momentum_step": lambda t, w: t.optim.SGD(w, 0.1, momentum=0.9),
    "rmsprop_step": lambda t, w: t.optim.RMSprop(w, 0.1, alpha=0.99),
    "adam_step": lambda t, w: t.optim.Adam(w, 0.1),
}


@pytest.mark.parametrize("name", RULES)
def test_steps_are_those_of_pytorch(name):
    torch = pytest.importorskip("torch")
    w, memory = normal(1, 3, 4), {}
    tensor = torch.tensor(w.copy(), requires_grad=True)
    peer = RULES[name](torch, [tensor])
    for step in range(10):
        tensor.grad = torch.tensor(dw := normal(step, 3, 4))
        w, memory = right("rules")[name](w, dw, 0.1, memory)
        peer.step()
        np.testing.assert_allclose(w, tensor.detach().numpy(), rtol=1e-10)


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


def test_the_notebook_asks_each_task_and_folds_its_right_functions():
    cells = nbformat.read(tool.FOLDER / "10_build_layers.ipynb", as_version=4).cells
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    folded = [cell.source for cell in cells if cell.metadata.get("jupyter", {}).get("source_hidden")]
    asked = re.findall(r'^hand_in\("(\w+)", (.*)\)$', code, re.MULTILINE)
    assert sorted(name for name, _ in asked) == sorted(TASKS)
    assert all(functions.split(", ") == TASKS[name].names for name, functions in asked)
    assert folded == [TASKS[name].right for name, _ in asked]
