"""One step of training the spiral's network, beside numpy written by hand and PyTorch."""

import os

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy starts its threads

from benchmarks import networks
from benchmarks.side_by_side import compare

ENGINES = networks.cgraph_lib, networks.by_hand, networks.pytorch

if __name__ == "__main__":
    compare(
        "One step of training on the spiral; x says how many times our time the others take:",
        *ENGINES,
        given=networks.hidden_units,
        sizes=(100,),
        of="hidden",
    )
    os.environ.update(networks.HEAP_KEPT)
    compare(
        "The same with memory kept by the process, as in a notebook that has imported much; above, numpy by hand may\n"
        "return its largest arrays to the system (glibc) and ask for them anew at every step:",
        *ENGINES,
        given=networks.hidden_units,
        sizes=(100,),
        of="hidden",
    )
