from benchmarks import engines
from benchmarks.side_by_side import compare

if __name__ == "__main__":
    compare([engines.cgraph_lib, engines.micrograd, engines.autograd, engines.pytorch], "Gradient with the graph rebuilt")
