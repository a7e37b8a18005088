"""How a widget and its page talk while the page loads the widget, and when it is closed before."""

import asyncio
import copy
import pickle

import ipywidgets
import pytest
from live_pictures import GRAPH, MAKERS, heard

from cgraph_lib.errors import WrongTypeError
from cgraph_lib.live import Explorer, conversation


def test_a_picture_is_not_copied(picture):
    for copied in (copy.copy, copy.deepcopy, pickle.dumps, lambda picture: copy.deepcopy([picture])):
        with pytest.raises(WrongTypeError, match=f"make another {type(picture).__name__}, of the same graph"):
            copied(picture)
    assert picture.inputs == {"a": 2, "b": 1}


class Line:
    """A connection to a page, which takes note of what becomes of it."""

    def __init__(self):
        self.open, self.hear = True, None

    def close(self, *_, **__):
        self.open = False

    def on_msg(self, hear):
        self.hear = hear


@pytest.fixture
def connected(monkeypatch):
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


def test_a_page_that_has_loaded_a_widget_closes_it_at_once(connected):
    picture, lines = connected

    async def act():
        picture.set_state({"seen": {"turns": dict(picture.turns), "count": 1}})
        picture.close()
        assert [line.open for line in lines] == [False, False]

    in_a_kernel(act)


def test_a_widget_that_closes_while_it_is_loaded_waits_for_the_page(connected):
    picture, (model, layout) = connected

    async def act():
        picture.close()
        await asyncio.sleep(0)
        assert picture.comm is None and model.open and layout.open
        model.hear({})
        assert not model.open and not layout.open
        model.hear({})  # a second page

    in_a_kernel(act)


def test_where_no_page_ever_loads_it_the_connection_ends(connected, monkeypatch):
    monkeypatch.setattr(conversation, "_PATIENCE", 0.01)
    picture, (model, layout) = connected

    async def act():
        picture.close()
        assert model.open
        await asyncio.sleep(0.2)
        assert not model.open and not layout.open

    in_a_kernel(act)


def test_without_a_kernel_nothing_waits(connected):
    picture, lines = connected
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


def test_the_page_moves_inputs_and_hears_no_echo_of_its_own(picture, sent):
    heard(picture, inputs=[3, 0.5])
    assert picture.inputs == {"a": 3.0, "b": 0.5}
    assert [state for state in sent() if "inputs" in state] == []


def test_the_kernel_s_word_wins_over_a_late_one(picture, sent):
    before = {"turns": dict(picture.turns), "count": 1}
    picture.inputs = {"b": 4}
    picture.set_state({"inputs": [3, 0.5], "seen": before})  # sent before the page heard of the 4
    assert picture.inputs == {"a": 2.0, "b": 4.0}
    assert sent()[-1]["inputs"] == [2.0, 4.0] and sent()[-1]["turns"] == picture.turns  # and the page hears it again
    heard(picture, inputs=[3, 0.5])
    assert picture.inputs == {"a": 3.0, "b": 0.5}


def test_a_first_message_never_undoes_a_cell(picture):
    started = picture.get_state()["turns"]  # what a page knows that has drawn the picture as it was made
    picture.inputs = {"a": 1.5}
    picture.set_state({"inputs": [0.6, 1], "seen": {"turns": started, "count": 1}})
    picture.set_state({"inputs": [0.6, 1]})  # or knows of no turns at all
    assert picture.inputs == {"a": 1.5, "b": 1.0}


def test_a_late_choice_leaves_the_others_alone():
    player = MAKERS["StepPlayer"]()
    before = {"turns": dict(player.turns), "count": 1}
    player.step = 4
    player.set_state({"step": 1, "inputs": [3, 0.5], "seen": before})
    assert (player.step, player.inputs) == (4, {"a": 3.0, "b": 0.5})
