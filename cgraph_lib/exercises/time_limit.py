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

AGAIN = 0.5  # seconds after which the clock is looked at once more, also if the program has caught the interruption
WAITING = 3  # times the limit: how long a program may last that computes little, because the machine is busy


class OutOfTimeError(BaseException):
    """The time is over. It is no `Exception`, so that `except Exception` in the code inside does not swallow it."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise `OutOfTimeError` in the code inside once it has computed this many seconds, or lasted three times as long.

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


def _clock(seconds: float) -> Callable[[], bool]:
    """Return a function that says whether the time is over: a busy machine costs the reader none of it."""
    computed, started = time.process_time(), time.monotonic()
    return lambda: time.process_time() - computed >= seconds or time.monotonic() - started >= WAITING * seconds


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    over, started = _clock(seconds), time.monotonic()

    def ring(number: int, frame: FrameType | None) -> None:
        if over():
            raise OutOfTimeError

    handler = signal.signal(signal.SIGALRM, ring)
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
    over, before = _clock(seconds), sys.gettrace()

    def look(frame: FrameType, event: str, argument: Any) -> Callable[..., Any]:
        if over():
            raise OutOfTimeError
        return look

    sys.settrace(look)
    try:
        yield
    finally:
        sys.settrace(before)
