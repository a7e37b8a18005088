"""What the tests of live pictures share."""

import json

import ipywidgets
import pytest
from live_pictures import MAKERS


@pytest.fixture(params=MAKERS)
def picture(request):
    """Return one live picture of each kind."""
    return MAKERS[request.param]()


@pytest.fixture
def sent(monkeypatch):
    """Return what the kernel sends to the page: the state of each update, as the page reads it."""
    messages = []
    monkeypatch.setattr(ipywidgets.Widget, "_send", lambda self, msg, buffers=None: messages.append(msg))
    return lambda: [json.loads(json.dumps(message["state"])) for message in messages if message["method"] == "update"]


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path
