"""What a notebook shows: a picture where there is one, else what Python prints."""

from cgraph_lib import parse
from cgraph_lib.display import Displayed, mimebundle


class Plain(Displayed):
    def __repr__(self):
        return "plain"


def test_what_has_no_picture_is_shown_as_python_prints_it():
    assert Plain()._repr_mimebundle_() == mimebundle(Plain()) == {"text/plain": "plain"}


def test_a_graph_is_shown_as_a_picture():
    assert set(parse("c = a + b")._repr_mimebundle_()) == {"image/svg+xml", "text/plain"}
