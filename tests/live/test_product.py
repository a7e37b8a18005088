"""The Product: its strips are what the exact product changes by; what it refuses."""

import numpy
import pytest

from cgraph_lib import evaluate, gradient, parse
from cgraph_lib.live import Product

GRAPH = parse("c = a + b; d = b + 1; e = c * d")


@pytest.mark.parametrize("wrt", ["a", "b"])
@pytest.mark.parametrize("h", [0.5, -0.25, 1e-6])
def test_strips_and_corner_are_all_that_the_product_gains(wrt, h):
    at = {"a": 2.0, "b": 1.0}
    product = Product(GRAPH, "e", wrt, at, h=h)
    gained = evaluate(GRAPH, {**at, wrt: at[wrt] + h})["e"] - evaluate(GRAPH, at)["e"]
    assert sum(product.strips) == pytest.approx(gained, rel=1e-9)
    if h == 1e-6:
        assert sum(product.strips) / h == pytest.approx(gradient(GRAPH, at)[wrt], rel=1e-5)


def test_the_nudged_input_may_change():
    product = Product(GRAPH, "e", "a", a=2, b=1, h=0.5)
    assert product.strips == (1.0, 0.0, 0.0)
    product.wrt = "b"
    assert product.strips == (1.0, 1.5, 0.25)
    assert Product(parse("y = x ** 2"), x=3, h=1).strips == (3.0, 3.0, 1.0)


@pytest.mark.parametrize(
    ("attempt", "culprit"),
    [
        (lambda: Product(GRAPH, "c", a=2, b=1), "multiplies two others, such as e = c * d; c does not"),
        (lambda: Product(GRAPH, "a", a=2, b=1), "a does not"),
        (lambda: Product(GRAPH, "e", "c", a=2, b=1), "Expected one of the inputs a, b"),
        (lambda: Product(GRAPH, a=numpy.ones(2), b=1), "A Product takes single finite numbers"),
    ],
)
def test_what_a_product_refuses(attempt, culprit):
    with pytest.raises(ValueError) as refused:
        attempt()
    assert culprit in str(refused.value)


def test_the_still_twin_says_the_areas():
    data, _ = Product(GRAPH, "e", "b", a=2, b=1, h=0.5)._repr_mimebundle_()
    words = "e = 3 · 2 = 6. Nudge b by 0.5: the strips are 1 and 1.5, the corner 0.25."
    assert data["text/plain"] == words and words in data["image/svg+xml"]
