"""Names in LaTeX can be set, whatever characters they have."""

from latex_formulas import formulas

from cgraph_lib import Graph, evaluate, inputs, reverse_trace, worked_solution

NAMES = [
    "loss",
    "x1",
    "a_b",
    "{x}",
    "$x$",
    "\\alpha",
    "变量",
    "é",
    "α",
    "a b",
    "x^y",
    "~",
    "<b>",
    "a|b",
    "`",
    "#1",
    "50%",
]
NAMES += ["a&b", "[x]", "it's", '"q"', "😀", "\\", "_", "*x*", "\\end{aligned}", "v_{1}", "x→y", "∂", "µ"]


def test_any_name_can_be_set(set_formulas):
    p, q7 = inputs("p q7")
    node, pairs = p * p + q7, []
    for name in NAMES:
        graph = Graph((node.named(name) * q7).named(f"{name}2"))
        text = worked_solution(reverse_trace(graph, evaluate(graph, p=-3, q7=2)))
        assert text.count(r"\begin{aligned}") == text.count("\n\\end{aligned}") == 3
        pairs += formulas(text)
    assert set_formulas(pairs) == []
