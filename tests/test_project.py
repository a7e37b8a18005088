"""The project's own files agree with each other."""

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
REQUIREMENT = re.compile(r"(?P<name>[a-z0-9-]+)(?P<bounds>>=[\d.]+,<[\d.]+)(; sys_platform != 'emscripten')?")

# conda-forge calls some packages otherwise. The Graphviz that pygraphviz brings along is there a package of its own,
# whose versions are Graphviz's.
CONDA_NAMES = {"graphviz": "python-graphviz"}
CONDA_ENGINE = {"pygraphviz": "graphviz"}

OWNER, NAME = PROJECT["urls"]["Homepage"].split("/")[-2:]

# Folders of somebody's own machine, spelt so that this file does not mention them.
OWN_PATH = re.compile(rb"(?<![\w.:/-])/(root|home|tmp|work|Users)/\w")


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def links_in(text):
    """Return the addresses of links and pictures, those written in HTML too."""
    return re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'\b(?:src|srcset|href)="([^"]+)"', text)


def bounds(requirements):
    """Return the bounds by name. Each requirement has a lower and an upper one."""
    found = {text: REQUIREMENT.fullmatch(text) for text in requirements}
    assert [text for text, match in found.items() if not match] == []
    return {match["name"]: match["bounds"] for match in found.values()}


def test_every_package_is_bounded_on_both_sides():
    extras = [text for texts in PROJECT["optional-dependencies"].values() for text in texts]
    build = tomllib.loads(read("pyproject.toml"))["build-system"]["requires"]
    assert bounds(PROJECT["dependencies"]) and bounds(extras) and bounds(build)
    assert bounds(["python" + PROJECT["requires-python"]])


@pytest.mark.parametrize("text", ["numpy", "numpy>=2", "numpy<3", "numpy==2.0", "numpy>=2,<=3"])
def test_a_missing_bound_is_found(text):
    with pytest.raises(AssertionError):
        bounds(["graphviz>=0.20,<0.22", text])


def test_conda_users_get_the_same():
    listed = read("environment.yml").partition("\ndependencies:\n")[2]
    conda = bounds(line.removeprefix("  - ") for line in listed.splitlines())
    needed = bounds([*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["course"]])
    needed["python"] = PROJECT["requires-python"]
    for ours, theirs in CONDA_ENGINE.items():
        del needed[ours]
        assert conda.pop(theirs)
    assert conda == {CONDA_NAMES.get(name, name): limits for name, limits in needed.items()}


def test_the_library_alone_needs_no_jupyter():
    """Who draws graphs in a program of their own installs less than half of what the course needs."""
    assert bounds(PROJECT["dependencies"]).keys() == {"anywidget", "graphviz", "ipywidgets", "numpy", "pygraphviz"}
    brought = [text for text in PROJECT["dependencies"] if text.endswith("; sys_platform != 'emscripten'")]
    assert bounds(brought).keys() == {"numpy", "pygraphviz"}, "a page's Python has these of its own"
    course = bounds(PROJECT["optional-dependencies"]["course"])
    assert {"jupyter", "jupyterlab", "notebook", "nbval", "scikit-learn"} <= course.keys()
    assert '--editable ".[course]"' in read("Makefile")


@pytest.mark.parametrize(("release", "taken"), [("jax 0.12.0", True), ("pytest-xdist 3.6.0", False)])
def test_the_bounds_take_these_releases_or_leave_them_out(release, taken):
    name, version = release.split()
    (bound,) = (text for texts in PROJECT["optional-dependencies"].values() for text in texts if f"{name}>" in text)
    assert Requirement(bound).specifier.contains(version) is taken


def test_jupyterlab_does_not_ask_for_news():
    """As `make lab` copies these settings, see test_binder_has_the_settings_that_make_lab_has."""
    settings = json.loads(read("jupyter/labconfig/default_setting_overrides.json"))
    assert settings["@jupyterlab/apputils-extension:notification"]["fetchNews"] == "false"


