"""Make the course's website: static pages whose pictures are alive, from the notebooks. `make site` calls this.

The pages need no server of ours, no kernel and nothing from another address; they stand in `build/site/html`. Another
language, and an edition that is to stay as it is, stand in folders of their own there.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from rjsmin import jsmin

from cgraph_lib.errors import CgraphError
from cgraph_lib.live.page import module_text, style_text
from tools import playground
from tools.edition import MARK, ROOT, Edition, options
from tools.reading import alive, first_picture, run_link, title

OUT = ROOT / "build" / "site" / "html"
REPOSITORY = "https://github.com/cgraph-course/cgraph/blob/main/tools/"
ELSEWHERE = re.compile(r"(\]\()(?:\.\./)+tools/(\S+?\))")  # a link to what is not on the site
PAGES = ("docs/glossary.md", "docs/teaching.md", "docs/inventory/README.md", "docs/inventory/items.toml")


def anchor(heading: str) -> str:
    """Return the address of a heading in its page, as JupyterLab has it.

    >>> anchor("One result at a time")
    'One-result-at-a-time'
    """
    return heading.replace(" ", "-")


def prepare(edition: Edition, source: Path, lite: bool) -> None:
    """Write what Sphinx reads: pages, notebooks with live outputs, the code and style of live pictures."""
    shutil.copytree(edition.root / "site", source)
    if (translated := edition.source("site")) != edition.root / "site":
        shutil.copytree(translated, source, dirs_exist_ok=True)
    static = source / "_static"
    _write(static / "cgraph.js", jsmin(module_text("standalone")))
    _write(static / "cgraph.css", style_text())
    _write_sharing(static)
    _write(source / "first_picture.html", first_picture())
    _write(source / "edition.json", json.dumps({**edition.words, "name": edition.name}))
    index = source / "index.md"
    listed = {
        "{chapters}": "\n".join(contents(edition)),
        "{run}": run_link(edition.words, "run_course") if lite else "",
        "{playground}": "playground\n" if playground.prepare(source) else "",
    }
    text = index.read_text("utf-8")
    for place, lines in listed.items():
        text = text.replace(place, lines)
    _write(index, text)
    for page in filter(lambda page: edition.source(page).exists(), PAGES):
        _write(source / page, ELSEWHERE.sub(rf"\1{REPOSITORY}\2", edition.source(page).read_text("utf-8")))
    chapters = edition.sources("notebooks", "*.ipynb")
    with ProcessPoolExecutor(2) as pool:
        for path, (text, made) in zip(
            chapters, pool.map(partial(alive, words=edition.words, lite=lite), chapters), strict=True
        ):
            _write(source / "notebooks" / path.name, text)
            _write(static / "notebooks" / path.name, path.read_text("utf-8"))
            for name, content in made.items():
                _write(static / "pictures" / name, content)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _write_sharing(static: Path) -> None:
    """Write the code of the menus "Share", under a name that changes with it, as no page's address of it does."""
    code, loader = jsmin(module_text("share_page")), static / "share.js"
    name = f"share_page-{hashlib.sha256(code.encode()).hexdigest()[:8]}.js"
    _write(static / name, code)
    _write(loader, loader.read_text(encoding="utf-8").replace("{code}", name))


def contents(edition: Edition) -> Iterator[str]:
    """Return the lines of the table of contents: each notebook with its number."""
    for path in edition.sources("notebooks", "*.ipynb"):
        yield f"{path.name[:2]} {title(path)} <notebooks/{path.stem}>"


def build(source: Path, out: Path) -> None:
    """Write the pages, and the index by which they are searched."""
    where = ["-d", str(source.parent / "doctrees"), str(source), str(out)]
    subprocess.run([sys.executable, "-m", "sphinx", "-q", "-W", "-E", "-b", "html", *where], check=True, cwd=ROOT)
    index = ["--site", str(out), "--exclude-selectors", ".headerlink", "--quiet"]
    subprocess.run([sys.executable, "-m", "pagefind", *index], check=True)


def replace(out: Path, made: Path) -> None:
    """Put a website in the place of an earlier one; those that stand in folders of their own inside it stay."""
    out.mkdir(parents=True, exist_ok=True)
    for old in out.iterdir():
        if not old.is_dir():
            old.unlink()
        elif not any(old.rglob(MARK)):
            shutil.rmtree(old)
    shutil.copytree(made, out, dirs_exist_ok=True)


def make(out: Path = OUT, edition: Edition | None = None, lite: bool = False) -> Path:
    """Make a website below a folder, whose files may then be served from any address; return where it stands.

    With `lite` its pages lead to JupyterLite, which then has to be put beside them.
    """
    edition = edition or Edition()
    out = out / edition.place
    with TemporaryDirectory() as folder:
        source, made = Path(folder) / "source", Path(folder) / "html"
        prepare(edition, source, lite)
        build(source, made)
        if edition.place != Path():
            _write(made / MARK, edition.name)
        replace(out, made)
    return out


def main() -> None:
    """Make the website."""
    parser = options(main.__doc__)
    parser.add_argument("--lite", action="store_true", help="lead to JupyterLite, which make online puts beside it")
    parser.add_argument("--out", default=OUT, type=Path, help="the folder of the latest website in English")
    chosen = parser.parse_args()
    try:
        print(make(chosen.out, Edition(chosen.language, chosen.edition), chosen.lite) / "index.html")
    except CgraphError as error:
        parser.error(str(error))


if __name__ == "__main__":
    main()
