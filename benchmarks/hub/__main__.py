"""Measure a class on one JupyterHub: `python -m benchmarks.hub 20 2` has 20 students, of whom 2 sit at a real browser.

All log in at the same moment, open the notebook on reverse accumulation, run every cell and move a slider. The hub, its
proxy, the servers and the kernels are real; the students without a browser talk to them over websockets, as JupyterLab
does. Linux only: memory is the proportional share (PSS), which counts once what processes share.
"""

import argparse
import asyncio
import os
import secrets
import statistics
import tempfile
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import aiohttp

from benchmarks.hub import browsers, machine
from benchmarks.hub.students import NOTEBOOK, Stay, Student

EVENTS = ("server ready", "kernel ready", "first picture", "all cells run")
MIB = 2**20


async def attend(address: str, token: str, names: Sequence[str]) -> list[Stay]:
    """Return how it went for the students without a browser, who all work at once."""
    headers, no_limit = {"Authorization": f"token {token}"}, aiohttp.TCPConnector(limit=0)
    patience = aiohttp.ClientTimeout(total=900)
    async with aiohttp.ClientSession(address, headers=headers, connector=no_limit, timeout=patience) as session:
        return list(await asyncio.gather(*(Student(name, session).work() for name in names)))


def line(what: str, numbers: Sequence[float]) -> str:
    """Return a line with the median and the largest of some numbers."""
    return f"{what:<34}" + (f"{statistics.median(numbers):>9.1f}{max(numbers):>9.1f}" if numbers else f"{'none':>9}")


def waits(of: str, stays: Sequence[Stay]) -> Iterable[str]:
    """Return lines that say how long some students waited."""
    yield f"\n{of:<34}{'median':>9}{'worst':>9}"
    for event in EVENTS:
        yield line(f"{event}, s", [stay.times[event] for stay in stays if event in stay.times])
    yield line("a move of the slider, ms", [1000 * move for stay in stays for move in stay.moves])


def shares(used: machine.Memory) -> Iterable[str]:
    """Return lines that say how much memory each kind of process takes."""
    yield f"\n{'memory in MiB':<34}{'median':>9}{'worst':>9}{'number':>9}{'RSS':>9}"
    for kind, sizes in used.items():
        pss, rss = ([size / MIB for size in column] for column in zip(*sizes, strict=True))
        yield f"{line(f'{kind}, each', pss)}{len(pss):>9}{statistics.median(rss):>9.1f}"


def main() -> None:
    """Run the class and print what was measured."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("students", type=int, nargs="?", default=20)
    parser.add_argument("browsers", type=int, nargs="?", default=2, help="how many of them sit at Chromium")
    chosen = parser.parse_args()
    chromium = browsers.lab.installed()
    seated = min(chosen.browsers, chosen.students) if chromium else 0
    token, alone = secrets.token_hex(16), [f"student-{number}" for number in range(seated, chosen.students)]
    with tempfile.TemporaryDirectory() as folder, machine.hub(Path(folder), token) as (process, address):
        start = time.monotonic()
        with ThreadPoolExecutor(max(seated, 1)) as seats:
            sitting = [seats.submit(browsers.work, chromium, address, f"browser-{seat}") for seat in range(seated)]
            stays = asyncio.run(attend(address, token, alone))
            seen = [each.result() for each in sitting]
        seconds, used = time.monotonic() - start, machine.memory(process)
    print(f"students: {chosen.students}, with {NOTEBOOK} at once, {os.cpu_count()} cores, {seconds:.0f} s in all")
    for of, group in {"over websockets": stays, "in Chromium": seen}.items():
        print("\n".join(waits(f"{len(group)} {of}", group) if group else [f"\nnobody {of}"]))
    print("\n".join(shares(used)))
    one = sum(pss for kind in ("server", "kernel") for pss, _ in used[kind]) / MIB / max(chosen.students, 1)
    print(f"{'a student, server and kernel':<34}{one:>9.1f}")
    failures = [failure for stay in (*stays, *seen) for failure in stay.failures]
    print(f"\nfailures: {len(failures)}", *failures, sep="\n")
    raise SystemExit(bool(failures))


if __name__ == "__main__":
    main()
