"""The graphs that several notebooks share."""

from __future__ import annotations

from typing import Final

from cgraph_lib.graph import Graph
from cgraph_lib.parsing import parse

RUNNING: Final[Graph] = parse("c = a + b; d = b + 1; e = c * d")
DIAMOND: Final[Graph] = parse("b = 2 * a; c = 3 * b; d = 4 * b; e = c + d")
CUBE: Final[Graph] = parse("s = x * x; y = s * x")
NEURON: Final[Graph] = parse("u = w * x; z = u + b; y = sigmoid(z); r = y - t; loss = r**2")
