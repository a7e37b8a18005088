"""The exercises of notebook 09: a network and its training."""

from __future__ import annotations

from dataclasses import dataclass
from math import log, log10

from cgraph_lib.accumulate import evaluate
from cgraph_lib.exercises.answer_types import Numbers, OneNumber
from cgraph_lib.exercises.code_answers import Code, edited
from cgraph_lib.exercises.graph_answers import OneGraph
from cgraph_lib.exercises.judge import Exercise, Mistake
from cgraph_lib.exercises.oracles import difference, inputs_of
from cgraph_lib.exercises.trials import Case
from cgraph_lib.exercises.variants import either
from cgraph_lib.graph import Graph
from cgraph_lib.numerals import number
from cgraph_lib.parsing import parse


@dataclass(frozen=True)
class Parameters:
    """What differs between the variants."""

    powers: tuple[int, int, int] = either((6, 3, 1), (2, 5, 3), (2, 4, 14), (7, 5, 8))
    right: int = either(1, 0, 2)
    features: int = either(6, 7, 8, 9)
    units: int = either(5, 10, 12)
    classes: int = either(4, 5, 6, 7)
    adjoint: int = either(-2, -4, -6)
    x: int = either(3, 5, 7)
    w: int = either(2, 3, 4)
    p: int = either(5, 6, 8)
    order: tuple[int, int, int, int] = either((0, 1, 3, 2), (3, 0, 1, 2), (0, 3, 2, 1), (1, 3, 0, 2))
    factor: int = either(2, 3, 4, 5)
    rate: float = either(0.01, 0.02, 0.05, 0.1)


def _scores(p: Parameters) -> Exercise:
    whole, right = sum(p.powers), f"s{p.right}"
    share = {f"s{i}": power / whole for i, power in enumerate(p.powers)}
    first, second, third = p.powers
    others = [name for name in share if name != right]
    return Exercise(
        question=f"One example has the scores s0, s1, s2 = log {first}, log {second} and log {third}, and class "
        f"{p.right} is right. (Classes count from 0.) Predict its loss and the adjoints of the scores. A formula such "
        "as `log(2)` or `1/3` is read as a number.",
        answer=Numbers({"loss": -log(share[right]), **share, right: share[right] - 1}),
        mistakes=(
            Mistake({"loss": log(share[right])}, "A sign is lost: the loss is minus the logarithm of the share."),
            Mistake({"loss": share[right]}, f"That is the share of class {p.right}. Take minus its logarithm."),
            Mistake({"loss": -log10(share[right])}, "The logarithm here is the natural one, which undoes exp."),
            Mistake({"loss": log(whole)}, "That is the log-sum-exp. The score of the right class comes off."),
            Mistake({right: share[right]}, f"{right} belongs to the right class: take 1 off its share."),
            Mistake({right: 1 - share[right]}, f"Raising {right}, the right score, lowers the loss. Mind the sign."),
            *(Mistake({s: share[s] - 1}, f"{s} belongs to a wrong class: no 1 comes off its share.") for s in others),
            *(Mistake({s: -share[s]}, f"Raising {s}, a wrong score, raises the loss. Mind the sign.") for s in others),
        ),
        hint="The exponentials of these scores are whole numbers. Divide each by their sum: these are the shares.",
        explanation=f"The shares are {', '.join(f'{power}/{whole}' for power in p.powers)}. The loss is minus the "
        f"logarithm of {p.powers[p.right]}/{whole}. Each adjoint is the share, minus 1 for {right}; they add up to 0.",
    )


def _first(p: Parameters) -> Exercise:
    d, h, k = p.features, p.units, p.classes
    below, above = d * h + h, h * k + k
    return Exercise(
        question=f"A network takes {d} numbers, has a hidden layer of {h} units and {k} classes. How many parameters "
        "does it have? And which loss does it start with, if its weights are tiny and its offsets 0?",
        answer=Numbers({"parameters": below + above, "first loss": log(k)}),
        mistakes=(
            Mistake({"parameters": d * h + h * k}, "The offsets are missing: one for each unit and for each class."),
            Mistake({"parameters": d * h + h * k + h}, "The offsets of the scores are missing: one for each class."),
            Mistake({"parameters": below}, "The second layer, from the units to the scores, is missing."),
            Mistake({"first loss": 0}, "A loss of 0 means sure and right. This network knows nothing yet."),
            Mistake({"first loss": 1 / k}, "That is the share of each class. The loss is minus its logarithm."),
            Mistake({"first loss": -log(k)}, "A sign is lost: a logarithm of a share is negative, a loss is not."),
            Mistake({"first loss": log(3)}, "log 3 belongs to the three classes of the spiral."),
        ),
        hint="Write the shapes of W1, b1, W2 and b2. For the loss: how large is each share, if all scores are equal?",
        explanation=f"W1 and b1 have {d} · {h} + {h} = {below} entries, W2 and b2 have {h} · {k} + {k} = "
        f"{above}. Equal scores give each class the share 1/{k}, so the loss is log {k}.",
    )


