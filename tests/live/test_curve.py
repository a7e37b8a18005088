"""The Curve: its two slopes, what it refuses, its still twin."""

import math

import ipywidgets
import numpy
import pytest

from cgraph_lib import central_difference, parse
from cgraph_lib.live import Curve

GRAPH = parse("p = w * x; z = p + b; y = tanh(z)")
AT = {"w": 0.8, "x": -2.5, "b": -0.3}


@pytest.mark.parametrize("wrt", ["w", "x", "b"])
def test_the_tangent_is_what_the_secant_becomes(wrt):
    curve = Curve(GRAPH, "y", wrt, AT, h=1e-6)
    assert curve.secant == pytest.approx(curve.tangent, rel=1e-4)
    assert curve.tangent == pytest.approx(central_difference(GRAPH, AT)[wrt], rel=1e-6)
    curve.h = 2.0
    assert abs(curve.secant - curve.tangent) > 1e-3


def test_a_square_s_secant_differs_by_h():
    curve = Curve(parse("y = x * x"), x=3, h=0.25)
    assert (curve.tangent, curve.secant) == (6.0, 6.25)
    curve.h = 0
    assert math.isnan(curve.secant)


def test_the_step_is_linked_to_a_slider():
    curve, knob = Curve(GRAPH, "y", "x", AT), ipywidgets.FloatLogSlider(min=-3, max=0)
    curve.link("h", knob)
    assert knob.value == 1.0 and curve.linked == [["h", knob.model_id]]
    knob.value = 0.01
    assert curve.h == 0.01


@pytest.mark.parametrize(
    ("attempt", "culprit"),
    [
        (lambda: Curve("y = x"), "Expected a Graph, got str"),
        (lambda: Curve(GRAPH, "q", "x", AT), "'q'"),
        (lambda: Curve(GRAPH, "y", "z", AT), "Expected one of the inputs w, x, b, got"),
        (lambda: Curve(GRAPH, "y", "x", AT, h=math.inf), "finite number"),
        (lambda: Curve(GRAPH, "y", "x", w=1, x=2), "b"),
        (lambda: Curve(GRAPH, "y", "x", {**AT, "x": numpy.ones(3)}), "A Curve takes single finite numbers"),
        (lambda: setattr(Curve(GRAPH, "y", "x", AT), "h", "wide"), "h"),
    ],
)
def test_what_a_curve_refuses(attempt, culprit):
    with pytest.raises(ValueError) as refused:
        attempt()
    assert culprit in str(refused.value)


def test_the_still_twin_says_both_slopes():
    data, _ = Curve(parse("y = x * x"), x=3, h=(0.5, 0, 2))._repr_mimebundle_()
    assert data["text/plain"] == "y against x at x = 3: tangent dy/dx = 6; secant over h = 0.5: 6.5."
    assert data["image/svg+xml"].count("<polyline") >= 3


@pytest.mark.parametrize("text", ["y = 1 / x", "y = log(x)", "y = exp(exp(x))", "y = sqrt(x) * 0"])
def test_a_curve_with_gaps_is_drawn(text):
    assert "<svg" in Curve(parse(text), x=1).picture.svg
    assert "<svg" in Curve(parse(text), x=0).picture.svg
