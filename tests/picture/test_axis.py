"""Axes: where numbers lie along them, and which round numbers stand there."""

import numpy as np
import pytest
from picture.charts import LARGE, SIZES, corners, parts

from cgraph_lib.picture.chart import curves


@pytest.mark.parametrize("power", [1, 2, 0.5])
def test_with_log_a_power_is_a_straight_line_whose_slope_it_is(power):
    (spots,) = corners(curves({"error": [h**power for h in SIZES]}, "A power of h.", x=SIZES, log=True))
    across, up = np.diff(spots[:, 0]), -np.diff(spots[:, 1])
    assert np.allclose(up / across, power, atol=0.02)


def test_round_numbers_stand_along_the_axes():
    texts = [
        text.text for text in parts(curves({"loss": np.linspace(1.4, 0, 300)}, "t", axes=("step", "loss")), "text")
    ]
    assert texts == ["loss", "step", "0", "0.5", "1", "100", "200", "300", "loss", "t"]


def test_a_flat_curve_has_an_axis():
    for height in (0.0, 2.0, -2.0):
        (spots,) = corners(curves({"flat": [height] * 3}, "Nothing happens."))
        assert len(set(spots[:, 1])) == 1


def test_the_largest_numbers_keep_their_order():
    (spots,) = corners(curves({"y": [-LARGE, 0, LARGE]}, "t"))
    assert list(np.diff(spots[:, 1])) == pytest.approx([-120, -120], abs=15)
