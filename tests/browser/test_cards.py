"""The cards print on the paper of both worlds: each sheet but the solution fills one sheet of paper."""

import re

import pytest

from cgraph_lib import parse
from tools import cards


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_each_section_is_one_sheet(chromium, paper):
    page = chromium.new_page()
    page.set_content(cards.page(parse("c = a + b; d = c * c; e = d / a; f = e - d; g = f * e * c"), {"a": 2, "b": 1}))
    page.evaluate("document.querySelector('.solution').remove()")  # a table as long as the graph is large
    sheets = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=paper)))
    assert sheets == page.locator("section").count()
    page.close()
