"""What the page gets: its code is one module, and no name in the graph does any harm there."""

import subprocess

import pytest
from live_pictures import heard, scene

from cgraph_lib import Graph, inputs
from cgraph_lib.live import Explorer, FormulaBox, PathExplorer, StepPlayer


@pytest.mark.parametrize("name", ["<!--<script>", "</script>", "__proto__", "constructor", "toString", "{x}"])
def test_no_name_ends_the_page_or_hides_a_number(name):
    x = inputs("x")
    graph = Graph((x * 2).named(name))
    picture = Explorer(graph, x=1)
    assert "<" not in picture.scene and name in scene(picture)["names"]
    assert picture.values[name] == 2
    picture = Explorer(Graph((inputs(name) * 2).named("y")), {name: 3})
    heard(picture, inputs=[4])
    assert picture.inputs == {name: 4.0}


@pytest.mark.parametrize("kind", [Explorer, FormulaBox, PathExplorer, StepPlayer])
def test_the_page_s_code_is_one_module(program, tmp_path, kind):
    joined = kind._esm
    (tmp_path / "joined.mjs").write_text(joined, encoding="utf-8")
    subprocess.run([program("node"), "--check", tmp_path / "joined.mjs"], check=True)
    assert "eval(" not in joined and "Function(" not in joined and "https:" not in joined
