"""What docs/hosting.md gives to copy fits the project."""

import re
import tomllib
import urllib.parse
from pathlib import Path

import yaml

import cgraph_lib
from benchmarks import static_site

ROOT = static_site.ROOT
TEXT = (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")
VALUES = yaml.safe_load((ROOT / "docs" / "hosting" / "values.yaml").read_text(encoding="utf-8"))
HOMEPAGE = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["urls"]["Homepage"]


def test_the_link_of_nbgitpuller_opens_a_notebook_of_this_repository():
    (address,) = re.findall(r"https://hub\S+git-pull\?\S+", TEXT)
    asked = urllib.parse.parse_qs(urllib.parse.urlsplit(address).query)
    assert asked["repo"] == [HOMEPAGE] and asked["branch"] == ["main"]
    path = asked["urlpath"][0].removeprefix(f"lab/tree/{HOMEPAGE.rpartition('/')[2]}/")
    assert (ROOT / path).exists()
    assert "nbgitpuller" in (ROOT / "binder" / "requirements.txt").read_text(encoding="utf-8")


def test_the_values_give_out_copies_of_the_notebooks(tmp_path, monkeypatch):
    *_, code = VALUES["singleuser"]["lifecycleHooks"]["postStart"]["exec"]["command"]
    assert "/srv/course/notebooks" in code and "--target-repo-dir /srv/course " in TEXT
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    exec(code.replace("/srv/course", str(ROOT)), {})
    assert (tmp_path / "workbook" / VALUES["singleuser"]["defaultUrl"].rpartition("/")[2]).exists()


def test_the_image_has_the_version_of_the_library():
    assert VALUES["singleuser"]["image"]["tag"] == cgraph_lib.__version__
    assert f"{VALUES['singleuser']['image']['name']}:{cgraph_lib.__version__}" in TEXT


def test_the_settings_of_nginx_fit_the_folder_that_is_measured(tmp_path):
    settings = static_site.configuration(tmp_path, 8123)
    assert (
        "listen 127.0.0.1:8123;" in settings and f"root {tmp_path}/html;" in settings and "/srv/course;" not in settings
    )
