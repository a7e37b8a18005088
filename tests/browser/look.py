"""Take pictures of a notebook in Jupyter: python tests/browser/look.py notebooks/03_find_partials.ipynb out.png"""

import argparse
import tempfile
from pathlib import Path

import lab


def main():
    """Open the notebook, run it, photograph it, and say what went wrong on the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("notebook", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--app", choices=["lab", "notebook"], default="lab")
    parser.add_argument("--width", type=int, default=1400)
    parser.add_argument("--zoom", type=float, default=1, help="device pixels for each pixel of the page")
    parser.add_argument("--part", type=int, default=0, metavar="PIXELS", help="cut into OUT-01, OUT-02, ...")
    parser.add_argument("--dark", action="store_true", help="with the dark theme")
    parser.add_argument("--stored", action="store_true", help="as stored, without running it")
    chosen = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        lab.jupyter(Path(folder), chosen.app, chosen.notebook.resolve().parent, lab.PHOTOGRAPHER) as address,
        lab.chromium() as browser,
    ):
        look = {"app": chosen.app, "width": chosen.width, "zoom": chosen.zoom, "dark": chosen.dark}
        notebook = lab.OpenNotebook(browser, address, chosen.notebook.name, **look)
        if not chosen.stored:
            notebook.run_all()
        print(*notebook.photograph(chosen.out, chosen.part), *notebook.failures, sep="\n")


if __name__ == "__main__":
    main()