def test_on_a_package_index_the_links_of_the_readme_lead_to_the_repository():
    config = tomllib.loads(read("pyproject.toml"))["tool"]["hatch"]["metadata"]["hooks"]["fancy-pypi-readme"]
    text = read("README.md")
    for rule in config["substitutions"]:
        text = re.sub(rule["pattern"], rule["replacement"], text)
    links = links_in(text)
    assert links and [link for link in links if not link.startswith("https://")] == []
    ours = re.compile(rf"https://(?:github|raw\.githubusercontent)\.com/{OWNER}/{NAME}/(?:blob/)?main/(.*)")
    paths = [found[1] for link in links if (found := ours.fullmatch(link))]
    assert len(paths) > 12 and "docs/moving_example.svg" in paths
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_readme_opens_pages_that_the_website_has():
    site = f"https://{OWNER}.github.io/{NAME}/"  # where the workflow of GitHub Pages puts it
    opened = [link.removeprefix(site) for link in links_in(read("README.md")) if link.startswith(site)]
    assert "" in opened
    for page in opened:
        lite = re.fullmatch(r"lite/lab/index\.html\?path=(\w+\.ipynb)", page)  # JupyterLite has all notebooks
        source = f"notebooks/{lite[1]}" if lite else f"site/{page.removesuffix('.html') or 'index'}.md"
        assert (ROOT / source).exists(), page


def test_binder_opens_a_copy_that_it_makes():
    (address,) = (link for link in links_in(read("README.md")) if "mybinder" in link)
    assert address.startswith(f"https://mybinder.org/v2/gh/{OWNER}/{NAME}/main?urlpath=lab/tree/workbook/")
    assert (ROOT / "notebooks" / address.rpartition("/")[2]).exists() and "cgraph_lib.workbook" in read(
        "binder/postBuild"
    )


def test_the_readme_lists_the_notebooks():
    listed = re.findall(r"^\| \[\d\d .*?\]\(notebooks/(.*?)\) \|", read("README.md"), re.MULTILINE)
    assert listed == sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_links_lead_somewhere(name):
    links = [link for link in links_in(read(name)) if ":" not in link]
    assert links and [link for link in links if not (ROOT / link).exists()] == []


def test_the_readme_says_what_its_code_gives():
    (code,) = re.findall(r"```python\n(.*?)```", read("README.md"), re.DOTALL)
    scope = {}
    for line in code.splitlines():
        statement, _, comment = line.partition("  # ")
        if comment.startswith("{"):
            assert repr(eval(statement, scope)) == comment
        else:
            exec(statement, scope)


def test_every_word_of_the_glossary_is_in_the_notebook_it_names():
    rows = re.findall(r"^\| ([a-zA-Z -]+) \| .*?\]\(../notebooks/(.*?)\)", read("docs/glossary.md"), re.MULTILINE)
    assert len(rows) > 30
    prose = {}
    for _, name in rows:
        listed = json.loads(read(f"notebooks/{name}"))["cells"]
        prose[name] = "".join(line for cell in listed if cell["cell_type"] == "markdown" for line in cell["source"])
    assert [word for word, name in rows if word.lower() not in prose[name].lower()] == []


@pytest.mark.parametrize(
    ("name", "command"),
    [
        (".ci/run", "CGRAPH_REQUIRE_ALL=1 make test"),
        (".github/workflows/test.yml", "- run: make test"),
        (".pre-commit-config.yaml", "entry: make lint"),
    ],
)
def test_everybody_calls_the_makefile(name, command):
    assert read(name).count(command) == 1


def test_the_workflow_tests_the_pythons_that_are_allowed():
    low, high = re.fullmatch(r">=3\.(\d+),<3\.(\d+)", PROJECT["requires-python"]).groups()
    listed = re.search(r"python: \[(.*)\]", read(".github/workflows/test.yml"))[1]
    assert listed == ", ".join(f'"3.{minor}"' for minor in range(int(low), int(high)))


def test_one_version_is_named_everywhere():
    import cgraph_lib

    cited = re.search(r"^version: (.*)$", read("CITATION.cff"), re.MULTILINE)[1]
    assert cgraph_lib.__version__ == cited
    assert f"## {cited}" in read("CHANGELOG.md")


def test_make_lists_its_targets():
    listed = subprocess.run(
        ["make", "--no-print-directory"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    targets = re.search(r"^\.PHONY: (.*)$", read("Makefile"), re.MULTILINE)[1].split()
    assert [line.split()[0] for line in listed.stdout.splitlines()] == targets


def test_no_file_mentions_a_path_of_somebodys_machine():
    if not (ROOT / ".git").exists():
        pytest.skip("without git nobody knows which files belong to the project")
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout
    paths = [ROOT / name for name in listed.split("\0") if name]
    assert [path.name for path in paths if path.is_file() and OWN_PATH.search(path.read_bytes())] == []
