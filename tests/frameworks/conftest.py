"""The frameworks, for the tests that need them."""

import pytest


@pytest.fixture(scope="module")
def torch(framework):
    return framework("torch")


@pytest.fixture(scope="module")
def jax(framework):
    found = framework("jax")
    with found.enable_x64(True):
        yield found
