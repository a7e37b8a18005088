"""The gradient with the graph rebuilt at every call, beside micrograd, autograd and PyTorch on one thread."""

from benchmarks import engines
from benchmarks.side_by_side import compare

if __name__ == "__main__":
    peers = [engines.micrograd, engines.autograd, engines.pytorch]
    compare([engines.cgraph_lib, *peers], "Gradient with the graph rebuilt")