def _equal(p: Parameters) -> Exercise:
    at_s, x, w, weight = p.adjoint, p.x, p.w, p.p
    at_w, at_p = at_s * weight * x, at_s * w * x
    return Exercise(
        question="In `h0 = relu(w0 * x); h1 = relu(w1 * x); s = p0 * h0 + p1 * h1`, s has received the adjoint "
        f"{number(at_s)}; x = {x}. Start from w0 = w1 = {w}, p0 = p1 = {weight}: find the adjoints of w0 and p1, and "
        "the difference w0 − w1 after one step. What is the adjoint of w0 if all four weights start from zero?",
        answer=Numbers({"w0": at_w, "p1": at_p, "from zero": 0, "difference": 0}),
        mistakes=(
            Mistake({"w0": at_s * x}, "p0 is missing: it lies on the edge from h0 to the product."),
            Mistake({"w0": at_s * weight}, "x is missing: it is the partial of w0 · x with respect to w0."),
            Mistake({"w0": 2 * at_w}, "One path leads from w0 to s, over h0. The other unit has a weight of its own."),
            Mistake({"w0": -at_w}, "A sign is lost at w0: s has received a negative adjoint."),
            Mistake({"p1": at_s * x}, "The partial of p1 · h1 with respect to p1 is h1, and h1 is w1 · x, not x."),
            Mistake({"p1": at_s * weight}, "That has p1 for a factor. The partial with respect to p1 is h1."),
            Mistake({"from zero": at_s * x}, "p0 starts from zero too, and nothing gets through a factor 0."),
            Mistake({"from zero": at_w}, "That belongs to the other start. Now p0 is 0, and it lies on the path."),
            Mistake({"difference": -at_w}, "w0 and w1 move together: they have the same adjoint and learning rate."),
        ),
        hint="Draw it. The two units lie on equal paths; multiply the partials along one of them.",
        explanation=f"w0 receives {number(at_s)} · {weight} · {x} = {number(at_w)}, and so does w1: both take the same "
        f"step and stay equal. p1 receives {number(at_s)} · {w} · {x} = {number(at_p)}. A p0 of 0 stops all.",
    )


EXAMPLES = ((1, 2), (-1, 1), (2, -1))
UNITS = ((1, -1, -1), (2, 1, -3), (-1, 1, -1), (-1, -1, -2))  # two weights and an offset; only the last one is dead


def _dead(p: Parameters) -> Exercise:
    units = [UNITS[i] for i in p.order]
    z = [[u * first + v * second + offset for first, second in EXAMPLES] for u, v, offset in units]
    dead = next(i for i, sums in enumerate(z) if max(sums) <= 0)

    def says(i: int) -> str:
        return f"Unit {i} is awake for row {z[i].index(max(z[i]))} of X, where its sum is {number(max(z[i]))}."

    rows = [[unit[k] for unit in units] for k in range(3)]
    return Exercise(
        question=f"X is `{[list(row) for row in EXAMPLES]}`, W1 is `{rows[:2]}` and b1 is `{rows[2]}`. Which of the "
        "four hidden units, counted from 0, is dead for these three examples?",
        answer=OneNumber(dead),
        mistakes=tuple(Mistake(i, says(i)) for i in range(4) if i != dead),
        hint="A unit is a column of W1, with its offset. Find its three sums; one that is positive keeps it awake.",
        explanation=f"The sums of unit {dead} are {', '.join(map(number, z[dead]))}: relu makes all of them 0, and "
        "lets no adjoint through. A unit with a negative offset can well be awake.",
        see="In the live picture `live` above, h1 sleeps as long as z1 is negative.",
    )


