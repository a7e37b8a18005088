"""Draw, evaluate and differentiate computational graphs.

>>> graph = parse("c = a + b; d = b + 1; e = c * d")
>>> gradient(graph, {"a": 2, "b": 1})
{'a': 2.0, 'b': 5.0}
"""

from collections.abc import Callable as _Callable
from typing import Any as _Any

from cgraph_lib.accumulate import (
    evaluate,
    evaluation_trace,
    forward_trace,
    gradient,
    local_partials,
    reverse_trace,
)
from cgraph_lib.checking import gradient_check
from cgraph_lib.finite_differences import central_difference
from cgraph_lib.graph import Graph, function, inputs
from cgraph_lib.groups import group
from cgraph_lib.kinks import kinks
from cgraph_lib.ops import FUNCTIONS as _FUNCTIONS
from cgraph_lib.parsing import parse
from cgraph_lib.paths import count_paths, path_product, paths, sum_over_paths
from cgraph_lib.picture import show
from cgraph_lib.program import compile_gradient, listing
from cgraph_lib.sentences import narrate
from cgraph_lib.trace_table import trace_table
from cgraph_lib.worked_solution import worked_solution

__version__ = "0.1.0"

__all__ = [
    "Graph",
    "central_difference",
    "compile_gradient",
    "count_paths",
    "evaluate",
    "evaluation_trace",
    "forward_trace",
    "gradient",
    "gradient_check",
    "group",
    "inputs",
    "kinks",
    "listing",
    "local_partials",
    "narrate",
    "parse",
    "path_product",
    "paths",
    "reverse_trace",
    "show",
    "sum_over_paths",
    "trace_table",
    "worked_solution",
]


# The functions of the table of operations, on nodes and on numbers; written out, so that editors know them.
abs = function("abs")
cos = function("cos")
exp = function("exp")
log = function("log")
max = function("max")
min = function("min")
relu = function("relu")
sigmoid = function("sigmoid")
sin = function("sin")
sqrt = function("sqrt")
square = function("square")
tan = function("tan")
tanh = function("tanh")


def __getattr__(name: str) -> _Callable[..., _Any]:
    """Give a function of the table that was added to it later."""
    if name in _FUNCTIONS:
        return function(name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, *_FUNCTIONS]
