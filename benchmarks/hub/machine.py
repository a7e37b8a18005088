"""A real hub on this machine, and the memory that its processes take."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil

KINDS = ("hub and proxy", "server", "kernel")
Memory = dict[str, list[tuple[int, int]]]


@contextlib.contextmanager
def hub(folder: Path, token: str) -> Iterator[tuple[psutil.Process, str]]:
    """Run a hub with its files in a folder; yield its process and its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = min(free.getsockname()[1], 65_000)
    address = f"http://127.0.0.1:{port}"
    environment = os.environ | {"HUB_FOLDER": str(folder), "HUB_PORT": str(port), "HUB_TOKEN": token}
    command = [sys.executable, "-m", "jupyterhub", "--config", str(Path(__file__).with_name("config.py"))]
    with (folder / "log").open("wb") as log:
        started = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    process = psutil.Process(started.pid)
    try:
        _wait_for(f"{address}/hub/health", started, folder / "log")
        yield process, address
    finally:
        family = process.children(recursive=True)
        started.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            started.wait(20)
        for each in family:
            with contextlib.suppress(psutil.NoSuchProcess):
                each.kill()
        started.kill()


def _wait_for(address: str, started: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 120
    while started.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(address, timeout=5)
            return
        time.sleep(0.2)
    raise SystemExit(f"JupyterHub did not start:\n{log.read_text(encoding='utf-8')}")


def memory(hub_process: psutil.Process) -> Memory:
    """Return (PSS, RSS) in bytes of each process, by what it is: hub and proxy, server, kernel."""
    found: Memory = {kind: [] for kind in KINDS}
    for process in (hub_process, *hub_process.children(recursive=True)):
        command = " ".join(process.cmdline())
        kind = "kernel" if "ipykernel" in command else "server" if "singleuser" in command else "hub and proxy"
        used = process.memory_full_info()
        found[kind].append((used.pss, used.rss))
    return found
