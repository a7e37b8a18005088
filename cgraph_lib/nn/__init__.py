"""Networks as graphs: their layers and losses, the ways to take a step, and training.

A layer is a function that makes nodes; whole networks of affine layers with relu between them are a `Network`.
"""

from cgraph_lib.errors import MissingPackageError

try:
    from cgraph_lib.examples import spiral
    from cgraph_lib.nn.layers import (
        affine,
        batch_norm,
        convolution,
        dropout,
        dropout_mask,
        layer_norm,
        relu,
        softmax_loss,
        svm_loss,
    )
    from cgraph_lib.nn.network import Network, initial, network_graph, train
    from cgraph_lib.nn.solver import Solver
    from cgraph_lib.updates import Parameters, Update, adam, momentum, rmsprop, sgd
except ModuleNotFoundError as _missing:
    _sentence = "Arrays need {name}, which is not installed: run pip install numpy."
    raise MissingPackageError(_sentence, name=_missing.name) from _missing

__all__ = [
    "Network",
    "Parameters",
    "Solver",
    "Update",
    "adam",
    "affine",
    "batch_norm",
    "convolution",
    "dropout",
    "dropout_mask",
    "initial",
    "layer_norm",
    "momentum",
    "network_graph",
    "relu",
    "rmsprop",
    "sgd",
    "softmax_loss",
    "spiral",
    "svm_loss",
    "train",
]
