"""The sheet of a chart: names and titles as they are."""

from picture.charts import parts
from picture.drawn import Drawn

from cgraph_lib.picture.chart import curves


def test_names_are_escaped():
    drawn = curves({"<b>&": [1, 2]}, "<script>", axes=("<i>", '"'))
    assert "<b>" not in drawn.svg and "<script>" not in drawn.svg
    assert "<b>&" in [text.text for text in parts(drawn, "text")]


def test_a_chart_shows_its_title_on_lines_that_fit():
    drawn = Drawn(
        curves({"y": [1, 2]}, "A sentence that is longer than the chart is wide, so that it is wrapped. " * 3)
    )
    lines = [text.text for text in drawn.having("say")]
    assert len(lines) > 2 and " ".join(lines).startswith("A sentence that is longer")
    assert float(drawn.root.get("height")) > 18 * len(lines) + 280
