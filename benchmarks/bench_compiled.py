"""`compile_gradient` called again and again, beside micrograd, which rebuilds, and CasADi, which compiles too."""

from benchmarks import engines
from benchmarks.random_graph import draw_chain
from benchmarks.side_by_side import compare

if __name__ == "__main__":
    compare(
        "Compiled gradient, called again and again (micrograd rebuilds); x says how many times our time a peer takes:",
        engines.compiled,
        engines.micrograd,
        engines.casadi,
    )
    compare(
        "The same for chains of scaled sums, which leave CasADi least to do:",
        engines.compiled,
        engines.casadi,
        given=draw_chain,
    )
