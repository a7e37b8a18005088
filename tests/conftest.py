"""What several test modules share."""

import os
import shutil

import pytest


@pytest.fixture(scope="session")
def program():
    """Return a function that finds a program. Where it finds none the test is skipped; on CI it fails."""

    def find(*names):
        found = [path for path in map(shutil.which, filter(None, names)) if path]
        if not found:
            give_up = pytest.fail if os.environ.get("CGRAPH_REQUIRE_ALL") else pytest.skip
            give_up(f"There is no {' or '.join(filter(None, names))} on this machine.")
        return found[0]

    return find
