"""What to write in place of a function of other books, or a mistyped one."""

import math

import pytest

from cgraph_lib import evaluate, parse
from cgraph_lib.foreign import ABSENT, instead_of
from cgraph_lib.ops import FUNCTIONS

EXAMPLES = {name: f"{name}(x)" for name in FUNCTIONS}
MEANT = {
    **{"ln": math.log, "lg": math.log10, "log10": math.log10, "log2": math.log2, "log1p": math.log1p},
    **{"expm1": math.expm1, "cbrt": math.cbrt, "fabs": math.fabs, "tg": math.tan, "th": math.tanh},
    **{"sinh": math.sinh, "cosh": math.cosh, "cot": lambda x: 1 / math.tan(x), "sec": lambda x: 1 / math.cos(x)},
    **{"csc": lambda x: 1 / math.sin(x), "softplus": lambda x: math.log1p(math.exp(x))},
    **{"logistic": lambda x: 1 / (1 + math.exp(-x)), "expit": lambda x: 1 / (1 + math.exp(-x))},
    **{"pow": lambda x: x**3.0, "maximum": lambda x: max(x, 3.0), "minimum": lambda x: min(x, 3.0)},
}


@pytest.mark.parametrize("name", MEANT)
def test_a_function_is_written_with_others(name):
    graph = parse(instead_of(name.title(), EXAMPLES))
    at = {key: number for key, number in {"x": 0.7, "y": 3.0}.items() if key in graph.input_names}
    assert evaluate(graph, at)[graph.output] == pytest.approx(MEANT[name](0.7))


@pytest.mark.parametrize("name", [*sorted(ABSENT), "inf", "NaN", "print", "x", ""])
def test_of_others_nothing_is_said(name):
    assert instead_of(name, EXAMPLES) == ""
