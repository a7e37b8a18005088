"""What the guide for teachers promises: links, headings, minutes, commands, answers."""

import importlib.util
import json
import re
from pathlib import Path

import pytest

from cgraph_lib import evaluate, parse, reverse_trace, worked_solution
from cgraph_lib.exercises.variants import exercise
from tools import teacher
from tools.cards import read_inputs
from tools.learners import LEARNERS

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "docs" / "teaching.md").read_text(encoding="utf-8")
NOTEBOOKS = {path.name: path for path in (ROOT / "notebooks").glob("*.ipynb")}
MAP_ROW = re.compile(r"^\| \[?(\d\d)[^|]*\|[^|]*\| (\d+) \| (\d*) ?\|$", re.MULTILINE)


def prose(name):
    cells = json.loads(NOTEBOOKS[name].read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]


def headings(name):
    return re.findall(r"^#+ (.*)$", "\n".join(prose(name)), re.MULTILINE)


def section(title):
    found = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", GUIDE, re.MULTILINE | re.DOTALL)
    return found[1]


def rows(title):
    lines = [line for line in section(title).splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines][1:]


def minutes():
    """Return the minutes of each notebook, to read and with exercises, as the map in notebook 00 has them."""
    found = MAP_ROW.findall("\n".join(prose("00_start_here.ipynb")))
    return {number: (int(read), int(whole or read)) for number, read, whole in found}


def links():
    return re.findall(r"\[([^\]]+)\]\(([^)]+)\)", GUIDE)


def test_links_lead_somewhere():
    targets = [target for _, target in links()]
    assert len(targets) > 50 and not any(target.startswith("http") for target in targets)
    assert [target for target in targets if not (ROOT / "docs" / target.partition("#")[0]).exists()] == []
    titles = [title.lower().replace(" ", "-") for title in re.findall(r"^## (.*)$", GUIDE, re.MULTILINE)]
    assert {target[1:] for target in targets if target.startswith("#")} <= set(titles)


def test_a_link_to_a_notebook_names_it_and_a_heading_in_it():
    into = [(text, target) for text, target in links() if ".ipynb" in target]
    assert len(into) > 50
    for text, target in into:
        file, _, fragment = target.removeprefix("../notebooks/").partition("#")
        number, _, heading = text.partition(" ")
        assert number == file[:2], text
        assert not heading or heading in headings(file), f"no heading {heading!r} in {file}"
        assert fragment == heading.replace(" ", "-"), text


def test_every_notebook_has_its_goal_and_the_minutes_that_the_course_gives_it():
    listed = MAP_ROW.findall(section("Goals and minutes"))
    assert [number for number, _, _ in listed] == sorted(name[:2] for name in NOTEBOOKS)
    assert {number: (int(read), int(whole or read)) for number, read, whole in listed} == minutes()


@pytest.mark.parametrize(("title", "hours"), [("Three hours", 3), ("Six hours", 6), ("Twelve hours", 12)])
def test_a_syllabus_fits_its_hours(title, hours):
    total = 0
    for _, what, exercises, claimed in rows(title):
        asked = re.findall(r"\d\d\.\d", exercises)
        assert all(exercise(number) for number in asked)
        whole = re.fullmatch(r"\[(\d\d)\]\(\S+\) (whole|read)", what)
        if whole and whole[2] == "whole":
            assert exercises == "all" and int(claimed) == minutes()[whole[1]][1]
        elif whole:
            assert int(claimed) == minutes()[whole[1]][0] + 5 * len(asked)
        total += int(claimed)
    assert 0.9 * 60 * hours <= total <= 60 * hours


def test_in_three_hours_no_hour_is_longer_than_an_hour():
    for hour in "123":
        assert sum(int(row[-1]) for row in rows("Three hours") if row[0] == hour) <= 60


def test_every_wrong_rule_has_its_cure():
    assert {row[0] for row in rows("Usual mistakes, and what cures each")} == LEARNERS.keys() - {"right"}
    assert all(".ipynb#" in row[2] for row in rows("Usual mistakes, and what cures each"))


def test_exam_questions_have_the_answers_that_are_given():
    questions = rows("Exam questions")
    assert len(questions) == 5
    for graph, at, asked, right, wrong in questions:
        of, wrt = re.fullmatch(r"d(\w+)/d(\w+)", asked).groups()
        given = {name: learner(parse(graph.strip("`")), read_inputs(at), of, wrt) for name, learner in LEARNERS.items()}
        assert given["right"] == float(right.replace("−", "-"))
        for answer, name in re.findall(r"(\S+): ([^;]+)", wrong):
            mine = [learner for learner, number in given.items() if number == float(answer.replace("−", "-"))]
            assert mine == [name], answer


def test_the_worked_solution_is_what_the_call_prints():
    (code,) = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
    graph = parse("p = x * y; z = p + x")
    solution = worked_solution(reverse_trace(graph, evaluate(graph, x=2, y=5)))
    assert str(solution) in section("Exam questions")
    printed = []
    exec(code, {"print": printed.append})
    assert printed == [solution]


def test_commands_exist():
    targets = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)[1].split()
    named = re.findall(r"(?:`|^)make (\w+)", GUIDE, re.MULTILINE)
    assert {"lab", "teacher", "cards"} <= set(named) <= set(targets)
    modules = re.findall(r"python -m ([\w.]+)", GUIDE)
    assert modules and all(importlib.util.find_spec(module) for module in modules)


def test_the_teachers_files_are_those_that_are_written(tmp_path):
    written = {path.relative_to(tmp_path).as_posix() for path in teacher.write(tmp_path, 7)}
    listed = [row[0].strip("`") for row in rows("Exercises with marks")]
    assert len(listed) == 5
    for name in listed:
        assert name in written or any(path.startswith(name) for path in written), name
    assert all(path.startswith(tuple(listed)) for path in written)
