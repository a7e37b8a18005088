"""The workflows: who may write, what a release goes through, and that every part of them has a version and a limit."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent.parent
WORKFLOWS = {path.name: yaml.safe_load(path.read_text("utf-8")) for path in (ROOT / ".github/workflows").glob("*.yml")}
RELEASE = WORKFLOWS["release.yml"]["jobs"]
TRIGGERS = True  # YAML reads the key "on" as a truth value


def used(workflow):
    """Return the actions and workflows that a workflow uses."""
    for job in workflow["jobs"].values():
        yield from (step["uses"] for step in job.get("steps", [job]) if "uses" in step)


@pytest.mark.parametrize("workflow", WORKFLOWS.values(), ids=WORKFLOWS)
def test_every_action_has_a_version_and_every_job_a_limit(workflow):
    assert [name for name in used(workflow) if not re.search(r"@(release/)?v\d+$|^\./", name)] == []
    assert [name for name in used(workflow) if name.startswith("./") and not (ROOT / name).exists()] == []
    assert [job for job in workflow["jobs"].values() if "steps" in job and "timeout-minutes" not in job] == []


def test_packages_with_known_holes_are_found_on_both_sides():
    run = [step.get("run", "") for step in WORKFLOWS["test.yml"]["jobs"]["audit"]["steps"]]
    assert any("pip-audit" in each for each in run) and any("npm audit" in each for each in run)


def test_all_workflows_use_one_version_of_an_action():
    versions = {name for workflow in WORKFLOWS.values() for name in used(workflow)}
    assert len(versions) == len({name.partition("@")[0] for name in versions})


def test_a_workflow_may_read_and_only_what_publishes_may_do_more():
    for name, workflow in WORKFLOWS.items():
        allowed = dict(workflow["permissions"])
        assert allowed.pop("contents") == "read" and (not allowed or name == "site.yml")
    more = {name: job["permissions"] for name, job in RELEASE.items() if "permissions" in job}
    assert more == {"publish": {"id-token": "write"}}


def test_a_release_is_tested_built_and_only_then_published():
    assert WORKFLOWS["release.yml"][TRIGGERS] == {"push": {"tags": ["v*"]}}
    assert RELEASE["build"]["needs"] == "test" and RELEASE["publish"]["needs"] == "build"
    assert RELEASE["test"]["uses"] == "./.github/workflows/test.yml"
    assert "workflow_call" in WORKFLOWS["test.yml"][TRIGGERS]
    assert [step["run"] for step in RELEASE["build"]["steps"] if "run" in step] == [
        'make dist RELEASE="$GITHUB_REF_NAME"'
    ]


def test_what_publishes_holds_no_secret_and_runs_no_code_of_ours():
    steps = RELEASE["publish"]["steps"]
    assert RELEASE["publish"]["environment"]["name"] == "pypi"
    assert [step["uses"].partition("@")[0] for step in steps] == [
        "actions/download-artifact",
        "pypa/gh-action-pypi-publish",
    ]
    assert "secrets." not in (ROOT / ".github/workflows/release.yml").read_text("utf-8")
    uploaded = next(step["with"] for step in RELEASE["build"]["steps"] if "upload" in step.get("uses", ""))
    assert uploaded["name"] == steps[0]["with"]["name"] and uploaded["path"] == "dist/"


def test_the_website_that_is_published_is_the_one_that_is_made():
    steps = WORKFLOWS["site.yml"]["jobs"]["site"]["steps"]
    made = [step["run"] for step in steps if "run" in step]
    (published,) = (step["with"]["path"] for step in steps if "upload-pages" in step.get("uses", ""))
    assert {"make site", "make online"} & set(made) and published == "build/site/html"
    assert f'OUT = ROOT / "{published.replace("/", chr(34) + " / " + chr(34))}"' in (ROOT / "tools/site.py").read_text(
        "utf-8"
    )
