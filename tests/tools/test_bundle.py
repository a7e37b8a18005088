"""The bundle for a class without network: its start scripts find the Python and the packages that it holds."""

import importlib.util
import os
import re
import subprocess
import sys
import threading
import tomllib
import urllib.request

import pytest

from tools import bundle

OFFLINE = bundle.ROOT / "tools" / "offline"
COMPUTERS = [
    ("win32", "AMD64", "windows-x86_64"),
    ("darwin", "arm64", "macos-arm64"),
    ("darwin", "x86_64", "macos-x86_64"),
    ("linux", "x86_64", "linux-x86_64"),
]


@pytest.fixture
def start(tmp_path, monkeypatch):
    """Return the module that starts the course, in a folder with requirements for one computer."""
    spec = importlib.util.spec_from_file_location("start", OFFLINE / "start.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "windows-x86_64-3.12.txt").touch()
    (tmp_path / "site").mkdir()
    for name in ("index.html", "a.mjs", "a.js", "a.wasm"):
        (tmp_path / "site" / name).write_text("x", encoding="utf-8")
    monkeypatch.setattr(module, "HERE", tmp_path)
    return module


def test_every_python_that_is_allowed_has_its_packages():
    project = tomllib.loads((bundle.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    low, high = map(int, re.fullmatch(r">=3\.(\d+),<3\.(\d+)", project["requires-python"]).groups())
    assert tuple(f"3.{minor}" for minor in range(low, high)) == bundle.VERSIONS


@pytest.mark.parametrize("name", ["start.sh", "start.bat", "README.txt"])
def test_scripts_and_readme_name_these_pythons_the_newest_first(name):
    named = re.findall(r"\b3\.\d\d\b", (OFFLINE / name).read_text(encoding="utf-8"))
    assert named and len(named) % len(bundle.VERSIONS) == 0
    groups = [named[i : i + len(bundle.VERSIONS)] for i in range(0, len(named), len(bundle.VERSIONS))]
    assert all(group == list(reversed(bundle.VERSIONS)) for group in groups)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has a script of its own.")
def test_the_script_passes_over_a_python_that_does_not_start(tmp_path):
    for name, lines in {"python3.14": "exit 127", "python3.13": '[ "$1" = -c ] || echo "3.13 $*"'}.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{lines}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    environment = os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    command = ["sh", OFFLINE / "start.sh", "--read"]
    assert subprocess.check_output(command, env=environment, encoding="utf-8") == "3.13 start.py --read\n"


@pytest.mark.parametrize(("system", "machine", "platform"), COMPUTERS)
def test_a_computer_finds_its_packages(system, machine, platform, start):
    assert start.name(system, machine, (3, 12, 7)) == f"{platform}-3.12"
    assert platform in bundle.PLATFORMS


def test_all_platforms_are_some_computer():
    assert {platform for *_, platform in COMPUTERS} == set(bundle.PLATFORMS)


def test_a_computer_without_packages_here_is_told_which_there_are(start, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 1))
    with pytest.raises(SystemExit, match=r"nothing to install for \S+-3\.9 .* holds windows-x86_64-3\.12"):
        start.prepare()


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.mjs", "text/javascript"), ("a.js", "text/javascript"), ("a.wasm", "application/wasm"), ("", "text/html")],
)
def test_pages_are_served_as_what_they_are(start, name, kind):
    with start.pages() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/{name}") as answer:
            assert answer.headers.get_content_type() == kind
        server.shutdown()
