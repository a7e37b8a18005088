"""Live pictures: the page evaluates the graph at every move of an input. The only place that knows ipywidgets."""

from typing import TYPE_CHECKING, Any

from cgraph_lib.errors import MissingPackageError

try:
    from cgraph_lib.live.bug_lab import BugLab, bug_lab
    from cgraph_lib.live.curve import Curve
    from cgraph_lib.live.explorer import Explorer
    from cgraph_lib.live.formula_box import FormulaBox
    from cgraph_lib.live.path_explorer import PathExplorer
    from cgraph_lib.live.prediction import predict
    from cgraph_lib.live.product import Product
    from cgraph_lib.live.replay import ReplayPlayer, replay
    from cgraph_lib.live.review import review
    from cgraph_lib.live.step_player import StepPlayer
except ModuleNotFoundError as _missing:
    _sentence = "Live pictures need {name}, which is not installed: run pip install anywidget ipywidgets."
    raise MissingPackageError(_sentence, name=_missing.name) from _missing

if TYPE_CHECKING:
    from cgraph_lib.live.training import Training

__all__ = [
    "BugLab",
    "Curve",
    "Explorer",
    "FormulaBox",
    "PathExplorer",
    "Product",
    "ReplayPlayer",
    "StepPlayer",
    "Training",
    "bug_lab",
    "predict",
    "replay",
    "review",
]


def __getattr__(name: str) -> Any:
    if name != "Training":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        from cgraph_lib.live.training import Training  # the only picture that needs numpy: the others do without
    except ModuleNotFoundError as missing:
        sentence = "Training needs {name}, which is not installed: run pip install {name}."
        raise MissingPackageError(sentence, name=missing.name) from missing
    return Training