def _unit(p: Parameters) -> Exercise:
    k = p.factor
    right = f"z = w * x + b; h = relu(z); s = {k} * h; loss = log(exp(s) + 1) - s"

    def remark(graph: Graph) -> str:
        point = difference(graph, parse(right)) or {}
        facts = {name: number(value) for name, value in evaluate(parse(right), point).by_name().items()}
        facts["yours"] = number(evaluate(graph, point)[graph.output])
        template = "At x = {x}, w = {w}, b = {b} you get {yours}. There z = {z}, h = {h}, s = {s}, loss = {loss}."
        return template.format(**facts)

    return Exercise(
        question="Write a formula for the graph of the smallest network: one unit h mixes one input x with a weight w, "
        f"adds an offset b and takes relu. The score s is {k} times h, and the output is the loss of the first network "
        "above. The inputs are x, w and b.",
        answer=OneGraph(right, remark=remark),
        mistakes=(
            Mistake(right.replace(" + b", ""), "Use the inputs x, w and b.", lambda g: inputs_of(g) != {"x", "w", "b"}),
            *edited(
                right,
                ("relu(z)", "z + 0", "relu is missing: your loss goes on moving where z is negative."),
                (" + b\n&\nrelu(z)", "\n&\nrelu(z) + b", "The offset belongs into the sum that relu receives."),
                (") - s", ")", "Without its last term the loss grows with the score: the score itself comes off."),
                ("log(exp(s) + 1) - s", "s - log(exp(s) + 1)", "The sign is turned: this is minus the loss."),
                (f"{k} * h", "1 * h", f"The score is {k} times h; the factor is missing."),
                ("log(exp(s) + 1) - s", "s + 0", "The output is to be the loss; your graph ends with the score."),
            ),
        ),
        hint="One line for each: the sum z, the unit h, the score s, the loss. The notebook writes it down.",
        explanation=f"The graph is {right.replace(' * ', ' · ')}. Where z is negative, the loss is log 2 whatever w "
        "is: the unit sleeps.",
    )


ADAM = """\
def adam_step(w, derivative, mean, square, t):
    mean = 0.9 * mean + 0.1 * derivative
    square = 0.999 * square + 0.001 * derivative**2
    w = w - RATE * (mean / (1 - 0.9**t)) / (square / (1 - 0.999**t)) ** 0.5
    return w, mean, square"""


def _adam(p: Parameters) -> Exercise:
    right = ADAM.replace("RATE", f"{p.rate}")
    return Exercise(
        question=f"Write one step of Adam at the learning rate {p.rate}, with the factors 0.9 and 0.999 of the "
        "notebook: return the new w and the two new means, of the derivatives and of their squares. t counts the steps "
        "from 1; the means begin at 0, so the step divides them by 1 − 0.9ᵗ and 1 − 0.999ᵗ.",
        answer=Code(right, [_case(p.rate, given) for given in ([5.0], [2.0, 1.0], [0.1, -3.0, 1.0, 0.5])], keep=(1, 1)),
        mistakes=edited(
            right,
            (
                " / (1 - 0.9**t)\n&\n / (1 - 0.999**t)",
                "\n&\n",
                "Both means start at 0, so they are too small at first. Divide them by 1 − 0.9ᵗ and 1 − 0.999ᵗ.",
            ),
            ("(mean / (1 - 0.9**t))", "mean", "The mean of the derivatives starts at 0: divide it by 1 − 0.9ᵗ."),
            ("(square / (1 - 0.999**t))", "square", "The mean of squares starts at 0: divide it by 1 − 0.999ᵗ."),
            ("**t", "", "You divide as in the first step, always. The divisors grow with t."),
            ("derivative**2", "derivative", "The second mean is one of squares: square the derivative."),
            (" ** 0.5", "", "The root is missing below the line."),
            ("w - ", "w + ", "You step along the derivative. To lower the loss, step against it."),
            ("(mean / (1 - 0.9**t))", "derivative", "The step follows this derivative alone, not the fading mean."),
        ),
        hint="Three lines: each mean keeps most of itself and gains a little. The step divides one by a root.",
        explanation="The first step has the length of the learning rate, whatever the derivative but 0. A derivative "
        "that keeps changing its sign cancels in the mean, but not in the mean of squares: the steps become short.",
    )


def _case(rate: float, derivatives: list[float]) -> Case:
    """Return the last of several steps; the means are sums over all derivatives, each with its faded weight."""

    def mean(keep: float, power: int, steps: int) -> float:
        return sum((1 - keep) * keep ** (steps - 1 - i) * derivatives[i] ** power for i in range(steps))

    t = len(derivatives)
    before = {"w": 1.0, "derivative": derivatives[-1], "mean": mean(0.9, 1, t - 1), "square": mean(0.999, 2, t - 1)}
    first, second = mean(0.9, 1, t), mean(0.999, 2, t)
    expected = (1.0 - rate * (first / (1 - 0.9**t)) / (second / (1 - 0.999**t)) ** 0.5, first, second)
    given = ", ".join(f"{name} = {number(value)}" for name, value in before.items())
    return Case(f"For {given}, t = {t}", lambda: (*before.values(), t), expected)


EXERCISES = (_scores, _first, _equal, _dead, _unit, _adam)
