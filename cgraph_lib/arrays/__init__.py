"""Derivatives through whole arrays: operations on them, products with Jacobians, straight-line programs."""

from cgraph_lib.arrays.array_op import ArrayOp
from cgraph_lib.arrays.operations import log_sum_exp, matmul, mean, pick, total
from cgraph_lib.arrays.products import array_gradient, jacobian, pull_back, push_forward, unbroadcast
from cgraph_lib.errors import ShapeError

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
