"""How a widget and its page talk while the page loads the widget, and when it is closed before."""

import asyncio

import ipywidgets
import pytest

from cgraph_lib import parse
from cgraph_lib.live import Explorer, conversation

GRAPH = parse("c = a + b; d = b + 1; e = c * d")


class Line:
    """A connection to a page, which takes note of what becomes of it."""

    def __init__(self):
        self.open, self.hear = True, None

    def close(self, *_, **__):
        self.open = False

    def on_msg(self, hear):
        self.hear = hear


@pytest.fixture
def picture(monkeypatch):
    """Return a live picture, and the connections to its model and its layout."""
    picture = Explorer(GRAPH, a=2, b=1)
    lines = [Line(), Line()]
    for widget, line in zip((picture, picture.layout), lines, strict=True):
        monkeypatch.setattr(widget.comm, "close", line.close)
        monkeypatch.setattr(widget.comm, "on_msg", line.on_msg)
    return picture, lines


def in_a_kernel(act):
    """Run what a kernel's cell does: its event loop is there."""

    async def cell():
        await act()

    asyncio.run(cell())


def test_a_page_that_has_loaded_a_widget_closes_it_at_once(picture):
    picture, lines = picture

    async def act():
        picture.set_state({"seen": {"turns": dict(picture.turns), "count": 1}})
        picture.close()
        assert [line.open for line in lines] == [False, False]

    in_a_kernel(act)


def test_a_widget_that_closes_while_it_is_loaded_waits_for_the_page(picture):
    picture, (model, layout) = picture

    async def act():
        picture.close()
        await asyncio.sleep(0)
        assert picture.comm is None and model.open and layout.open
        model.hear({})
        assert not model.open and not layout.open
        model.hear({})  # a second page

    in_a_kernel(act)


def test_where_no_page_ever_loads_it_the_connection_ends(picture, monkeypatch):
    monkeypatch.setattr(conversation, "_PATIENCE", 0.01)
    picture, (model, layout) = picture

    async def act():
        picture.close()
        assert model.open
        await asyncio.sleep(0.2)
        assert not model.open and not layout.open

    in_a_kernel(act)


def test_without_a_kernel_nothing_waits(picture):
    picture, lines = picture
    picture.close()
    assert [line.open for line in lines] == [False, False]


def test_a_page_that_was_slow_is_sent_what_has_changed_meanwhile(monkeypatch):
    sent = []
    picture = Explorer(GRAPH, a=2, b=1)
    first = {"turns": dict(picture.turns), "count": 1}
    picture.inputs = {"a": 5}
    monkeypatch.setattr(ipywidgets.Widget, "_send", lambda self, message, buffers=None: sent.append(message["state"]))
    picture.set_state({"seen": first})
    assert [state["inputs"] for state in sent] == [[5.0, 1.0]] and sent[0]["turns"] == picture.turns
    picture.set_state({"seen": {"turns": dict(picture.turns), "count": 1}})
    assert len(sent) == 1 and picture.inputs == {"a": 5.0, "b": 1.0}
