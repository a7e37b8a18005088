"""Pictures of graphs: a `View` becomes boxes and lines, these become SVG and words."""

from cgraph_lib.picture.drawing import MOST_NODES, Picture, View, moment_view, node_keys, render, show

__all__ = ["MOST_NODES", "Picture", "View", "moment_view", "node_keys", "render", "show"]
