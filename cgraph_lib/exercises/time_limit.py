"""A limit of time for code of a reader's, which may never end."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

AGAIN = 0.5  # seconds after which a program that has caught the interruption is interrupted once more


class OutOfTimeError(BaseException):
    """The time is over. It is no `Exception`, so that `except Exception` in the code inside does not swallow it."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise `OutOfTimeError` in the code inside when so many seconds are over.

    In the main thread of Linux or macOS, where a notebook runs its cells, an alarm interrupts Python, even while it
    waits. Elsewhere (on Windows, in another thread, in the Python of a page) the clock is read at each line of Python
    that runs inside; there a long wait, such as `time.sleep(1000)`, is not interrupted. Nowhere is a single operation
    that computes on and on, such as `10**10**9`, before it is done.

    >>> try:
    ...     with time_limit(0.01):
    ...         while True:
    ...             pass
    ... except OutOfTimeError:
    ...     print("stopped")
    stopped
    """
    alarm = hasattr(signal, "setitimer") and sys.platform != "emscripten"
    with (_alarm if alarm and threading.current_thread() is threading.main_thread() else _trace)(seconds):
        yield


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    def ring(number: int, frame: FrameType | None) -> None:
        raise OutOfTimeError

    handler, started = signal.signal(signal.SIGALRM, ring), time.monotonic()
    left, interval = signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
        if left:  # an alarm that somebody else has set
            signal.setitimer(signal.ITIMER_REAL, max(left - (time.monotonic() - started), 1e-3), interval)


@contextmanager
def _trace(seconds: float) -> Iterator[None]:
    end, before = time.monotonic() + seconds, sys.gettrace()

    def look(frame: FrameType, event: str, argument: Any) -> Callable[..., Any]:
        if time.monotonic() > end:
            raise OutOfTimeError
        return look

    sys.settrace(look)
    try:
        yield
    finally:
        sys.settrace(before)
