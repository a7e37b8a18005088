"""What cannot be imported is named with its place, and a framework that is missing says how to install it."""

import pytest
from frameworks.agreement import POINT

from cgraph_lib.errors import CgraphError, MissingPackageError
from cgraph_lib.frameworks import UnknownOperationError, from_torch


def test_an_unknown_operation_is_named_with_its_place(torch):
    def sorted_middle(x):
        return torch.sort(x)[0][1]

    with pytest.raises(
        UnknownOperationError, match=r"no operation for sort, at line \d+ of sorted_middle \(return t"
    ) as error:
        from_torch(sorted_middle, torch.tensor([3.0, 1.0, 2.0]))
    assert error.value.operation == "sort" and error.value.file == __file__ and 'unknown="block"' in str(error.value)
    inner = torch.nn.Sequential(torch.nn.GELU())
    with pytest.raises(UnknownOperationError, match="no operation for gelu, at the part 0 Sequential/0 GELU"):
        from_torch(torch.nn.Sequential(inner), torch.ones(2))


def test_without_pytorch_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "torch", None)
    with pytest.raises(MissingPackageError, match="python -m pip install torch"):
        from_torch(lambda x: x, 1.0)


@pytest.mark.parametrize("unknown", ["error", "block"])
def test_complex_numbers_are_refused(torch, unknown):
    with pytest.raises(CgraphError, match=r"The operation _fft_r2c, at line \d+ of .*, makes complex numbers"):
        from_torch(lambda x: torch.fft.fft(x).abs().sum(), torch.tensor(POINT), unknown=unknown)
