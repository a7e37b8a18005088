"""Make an archive for a class without network: packages, website, notebooks, start scripts. `make bundle` calls this.

Usage: python -m tools.bundle [windows-x86_64 linux-x86_64 ...]
"""

from __future__ import annotations

import argparse
import itertools
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import cgraph_lib

ROOT = Path(__file__).parent.parent
OUT = ROOT / "build" / "bundle" / f"cgraph-course-{cgraph_lib.__version__}"
SITE = ROOT / "build" / "site" / "html"
VERSIONS = ("3.11", "3.12", "3.13", "3.14")
LINUX = [f"manylinux_2_{minor}_x86_64" for minor in range(28, 4, -1)] + ["manylinux2014_x86_64", "manylinux1_x86_64"]
# What uv calls a platform, and the tags that pip takes for it.
PLATFORMS = {
    "windows-x86_64": ("x86_64-pc-windows-msvc", ["win_amd64"]),
    "macos-arm64": ("aarch64-apple-darwin", ["macosx_13_0_arm64"]),
    "macos-x86_64": ("x86_64-apple-darwin", ["macosx_13_0_x86_64"]),
    "linux-x86_64": ("x86_64-manylinux_2_28", LINUX),
}
SCRIPTS = {"start-windows.bat": "start.bat", "start-macos.command": "start.sh", "start-linux.sh": "start.sh"}
# A network in which nothing is but this computer itself.
ALONE = ["unshare", "--net", "--map-root-user", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]


def run(*command: object, given: str | None = None) -> str:
    """Return what a command prints; its errors end the program."""
    texts = map(str, command)
    return subprocess.run([*texts], cwd=ROOT, input=given, stdout=subprocess.PIPE, encoding="utf-8", check=True).stdout


def listed(wheel: Path, platform: str, version: str) -> list[str]:
    """Return the packages that the course needs on a platform with a Python, each with its version.

    uv chooses them: pip would ask which system runs here where it matters which one will run them.
    """
    where = ["--python-platform", PLATFORMS[platform][0], "--python-version", version, "--only-binary=:all:"]
    uv = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", *where, "--no-header", "--no-annotate", "-"]
    found = run(*uv, given=f"cgraph-lib[course] @ {wheel.as_uri()}")
    return [line for line in found.splitlines() if not line.startswith("cgraph-lib")]


def collect(wheel: Path, platform: str, version: str) -> str:
    """Download the packages of a platform and Python; return a line with their number and size."""
    packages, incoming = listed(wheel, platform, version), OUT / "incoming"
    lines = [f"cgraph-lib=={cgraph_lib.__version__}", *packages, ""]
    (OUT / "requirements" / f"{platform}-{version}.txt").write_text("\n".join(lines), encoding="utf-8")
    tags = [f"--platform={tag}" for tag in PLATFORMS[platform][1]]
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    run(*pip, "--only-binary=:all:", "--python-version", version, *tags, "--dest", incoming, *packages)
    size = size_of(incoming)
    for path in incoming.iterdir():
        path.replace(wheel.parent / path.name)
    return f"{platform:<16}Python {version}{len(packages):>6} packages{size / 1e6:>8.0f} MB"


def size_of(folder: Path) -> int:
    """Return the bytes of the files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def add_files() -> None:
    """Put the website, the notebooks and what starts them into the bundle."""
    for source in (SITE, ROOT / "notebooks", ROOT / "jupyter"):
        name = "site" if source == SITE else source.name
        shutil.copytree(source, OUT / name, ignore=shutil.ignore_patterns(".*"))
    for name in ("README.txt", "start.py"):
        shutil.copy(ROOT / "tools" / "offline" / name, OUT / name)
    for name, source in SCRIPTS.items():
        text = (ROOT / "tools" / "offline" / source).read_text(encoding="utf-8")
        newline = "\r\n" if name.endswith(".bat") else "\n"
        (OUT / name).write_text(text, encoding="utf-8", newline=newline)
        (OUT / name).chmod(0o755)
    shutil.copy(ROOT / "LICENSE", OUT)


def try_out(archive: Path) -> str:
    """Unpack the archive elsewhere, and there install, run a notebook and start JupyterLab, all without network."""
    alone = ALONE if shutil.which("unshare") and shutil.which("ip") else []
    with tempfile.TemporaryDirectory() as folder:
        shutil.unpack_archive(archive, folder)
        unpacked = Path(folder) / OUT.name
        done = run(*alone, sys.executable, unpacked / "start.py", "--check")
        cut = "without network" if alone else "with a network, which could not be cut off here"
        return f"{done}Installed and tried {cut}; the environment has {size_of(unpacked / '.venv') / 1e6:.0f} MB."


def main() -> None:
    """Make the bundle; try it on this computer, with the network cut off."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("platforms", nargs="*", default=[*PLATFORMS], help=f"some of {', '.join(PLATFORMS)}")
    chosen = parser.parse_args().platforms
    if unknown := [name for name in chosen if name not in PLATFORMS]:
        parser.error(f"There are no packages for {unknown[0]}; there are for {', '.join(PLATFORMS)}.")
    if not SITE.exists():
        raise SystemExit("The bundle holds the website: run make site first.")
    shutil.rmtree(OUT.parent, ignore_errors=True)
    for name in ("incoming", "requirements", "wheels"):
        (OUT / name).mkdir(parents=True)
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", OUT / "wheels", ROOT)
    (wheel,) = (OUT / "wheels").iterdir()
    for platform, version in itertools.product(chosen, VERSIONS):
        print(collect(wheel, platform, version), flush=True)
    (OUT / "incoming").rmdir()
    add_files()
    archive = Path(shutil.make_archive(str(OUT), "zip", OUT.parent, OUT.name))
    print(f"{archive.relative_to(ROOT)}: {archive.stat().st_size / 1e6:.0f} MB")
    print(try_out(archive))


if __name__ == "__main__":
    main()
