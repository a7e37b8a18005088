"""The predictions of notebook 10: layers that the reader builds."""

from __future__ import annotations

from dataclasses import dataclass

from cgraph_lib.exercises.predictions import Choice, Guess, Number, Prediction
from cgraph_lib.exercises.variants import either


@dataclass(frozen=True)
class Parameters:
    """What differs between the variants."""

    classes: int = either(10, 3, 5)
    shift: int = either(5, 2, 10)
    side: int = either(8, 7, 12)
    filters: int = either(8, 4, 16)


def _first(p: Parameters) -> Prediction:
    n = p.classes
    return Number(
        question=f"All {n} scores of an example are nearly equal. What is its SVM loss with a margin of 1, to the "
        "nearest whole number?",
        answer=n - 1,
        because=f"Each of the {n - 1} wrong classes falls short by the whole margin of 1.",
        guesses=(
            Guess(n, "The right class is not compared with itself."),
            Guess(0, "Equal scores keep no distance, and the margin is 1."),
            Guess(1, "That is what one wrong class costs. How many are there?"),
        ),
        otherwise="What does one wrong class cost whose score equals the right one? And how many are there?",
        shown=f"SVM {n - 1}.00",
    )


def _depth(p: Parameters) -> Prediction:
    return Choice(
        question="Five layers of 50 units have weights of standard deviation 0.05. The numbers that leave the first "
        "hidden layer spread by about 0.1. How do those that leave the fourth one spread?",
        answer="far less",
        because="Each layer multiplies the spread by about 0.05 · √(50/2) = 0.25, and three of them by about 1/64.",
        guesses=(
            Guess("about as much", "That takes weights of deviation √(2/50) = 0.2, four times as large."),
            Guess("far more", "They would grow with weights well above √(2/50) = 0.2. These are below."),
        ),
        shown="h4  0.00",
    )


def _shift(p: Parameters) -> Prediction:
    return Choice(
        question=f"In one column of x, {p.shift} is added to every number. What happens to the output of batch norm?",
        answer="nothing",
        because="The mean of the column moves as well, and it is taken off.",
        guesses=(
            Guess(f"{p.shift} is added to that column", "The mean of the column has moved by as much. It comes off."),
            Guess("that column becomes smaller", "The spread of the column is as before; only its mean has moved."),
        ),
        shown="largest change of an output: 0.000000",
    )


def _column(p: Parameters) -> Prediction:
    return Choice(
        question="Batch norm has sent adjoints down to x. What is the sum of the adjoints in a column, whatever came "
        "from above: positive, negative or zero?",
        answer="zero",
        because="A shift of the whole column changes nothing, and the sum is the derivative along that shift.",
        guesses=(
            Guess("positive", "Move all numbers of the column up by the same step. How far does the output move?"),
            Guess("negative", "Move all numbers of the column up together. Does the loss fall?"),
        ),
        shown="the columns' sums: 0.000000 0.000000 0.000000",
    )


def _test(p: Parameters) -> Prediction:
    return Choice(
        question="A network with batch norm, in train mode, is given a single image. On what do its scores depend?",
        answer="on the parameters only",
        because="One example is its own mean, so what is normalised is 0; only beta is left for the layers above.",
        guesses=(
            Guess("on the image", "The image is the whole batch. What is left of it after its own mean comes off?"),
            Guess("on images seen before", "Those are in the running mean, which train mode does not use."),
        ),
        shown="scores differ by up to 0.000000",
    )


def _kernel(p: Parameters) -> Prediction:
    places, side, filters = (p.side - 2) ** 2, p.side, p.filters
    own = 9 * filters + filters
    return Number(
        question=f"A convolution lays {filters} kernels of 3 by 3 weights on every place of an image of {side} by "
        f"{side}, and each kernel has one offset. How many parameters does it have?",
        answer=own,
        because=f"{filters} times 9 weights and one offset: the places share them.",
        guesses=(
            Guess(own * places, f"The same weights serve all {places} places. Count them once."),
            Guess(9 * filters, "The offsets are missing, one for each kernel."),
            Guess(side * side * filters * places, "That is the matrix of an affine layer with as many outputs."),
        ),
        otherwise="Count the weights of a kernel, its offset, and the kernels. Places do not count.",
        shown=f"{own} parameters",
    )


PREDICTIONS = (_first, _depth, _shift, _column, _test, _kernel)
