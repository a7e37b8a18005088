"""The operations of PyTorch that this library has: for each name in ATen, how it is made of ours.

A builder takes what the operation takes, with a `Traced` or an array of numbers in place of each tensor. It returns
`None` for options that it has nothing for.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from cgraph_lib.frameworks.traced import (
    Traced,
    added,
    averaged,
    chosen,
    contracted,
    entrywise,
    extreme,
    flat,
    function,
    held,
    log_added,
    norm,
    product,
    rearranged,
    stretched,
    traced,
)

exp, log, relu, sigmoid, sqrt, tanh = map(function, ("exp", "log", "relu", "sigmoid", "sqrt", "tanh"))
_NONE, _MEAN = 0, 1  # how a loss is reduced; 2 is the sum


def _times(factor: Any, x: Any) -> Any:
    return x if factor == 1 else factor * traced(x)


def _divide(x: Any, y: Any, rounding_mode: str | None = None) -> Traced | None:
    return entrywise("/", x, y) if rounding_mode is None else None


def _clamp(x: Any, low: Any = None, high: Any = None) -> Traced:
    above = x if low is None else entrywise("max", x, low)
    return traced(above) if high is None else entrywise("min", above, high)


def _elu(x: Any, alpha: float = 1, scale: float = 1, input_scale: float = 1) -> Traced:
    below = exp(entrywise("min", _times(input_scale, x), 0)) - 1
    return traced(_times(scale, entrywise("max", x, 0) + _times(alpha, below)))


def _gelu(x: Traced, approximate: str = "none") -> Traced | None:
    """Hendrycks and Gimpel (2016) give this approximation; the function itself needs erf."""
    if approximate != "tanh":
        return None
    return 0.5 * x * (1 + tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


def _log_sigmoid(x: Any) -> Traced:
    return entrywise("min", x, 0) - log(1 + exp(-entrywise("abs", x)))


def _softplus(x: Any, beta: float = 1, threshold: float = 20) -> Traced:
    """Return it to 16 digits of the larger of it and 1; PyTorch returns x itself above the threshold.

    The halves at a tie, of max here and of min in elu, add up to the slope that these smooth functions have at 0.
    """
    scaled = traced(_times(beta, x))
    above = entrywise("max", scaled, 0) + log(1 + exp(-entrywise("abs", scaled)))
    return above if beta == 1 else above / beta


def _variance(x: Traced, dim: Any = None, *, correction: float | None = None, keepdim: bool = False) -> Traced:
    centred = x - averaged(x, dim, True)
    gone = math.prod(x.shape) // max(math.prod(averaged(x, dim, keepdim).shape), 1)
    return added(centred * centred, dim, keepdim) / max(gone - (1 if correction is None else correction), 0)


def _norm(x: Traced, order: float = 2, dim: Any = None, keepdim: bool = False, dtype: Any = None) -> Traced | None:
    return norm("norm", x, dim, keepdim) if order == 2 else None


def _losses(each: Traced, reduction: int) -> Traced:
    return each if reduction == _NONE else averaged(each) if reduction == _MEAN else added(each)


def _squared_error(x: Any, target: Any, reduction: int = _MEAN) -> Traced:
    return _losses(entrywise("square", entrywise("-", x, target)), reduction)


def _cross_entropy(
    x: Any, target: Any, weight: Any = None, pos_weight: Any = None, reduction: int = _MEAN
) -> Traced | None:
    if weight is not None or pos_weight is not None:
        return None
    return _losses(entrywise("*", entrywise("-", 1, target), x) - _log_sigmoid(x), reduction)


def _picked_losses(x: Traced, target: Any, weight: Any, reduction: int, ignored: int) -> tuple[Any, None] | None:
    if weight is not None or isinstance(target, Traced) or len(x.shape) != 2 or np.any(target == ignored):
        return None
    places = np.arange(len(target)) * x.shape[1] + target
    picked = rearranged("pick", lambda arrays: [arrays[0].ravel()[places]], [x])
    return None if picked is None else (_losses(-picked[0], reduction), None)


def _step(name: str) -> Callable[..., Traced]:
    return lambda *operands: flat(name, getattr(np, name), *operands)


def _kept(x: Any, **_: Any) -> Traced:
    return traced(x)


TABLE: dict[str, Callable[..., Any]] = {
    **{name: function(name) for name in ("abs", "cos", "exp", "log", "relu", "sigmoid", "sin", "sqrt", "square")},
    **{name: function(name) for name in ("tan", "tanh", "neg")},
    "add": lambda x, y, *, alpha=1: entrywise("+", x, _times(alpha, y)),
    "sub": lambda x, y, *, alpha=1: entrywise("-", x, _times(alpha, y)),
    "rsub": lambda x, y, alpha=1: entrywise("-", y, _times(alpha, x)),
    "mul": function("*"),
    "div": _divide,
    "pow": function("**"),
    "reciprocal": lambda x: 1 / x,
    "rsqrt": lambda x: 1 / sqrt(x),
    "exp2": lambda x: 2**x,
    "expm1": lambda x: exp(x) - 1,
    "log1p": lambda x: log(1 + x),
    "log2": lambda x: log(x) / math.log(2),
    "log10": lambda x: log(x) / math.log(10),
    "sinh": lambda x: (exp(x) - exp(-x)) / 2,
    "cosh": lambda x: (exp(x) + exp(-x)) / 2,
    "maximum": function("max"),
    "minimum": function("min"),
    "clamp": _clamp,
    "clamp_min": _clamp,
    "clamp_max": lambda x, high: _clamp(x, None, high),
    "hardtanh": lambda x, low=-1, high=1: _clamp(x, low, high),
    "relu6": lambda x: _clamp(x, 0, 6),
    "leaky_relu": lambda x, slope=0.01: entrywise("max", x, 0) + slope * entrywise("min", x, 0),
    "elu": _elu,
    "silu": lambda x: x * sigmoid(x),
    "gelu": _gelu,
    "softplus": _softplus,
    "log_sigmoid_forward": lambda x: (_log_sigmoid(x), None),
    "mish": lambda x: x * tanh(_softplus(x)),
    "logaddexp": lambda x, y: entrywise("max", x, y) + log(1 + exp(-entrywise("abs", entrywise("-", x, y)))),
    "addcmul": lambda x, y, z, *, value=1: entrywise("+", x, _times(value, entrywise("*", y, z))),
    "addcdiv": lambda x, y, z, *, value=1: entrywise("+", x, _times(value, entrywise("/", y, z))),
    "lerp": lambda x, y, weight: entrywise("+", x, entrywise("*", weight, entrywise("-", y, x))),
    "mm": product,
    "bmm": lambda x, y: contracted(x, y, "bij", "bjk", "bik"),
    "mv": product,
    "dot": product,
    "addmm": lambda x, y, z, *, beta=1, alpha=1: traced(_times(beta, x)) + _times(alpha, product(y, z)),
    "addmv": lambda x, y, z, *, beta=1, alpha=1: traced(_times(beta, x)) + _times(alpha, product(y, z)),
    "sum": lambda x, dim=None, keepdim=False, **_: added(x, dim, keepdim),
    "mean": lambda x, dim=None, keepdim=False, **_: averaged(x, dim, keepdim),
    "logsumexp": log_added,
    "_softmax": lambda x, dim, half: exp(x - log_added(x, dim, True)),
    "_log_softmax": lambda x, dim, half: x - log_added(x, dim, True),
    "var": _variance,
    "std": lambda *args, **options: sqrt(_variance(*args, **options)),
    "linalg_vector_norm": _norm,
    "amax": lambda x, dim=(), keepdim=False: extreme("amax", 1, x, dim, keepdim),
    "amin": lambda x, dim=(), keepdim=False: extreme("amin", -1, x, dim, keepdim),
    "max": lambda x, *dim: None if dim else extreme("amax", 1, x),
    "min": lambda x, *dim: None if dim else extreme("amin", -1, x),
    "mse_loss": _squared_error,
    "binary_cross_entropy_with_logits": _cross_entropy,
    "nll_loss_forward": _picked_losses,
    "where": chosen,
    "masked_fill": lambda x, mask, value: chosen(mask, value, x),
    "expand": lambda x, size, **_: stretched(x, np.broadcast_shapes(x.shape, [n if n >= 0 else 1 for n in size])),
    **dict.fromkeys(("alias", "clone", "lift_fresh", "_to_copy", "contiguous"), _kept),
    "fill": lambda x, value: stretched(value, x.shape),
    "zero": lambda x: stretched(0.0, x.shape),
    "detach": lambda x: held("detach", x),
    **{name: _step(name) for name in ("greater", "less", "sign", "floor", "ceil", "trunc")},
    **{name: _step(numpy) for name, numpy in (("gt", "greater"), ("ge", "greater_equal"), ("lt", "less"))},
    **{name: _step(numpy) for name, numpy in (("le", "less_equal"), ("eq", "equal"), ("ne", "not_equal"))},
    **{name: _step(name) for name in ("logical_and", "logical_or", "logical_not", "isnan", "isfinite")},
    **{name: _step(f"logical_{name[8:]}") for name in ("bitwise_and", "bitwise_or", "bitwise_not")},
    "round": lambda x: flat("round", np.round, x),
    "sgn": _step("sign"),
}

# fmt: off
MOVES = {
    "view", "_unsafe_view", "_reshape_alias", "reshape", "t", "transpose", "permute", "unsqueeze", "squeeze",
    "select", "slice", "narrow", "index", "gather", "index_select", "take", "flip", "roll", "rot90", "cat", "stack",
    "unbind", "split", "split_with_sizes", "chunk", "unsafe_split", "unsafe_split_with_sizes", "unsafe_chunk",
    "diagonal", "select_scatter", "slice_scatter", "index_put", "copy", "repeat", "unfold", "where"
}
"""Operations that only put entries elsewhere: PyTorch itself says where, as it moves numbers that are counted."""

TRUTHS = {"_to_copy", "add"}
"""Operations that make truths of what is not 0."""

SHAPES = {
    "empty_like", "zeros_like", "ones_like", "full_like", "rand_like", "randn_like", "new_zeros", "new_ones",
    "new_full"
}
"""Operations that look at nothing of a tensor but its shape."""
# fmt: on
