"""One step of training the spiral's network, beside numpy written by hand and PyTorch."""

import os

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy starts its threads

from benchmarks import networks
from benchmarks.side_by_side import compare

if __name__ == "__main__":
    compare(
        "One step of training on the spiral; x says how many times our time the others take:",
        networks.cgraph_lib,
        networks.by_hand,
        networks.pytorch,
        given=networks.hidden_units,
        sizes=(100,),
        of="hidden",
    )
