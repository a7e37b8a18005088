"""`compile_gradient` called again and again, beside micrograd, which rebuilds, and CasADi, which compiles too."""

from benchmarks import engines
from benchmarks.side_by_side import compare

if __name__ == "__main__":
    compare(
        "Compiled gradient, called again and again (micrograd rebuilds); x says how many times our time a peer takes:",
        engines.compiled,
        engines.micrograd,
        engines.casadi,
    )
