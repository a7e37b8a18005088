"""What make dist builds is checked, and the ways to run the course elsewhere install what the course needs."""

import json
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

from tools import dist

ROOT = Path(__file__).parent.parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NEEDED = "libglib2.0-0 libx11-6 libxrender1 libxext6"  # what pygraphviz needs of a slim Debian, as the README has it


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_example_draws():
    done = subprocess.run([sys.executable, "-c", dist.EXAMPLE], cwd=ROOT, capture_output=True, encoding="utf-8")
    assert done.stdout.strip() == dist.DRAWN, done.stderr


def test_a_file_that_an_archive_lacks_is_named(tmp_path):
    names = [path.relative_to(ROOT).as_posix() for path in (ROOT / "cgraph_lib").rglob("*.*")]
    assert dist.missing_from(names) == []
    lacking = ["cgraph_lib/live/frame.js", "cgraph_lib/py.typed"]
    assert dist.missing_from(set(names) - set(lacking)) == lacking


def test_files_of_a_wheel_and_of_an_sdist_are_named_alike(tmp_path):
    (tmp_path / "a.py").write_text("", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "x.whl", "w") as wheel:
        wheel.write(tmp_path / "a.py", "cgraph_lib/a.py")
    with tarfile.open(tmp_path / "x.tar.gz", "w:gz") as sdist:
        sdist.add(tmp_path / "a.py", "cgraph_lib-0.1.0/cgraph_lib/a.py")
    assert dist.files_in(tmp_path / "x.whl") == dist.files_in(tmp_path / "x.tar.gz") == {"cgraph_lib/a.py"}


def test_binder_installs_the_course_with_a_python_that_is_tested():
    assert read("binder/requirements.txt").splitlines() == ["-e .[course]", "nbgitpuller>=1.2,<2"]
    version = read("binder/runtime.txt").strip().removeprefix("python-")
    assert f'"{version}"' in read(".github/workflows/test.yml")
    assert read("binder/apt.txt").split() == NEEDED.split() and NEEDED in read("README.md")


def test_binder_has_the_settings_that_make_lab_has():
    copied = re.search(r"cp -R (\S+ \S+) ", read("binder/postBuild"))[1]
    assert f"cp -R {copied} " in read("Makefile") and "python -m cgraph_lib.workbook" in read("binder/postBuild")


@pytest.mark.skipif(not shutil.which("jupyter-repo2docker"), reason="There is no repo2docker on this machine.")
def test_the_plan_of_binder():
    plan = ["jupyter-repo2docker", "--no-build", "--debug", str(ROOT)]
    done = subprocess.run(plan, capture_output=True, encoding="utf-8", check=True)
    printed = done.stdout + done.stderr
    assert (
        "conda environment for python=3.12" in printed
        and 'pip install --no-cache-dir -r "binder/requirements.txt"' in printed
    )
    assert printed.index("COPY --chown=0:0 src/ ${REPO_DIR}/") < printed.index("pip install --no-cache-dir -r")
    assert "./binder/postBuild" in printed and all(package in printed for package in NEEDED.split())


def test_a_dev_container_makes_the_readers_copies():
    container = json.loads(read(".devcontainer/devcontainer.json"))
    assert container["onCreateCommand"].endswith(NEEDED)
    _, target = container["postCreateCommand"].split()
    assert re.search(rf"^\.PHONY:.*\b{target}\b", read("Makefile"), re.MULTILINE)
    (opened,) = container["customizations"]["codespaces"]["openFiles"]
    assert (ROOT / "notebooks" / Path(opened).name).exists()


def test_the_conda_recipe_has_the_version_and_the_bounds_of_the_project():
    recipe, environment = read("recipe/recipe.yaml"), read("environment.yml")
    assert f'version: "{re.search(r"^version: (.*)$", read("CITATION.cff"), re.MULTILINE)[1]}"' in recipe
    least = re.search(r'requires-python = ">=([\d.]+)', read("pyproject.toml"))[1]
    assert f'python_min: "{least}"' in recipe  # conda-forge's own is older
    listed = re.search(r"\n  run:\n(.*?)\n\n", recipe, re.DOTALL)[1].splitlines()
    runs = {line.strip(" -").replace(" ", "") for line in listed if "python_min" not in line}
    assert len(runs) == len(PROJECT["dependencies"]) and all(f"  - {each}\n" in environment for each in runs)
    build = tomllib.loads(read("pyproject.toml"))["build-system"]["requires"]
    assert all(each.replace(">=", " >=", 1) in recipe for each in build)
