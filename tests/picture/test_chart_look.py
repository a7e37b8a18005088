"""Charts: texts, curves and bars stand out."""

import pytest
from picture.cascade import colours, contrast
from picture.drawn import Drawn

from cgraph_lib.picture.chart import curves, histograms


@pytest.mark.parametrize("dark", [False, True])
def test_texts_and_curves_of_a_chart_stand_out(dark):
    drawn = Drawn(curves({name: [1, 2] for name in "abcd"}, "Four.", axes=("x", "y")))
    held = colours(drawn, dark)
    sheet = held[drawn.one("sheet")]["fill"]
    for text in drawn.root.iter("text"):
        assert contrast(held[text]["fill"], sheet) >= 4.5, text.text
    for line in drawn.having("curve"):
        assert contrast(held[line]["stroke"], sheet) >= 3


@pytest.mark.parametrize("dark", [False, True])
def test_bars_and_texts_stand_out(dark):
    drawn = Drawn(histograms({"he": {"h": [0, 1, 2]}}, "t", log=True, across="size"))
    held = colours(drawn, dark)
    sheet, bars, line = (held[drawn.one(name)] for name in ("sheet", "bars", "median"))
    for text in drawn.root.iter("text"):
        assert contrast(held[text]["fill"], sheet["fill"]) >= 4.5, text.text
    bar = mixed(bars["fill"], sheet["fill"], float(bars["fill-opacity"]))
    assert contrast(bar, sheet["fill"]) >= 3 and contrast(line["stroke"], bar) >= 3


def mixed(colour, ground, opacity):
    pairs = zip(bytes.fromhex(colour[1:]), bytes.fromhex(ground[1:]), strict=True)
    return "#" + bytes(round(opacity * over + (1 - opacity) * under) for over, under in pairs).hex()
