"""Pictures of graphs: a `View` becomes boxes and lines, these become SVG and words."""

from cgraph_lib.picture.drawing import MOST_NODES, Picture, render, renders
from cgraph_lib.picture.marking import node_keys
from cgraph_lib.picture.showing import show
from cgraph_lib.picture.view import View, moment_view

__all__ = ["MOST_NODES", "Picture", "View", "moment_view", "node_keys", "render", "renders", "show"]
