"""The sixty lines: they are sixty, they are right, and notebook 12 ends with them."""

import json
from pathlib import Path

from cgraph_lib.exercises.engines import replay
from cgraph_lib.exercises.engines.sixty_lines import ENGINE


def test_the_sixty_lines_are_sixty_and_right():
    lines = [line for line in ENGINE.splitlines() if line.strip()]
    assert len(lines) == 60
    names = {}
    exec(ENGINE, names)
    assert replay(names["Node"], "y = tanh(a * b) / b - a; z = log(y * y + b) * exp(a)", a=0.5, b=2).right


def test_notebook_12_ends_with_the_same_sixty_lines():
    path = Path(__file__).parents[3] / "notebooks" / "12_build_autograd.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    printed = next(cell for cell in cells if "".join(cell["source"]) == "print(engine)")["outputs"][0]["text"]
    assert "".join(printed) == ENGINE
