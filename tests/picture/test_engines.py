"""Who lays out the pictures, how one chooses, and what happens when nobody can."""

import os
import stat
import subprocess
import sys
import types
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pygraphviz
import pytest
from picture.drawn import is_drawn
from picture.examples import SIXTY

from cgraph_lib import evaluate, parse, show
from cgraph_lib.errors import CgraphError
from cgraph_lib.picture import engines, layout

GRAPH = parse("c = a + b; d = b + 1; e = c * d")
ROOT = Path(__file__).parents[2]
DOT_PROGRAM = """#!{python}
import sys
import pygraphviz
assert sys.argv[1:] == ["-Tjson0"]
source = sys.stdin.buffer.read().decode("utf-8")
sys.stdout.buffer.write(pygraphviz.AGraph(string=source).draw(format="json0", prog="dot"))
open({log!r}, "a").write("called\\n")
"""


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch):
    """Let each test choose its engine anew, and leave no choice behind."""
    monkeypatch.setenv(layout.ENGINE_VARIABLE, "auto")
    engines.forget()
    yield
    engines.forget()


@pytest.fixture
def dot_on_path(tmp_path, monkeypatch):
    """Put a program called dot on an otherwise empty PATH; return the file in which it notes its calls."""
    if sys.platform == "win32":
        pytest.skip("a script is no program there")
    program, log = tmp_path / "dot", tmp_path / "log"
    program.write_text(DOT_PROGRAM.format(python=sys.executable, log=str(log)))
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path))
    return log


def no_embedded(monkeypatch):
    monkeypatch.setitem(sys.modules, "pygraphviz", None)


def no_program(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path / "nothing here"))


def test_the_embedded_engine_needs_no_program(monkeypatch, tmp_path):
    no_program(monkeypatch, tmp_path)
    layout.use_engine("embedded")
    assert is_drawn(show(GRAPH))


def test_a_dot_on_path_can_be_chosen(dot_on_path):
    layout.use_engine("dot")
    assert is_drawn(show(GRAPH))
    assert "called" in dot_on_path.read_text()


def test_a_dot_on_path_is_found_when_nothing_is_embedded(dot_on_path, monkeypatch):
    no_embedded(monkeypatch)
    assert is_drawn(show(GRAPH))
    assert "called" in dot_on_path.read_text()


def test_both_engines_draw_the_same_things(dot_on_path):
    classes = []
    for engine in ("embedded", "dot"):
        engines.forget()
        layout.use_engine(engine)
        classes.append([e.get("class") for e in ElementTree.fromstring(show(GRAPH).svg).iter()])
    assert classes[0] == classes[1]


def put(log, script):
    """Put another program called dot in the place of the one that notes its calls."""
    (log.parent / "dot").write_text(f"#!/bin/sh\necho called >> {log}\n{script}\n")


@pytest.mark.parametrize(
    "script",
    [
        "exit 3",
        "echo nonsense",
        "echo '{}'",
        """echo '{"objects": [{"name": "a", "pos": "1,2"}]}'""",
        """echo '{"objects": 5}'""",
        "kill -9 $$",
    ],
)
def test_a_dot_that_fails_is_passed_over_and_not_asked_again(dot_on_path, monkeypatch, script):
    put(dot_on_path, script)
    with pytest.raises(layout.NoEngineError, match="dot: "):
        layout.use_engine("dot")
    monkeypatch.setenv("CGRAPH_ENGINE", "dot")
    for i in range(3):
        assert "Tried dot: " in show(parse(f"y = x + {i}")).text
    assert dot_on_path.read_text().count("called") == 1
    monkeypatch.setenv("CGRAPH_ENGINE", "auto")
    assert is_drawn(show(GRAPH))


def test_a_dot_that_hangs_costs_its_time_once(dot_on_path, monkeypatch):
    monkeypatch.setattr(engines, "SECONDS", 0.2)
    put(dot_on_path, "exec /bin/sleep 60")
    monkeypatch.setenv("CGRAPH_ENGINE", "dot")
    for i in range(3):
        assert "no answer within 0.2 s" in show(parse(f"y = x + {i}")).text
    assert dot_on_path.read_text().count("called") == 1


AFTER_THE_PROBE = """read -r first
case "$first" in
*"a -> b"*) echo '{"objects": [{"name": "a", "pos": "1,2"}, {"name": "b", "pos": "1,2"}]}' ;;
*) SCRIPT ;;
esac"""


