"""Live pictures: the page evaluates the graph at every move of a slider. The only place that knows ipywidgets."""

from cgraph_lib.live.explorer import Explorer
from cgraph_lib.live.formula_box import FormulaBox
from cgraph_lib.live.path_explorer import PathExplorer
from cgraph_lib.live.step_player import StepPlayer

__all__ = ["Explorer", "FormulaBox", "PathExplorer", "StepPlayer"]
