"""Derivatives through whole arrays: operations on them, products with Jacobians, straight-line programs."""

from cgraph_lib.errors import MissingPackageError, ShapeError

try:
    from cgraph_lib.arrays.array_op import ArrayOp
    from cgraph_lib.arrays.operations import log_sum_exp, matmul, mean, pick, total
    from cgraph_lib.arrays.products import array_gradient, jacobian, pull_back, push_forward, unbroadcast
except ModuleNotFoundError as _missing:
    _sentence = "Arrays need {name}, which is not installed: run pip install numpy."
    raise MissingPackageError(_sentence, name=_missing.name) from _missing

__all__ = [
    "ArrayOp",
    "ShapeError",
    "array_gradient",
    "jacobian",
    "log_sum_exp",
    "matmul",
    "mean",
    "pick",
    "pull_back",
    "push_forward",
    "total",
    "unbroadcast",
]