@pytest.mark.parametrize("script", ["exit 3", "echo nonsense", """echo '{"objects": []}'"""])
def test_a_dot_that_fails_after_its_probe_leaves_the_picture_to_the_next_or_to_words(dot_on_path, monkeypatch, script):
    put(dot_on_path, AFTER_THE_PROBE.replace("SCRIPT", script))
    monkeypatch.setenv("CGRAPH_ENGINE", "dot")
    assert "Tried dot: " in show(GRAPH).text and "e = c · d" in show(GRAPH).text
    no_embedded(monkeypatch)
    monkeypatch.setenv("CGRAPH_ENGINE", "auto")
    monkeypatch.setitem(sys.modules, "cgraph_graphviz", page_module())
    assert is_drawn(show(GRAPH))


def test_a_dot_that_hangs_after_its_probe_costs_its_time_once(dot_on_path, monkeypatch):
    put(dot_on_path, AFTER_THE_PROBE.replace("SCRIPT", "exec /bin/sleep 60"))
    layout.use_engine("dot")
    monkeypatch.setattr(engines, "SECONDS", 0.2)
    for i in range(3):
        assert "no answer within 0.2 s" in show(parse(f"y = x + {i}")).text
    assert dot_on_path.read_text().count("called") == 2


def page_module():
    """Return what a page's Python has in the place of a program and a library."""
    return types.SimpleNamespace(
        layout=lambda source: pygraphviz.AGraph(string=source).draw(format="json0", prog="dot").decode("utf-8")
    )


def test_the_module_of_a_page_is_an_engine_too(monkeypatch, tmp_path):
    no_embedded(monkeypatch)
    no_program(monkeypatch, tmp_path)
    assert show(GRAPH).svg == ""
    monkeypatch.setitem(sys.modules, "cgraph_graphviz", page_module())
    layout.use_engine("page")
    assert is_drawn(show(GRAPH))


def test_missing_system_libraries_are_named(monkeypatch, tmp_path):
    no_program(monkeypatch, tmp_path)

    def broken(source):
        raise ImportError("libX11.so.6: cannot open shared object file: No such file or directory")

    monkeypatch.setitem(engines._ENGINES, "embedded", broken)
    message = show(GRAPH).text
    assert "apt install libglib2.0-0 libx11-6 libxrender1 libxext6" in message and "libX11.so.6" in message


def test_a_missing_engine_is_an_error_of_the_library_and_of_the_run():
    for kind in (CgraphError, ValueError, RuntimeError):
        assert issubclass(layout.NoEngineError, kind)


def test_graphviz_makes_no_remarks(capfd):
    assert is_drawn(show(parse(SIXTY)))
    assert capfd.readouterr() == ("", "")


def test_each_engine_is_probed_once(dot_on_path):
    layout.use_engine("dot")
    for _ in range(3):
        show(GRAPH)
    assert dot_on_path.read_text().count("called") == 2  # the probe and the picture


def test_a_choice_takes_effect_on_pictures_drawn_before(dot_on_path):
    show(GRAPH)
    layout.use_engine("dot")
    show(GRAPH)
    assert dot_on_path.read_text().count("called") == 2


def test_the_environment_chooses_too(dot_on_path, monkeypatch):
    monkeypatch.setenv("CGRAPH_ENGINE", "dot")
    show(GRAPH)
    assert "called" in dot_on_path.read_text()


def test_without_an_engine_the_words_say_what_to_install(monkeypatch, tmp_path):
    words = show(GRAPH, evaluate(GRAPH, a=2, b=1)).text
    engines.forget()
    no_embedded(monkeypatch)
    no_program(monkeypatch, tmp_path)
    picture = show(GRAPH, evaluate(GRAPH, a=2, b=1))
    advice, _, table = picture.text.partition("\n\n")
    assert "pip install pygraphviz" in advice and "graphviz.org" in advice
    assert table == words
    assert picture.svg == "" and set(picture._repr_mimebundle_()) == {"text/plain"}


def test_an_engine_that_does_not_work_is_refused_and_changes_nothing(monkeypatch, tmp_path):
    no_program(monkeypatch, tmp_path)
    with pytest.raises(layout.NoEngineError, match="there is no dot on PATH"):
        layout.use_engine("dot")
    assert is_drawn(show(GRAPH))


def test_an_unknown_engine_is_refused(monkeypatch):
    with pytest.raises(ValueError, match='"auto", "embedded", "dot" or "page", not \'nonsense\''):
        layout.use_engine("nonsense")
    monkeypatch.setenv("CGRAPH_ENGINE", "nonsense")
    assert "nonsense" in show(GRAPH).text
    assert "e = c · d" in show(GRAPH).text


def test_a_fresh_interpreter_chooses_by_itself():
    code = "from cgraph_lib import parse, show; print(len(show(parse('a + b')).svg))"
    environment = {name: value for name, value in os.environ.items() if name != "CGRAPH_ENGINE"}
    run = subprocess.run(
        [sys.executable, "-c", code], env=environment | {"PYTHONPATH": str(ROOT)}, capture_output=True, check=True
    )
    assert int(run.stdout) > 1000
