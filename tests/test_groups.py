"""Groups: nodes remember the one they were made in."""

import threading

import pytest

from cgraph_lib import group, inputs


def test_nodes_remember_their_group():
    x = inputs("x")
    with group("layer 1"):
        y = x * 2
        with group("affine"):
            z = y + x
        w = z.named("w")
    assert [node.group for node in (x, y, y.parents[1], z, w)] == [
        "",
        "layer 1",
        "layer 1",
        "layer 1/affine",
        "layer 1",
    ]
    assert z.named("z").group == "layer 1/affine" and (z + 1).group == ""


def test_a_group_ends_with_an_error_and_is_not_seen_by_another_thread():
    elsewhere = []
    with pytest.raises(ZeroDivisionError), group("layer"):
        thread = threading.Thread(target=lambda: elsewhere.append(inputs("x").group))
        thread.start()
        thread.join()
        1 / 0  # noqa: B018
    assert elsewhere == [""] and inputs("x").group == ""
