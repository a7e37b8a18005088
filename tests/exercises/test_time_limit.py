"""A program that does not end is stopped: by an alarm in the main thread, elsewhere by a trace."""

import contextlib
import signal
import sys
import threading
import time

import pytest

from cgraph_lib.exercises.time_limit import OutOfTimeError, time_limit


def endless():
    n = 0
    while True:
        n += 1


def stubborn():
    while True:
        with contextlib.suppress(Exception):
            endless()


def in_thread(function):
    """Return what a function returns in another thread, where no alarm can ring."""
    results = []

    def run():
        try:
            results.append(function())
        except BaseException as error:
            results.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(10)
    return results[0]


def stopped(function, seconds=0.05):
    try:
        with time_limit(seconds):
            return function()
    except OutOfTimeError:
        return "stopped"


@pytest.mark.parametrize("function", [endless, stubborn])
@pytest.mark.parametrize("where", [lambda function: function(), in_thread], ids=["main", "thread"])
def test_an_endless_program_is_stopped(where, function):
    assert where(lambda: stopped(function)) == "stopped"
    assert where(lambda: stopped(lambda: 7)) == 7


with_alarm = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there is no alarm on this system")


@with_alarm
def test_an_alarm_interrupts_a_wait():
    assert stopped(lambda: time.sleep(60)) == "stopped"


@with_alarm
def test_a_program_that_computes_little_has_longer_since_the_machine_may_be_busy():
    assert stopped(lambda: time.sleep(0.5) or 7, seconds=0.4) == 7


@with_alarm
def test_nothing_is_left_behind():
    handler, tracer = signal.getsignal(signal.SIGALRM), sys.gettrace()
    stopped(endless)
    in_thread(lambda: stopped(endless))
    assert (signal.getsignal(signal.SIGALRM), sys.gettrace()) == (handler, tracer)
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


@with_alarm
def test_an_alarm_of_somebody_else_still_rings():
    rung = []
    before = signal.signal(signal.SIGALRM, lambda *_: rung.append(True))
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        assert stopped(endless) == "stopped"
        time.sleep(0.4)
        stopped(lambda: [time.sleep(0.01) for _ in iter(lambda: bool(rung), True)], seconds=10)
        assert rung == [True]
    finally:
        signal.signal(signal.SIGALRM, before)


def test_errors_pass():
    with pytest.raises(ZeroDivisionError), time_limit(1):
        1 / 0  # noqa: B018
