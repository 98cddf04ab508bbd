"""A proof that takes too long is ended, and nothing of that reaches its caller later."""

import threading
import time

import pytest
import sympy as sp

from lossbook.proof import DerivationError, _timing, prove

x = sp.Symbol("x", real=True)


def busy(seconds):
    """Use the processor for so long."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


class Slow:
    """A true statement, after so long."""

    def __init__(self, seconds):
        self.seconds = seconds

    def __str__(self):
        return "slow"

    def _sympy_(self):
        busy(self.seconds)
        return sp.Eq(2 * x, x + x, evaluate=False)


def test_it_is_ended_and_says_after_what_time_what_was_not_decided():
    start = time.process_time()
    with pytest.raises(DerivationError, match=r"^not decided within 0\.1 s: slow$"):
        prove(Slow(5), seconds=0.1)
    assert time.process_time() - start < 3
    busy(0.3)  # another interruption would arrive here


def test_one_that_is_done_in_time_is_left_alone_and_so_is_what_follows():
    assert prove(Slow(0.3), seconds=1).method == "symbolic"
    busy(1)  # the time is over now


def test_without_a_limit_nothing_is_ended():
    assert prove(Slow(0.3), seconds=None).method == "symbolic"


def test_where_no_thread_can_be_started_there_is_no_limit(monkeypatch):
    def refuse(thread):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    assert prove(Slow(0.3), seconds=0.1).method == "symbolic"


def test_what_is_sent_as_the_proof_ends_does_not_reach_the_caller(monkeypatch):
    late, interrupt = threading.Event(), _timing._interrupt

    def at_the_end(*what):
        late.set()
        time.sleep(0.1)  # the proof is at its end, where it waits for the watch
        interrupt(*what)

    class Ending(Slow):
        def _sympy_(self):
            while not late.is_set():
                busy(0.001)
            return super()._sympy_()

    monkeypatch.setattr(_timing, "_interrupt", at_the_end)
    with (
        pytest.raises(DerivationError, match="not decided within 0 s"),
        _timing.time_limit(0, "slow"),
    ):
        Ending(0)._sympy_()
    busy(0.3)  # another one would arrive here
