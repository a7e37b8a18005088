"""The gradient with the graph rebuilt at every call, beside micrograd, autograd and PyTorch on one thread."""

from benchmarks import engines
from benchmarks.side_by_side import compare

if __name__ == "__main__":
    compare(
        "Gradient with the graph rebuilt at every call; x says how many times our time a peer takes:",
        engines.cgraph_lib,
        engines.micrograd,
        engines.autograd,
        engines.pytorch,
    )
    compare(
        "The same with Python's garbage collector standing still; micrograd's nodes give it most to do:",
        engines.cgraph_lib,
        engines.micrograd,
        collecting=False,
    )
