"""A proof may take so long and no longer: SymPy sets no limit to itself."""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from lossbook.proof._statement import DerivationError

SECONDS = 40.0  # what a proof may take unless its caller says otherwise
_LOOK = 0.2  # how often the watch looks at the clock; a swallowed interruption is repeated


class _OutOfTimeError(BaseException):
    """Raised inside SymPy. No Exception, so that an `except Exception` there lets it pass."""


def _interrupt(thread: int, error: type[BaseException]) -> None:
    """Let another thread raise an error at its next line of Python."""
    # It is never taken back: CPython 3.11 would go on looking for an interruption at every jump,
    # and where coverage traces it that never ends.
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(error))


@contextmanager
def time_limit(seconds: float | None, statement: str) -> Iterator[None]:
    """Raise `DerivationError` when the body takes longer; None sets no limit.

    What is counted is the time of the processor, so that a busy machine comes to the same verdict.
    A watching thread raises the error, so the limit holds in a notebook and in every thread of a
    test run. Where threads cannot be started (Python in a browser) there is no limit.
    """
    if seconds is None:
        yield
        return
    worker, over, lock = threading.get_ident(), threading.Event(), threading.Lock()

    def watch() -> None:
        while not over.wait(_LOOK):
            with lock:
                if time.process_time() > end and not over.is_set():
                    _interrupt(worker, _OutOfTimeError)

    end = time.process_time() + seconds
    watcher = threading.Thread(target=watch, daemon=True)
    try:
        with suppress(RuntimeError):
            watcher.start()
        try:
            yield
        finally:
            # Python looks for an interruption when it enters a function. So one that the watch sent
            # while it held the lock arrives as `set` is called, and not in the caller.
            with lock:
                over.set()
    except _OutOfTimeError:
        over.set()  # it may have come before the line above that says so
        raise DerivationError(f"not decided within {seconds:g} s: {statement}") from None
