"""The playground's page as it is made: prepared graphs, and nothing of it where npm has not installed Python."""

import json

import pytest

from cgraph_lib import evaluate, parse
from cgraph_lib.live import answering
from tools import browser_python, playground

GRAPHS = playground.graphs()


def test_between_eight_and_twelve_graphs_are_prepared():
    assert 8 <= len(GRAPHS) <= 12
    assert len({graph["title"] for graph in GRAPHS}) == len({graph["text"] for graph in GRAPHS}) == len(GRAPHS)


@pytest.mark.parametrize("graph", GRAPHS, ids=[graph["title"] for graph in GRAPHS])
def test_a_prepared_graph_lives_and_has_its_steps(graph):
    made = playground.prepared(graph)
    assert evaluate(parse(graph["text"]), graph["at"])
    assert list(made) == ["box", *answering.QUANTITIES]
    for picture in made.values():
        assert dict(zip(picture["names"], picture["state"]["inputs"], strict=True)) == graph["at"]
        assert json.loads(picture["state"]["scene"])["drawings"]


def test_without_npm_the_page_is_left_out(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(browser_python, "PACKAGES", tmp_path / "nothing")
    page = tmp_path / "playground.md"
    page.write_text("# Playground")
    assert not playground.prepare(tmp_path)
    assert not page.exists()
    assert "run npm install" in capsys.readouterr().err
