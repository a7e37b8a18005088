"""The packages of a page's Python: which it needs, and what its lock file says of them."""

import hashlib
import json
import zipfile

import pytest

from tools import page_packages

KNOWN = {  # as Pyodide's own lock file
    "numpy": {"name": "numpy", "version": "2.4.6", "file_name": "numpy.whl", "imports": ["numpy"], "depends": []},
    "ipython": {
        "name": "ipython",
        "version": "9.12.0",
        "file_name": "i.whl",
        "imports": ["IPython"],
        "depends": ["six"],
    },
    "six": {"name": "six", "version": "1.17.0", "file_name": "six.whl", "imports": ["six"], "depends": []},
}
INSTALLED = {
    "cgraph-lib": ["anywidget>=0.9", "numpy>=1.26; sys_platform != 'emscripten'", "torch; extra == 'frameworks'"],
    "anywidget": ["ipywidgets>=7.6", "pytest; extra == 'test'"],
    "ipywidgets": ["comm", "ipython", "jupyterlab_widgets~=3.0", "widgetsnbextension~=4.0"],
    "fsrs": [],
    "tqdm": ["colorama; platform_system == 'Windows'"],
    "comm": [],
    "jedi": [],
    "micropip": [],
}


@pytest.fixture
def installed(monkeypatch):
    class Found:
        def __init__(self, name):
            self.requires = INSTALLED[name]

    monkeypatch.setattr(page_packages, "distribution", Found)
    monkeypatch.setattr(page_packages, "version", lambda name: "1.0" if name in INSTALLED else pytest.fail(name))


def wheel(folder, name="some_thing-1.2-py3-none-any.whl", requires=("six", "numpy; extra == 'fast'")):
    with zipfile.ZipFile(folder / name, "w") as archive:
        archive.writestr("some_thing/__init__.py", "")
        archive.writestr("single.py", "")
        archive.writestr("some_thing/page.js", "")
        headers = ["Name: some_thing", *(f"Requires-Dist: {each}" for each in requires)]
        archive.writestr("some_thing-1.2.dist-info/METADATA", "\n".join(headers) + "\n\nWords.")
    return folder / name


def test_needed_is_what_a_page_can_use(installed):
    versions = page_packages.needed(KNOWN)
    assert versions.keys() == INSTALLED.keys() | {"ipython", "six"}
    assert versions["ipython"] == "9.12.0" and versions["anywidget"] == "1.0"


def test_an_entry_says_how_a_wheel_is_checked_and_found(tmp_path):
    path = wheel(tmp_path)
    entry = page_packages.entry(path, ["some-thing", "six", "numpy"])
    assert entry["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (entry["name"], entry["version"], entry["file_name"]) == ("some-thing", "1.2", path.name)
    assert entry["imports"] == ["single", "some_thing"] and entry["depends"] == ["six"]


def test_only_what_is_not_at_hand_comes_from_elsewhere(installed, monkeypatch, tmp_path):
    wheels = [wheel(tmp_path), wheel(tmp_path, "six-1.17.0-py3-none-any.whl", [])]
    monkeypatch.setattr(page_packages, "fetch", lambda versions, python, folder: wheels)
    known = {"info": {"python": "3.14.2"}, "packages": json.loads(json.dumps(KNOWN))}
    locked, found = page_packages.lock(known, "314.0.6", tmp_path)
    assert found == wheels and locked["info"] == known["info"]
    files = {name: package["file_name"] for name, package in locked["packages"].items()}
    assert files["six"] == wheels[1].name and files["some-thing"] == wheels[0].name
    assert files["numpy"] == "https://cdn.jsdelivr.net/pyodide/v314.0.6/full/numpy.whl"


def test_numpy_comes_with_the_parts_of_the_library_that_need_it(installed, monkeypatch, tmp_path):
    monkeypatch.setattr(page_packages, "fetch", lambda versions, python, folder: [])
    locked, _ = page_packages.lock({"info": {"python": ""}, "packages": json.loads(json.dumps(KNOWN))}, "1", tmp_path)
    assert locked["packages"]["numpy"]["imports"] == ["numpy", "cgraph_lib.arrays", "cgraph_lib.nn"]
