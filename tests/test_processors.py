"""A command that runs as on another processor is given the environment for it, and no other."""

import os

import numpy as np
import processors
import pytest

HAS = ["X86_V3", "X86_V4", "AVX512_ICL"]


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch):
    """Return a function that makes this a machine of some kind."""

    def pretend(kind: str) -> None:
        shown = {"SIMD Extensions": {"found": HAS}}
        monkeypatch.setattr(np, "show_config", lambda mode: shown)
        monkeypatch.setattr(processors.platform, "machine", lambda: kind)
        monkeypatch.delenv("NPY_DISABLE_CPU_FEATURES", raising=False)

    return pretend


@pytest.mark.parametrize("kind", ["x86_64", "AMD64"])
def test_older_processors_do_without_what_they_lack(on, kind: str) -> None:
    on(kind)
    assert processors.settings("lowest") == {
        "OPENBLAS_CORETYPE": "Prescott",
        "NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX512_ICL",
        "NUMBA_CPU_NAME": "x86-64",
        "NUMBA_CPU_FEATURES": "",
        "ATEN_CPU_CAPABILITY": "default",
        "XLA_FLAGS": "--xla_cpu_max_isa=SSE4_2",
    }
    assert processors.settings("haswell") == {
        "OPENBLAS_CORETYPE": "Haswell",
        "NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL",
        "NUMBA_CPU_NAME": "haswell",
        "NUMBA_CPU_FEATURES": "",
        "ATEN_CPU_CAPABILITY": "avx2",
        "XLA_FLAGS": "--xla_cpu_max_isa=AVX2",
    }
    assert processors.settings("machine") == {}


def test_what_is_done_without_already_stays_so(on, monkeypatch: pytest.MonkeyPatch) -> None:
    on("x86_64")
    monkeypatch.setenv("NPY_DISABLE_CPU_FEATURES", "X86_V4,AVX512_SPR")  # and so not found
    told = processors.settings("lowest")["NPY_DISABLE_CPU_FEATURES"]
    assert {"X86_V4", "AVX512_SPR"} < set(told.split())


def test_where_there_is_no_such_processor_nothing_is_set(on) -> None:
    on("arm64")
    assert processors.settings("haswell") == {}
    assert processors.settings("lowest")["OPENBLAS_CORETYPE"] == "ARMV8"
    on("riscv64")
    assert processors.settings("lowest") == {}


def test_an_unknown_processor_is_refused() -> None:
    with pytest.raises(ValueError, match="'older'; expected one of lowest, haswell, machine"):
        processors.settings("older")


def test_the_command_is_run_in_that_environment(on, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = []
    on("x86_64")
    monkeypatch.setattr(os, "execvpe", lambda *what: ran.append(what))
    monkeypatch.setattr("sys.argv", ["processors.py", "haswell", "A=1", "python", "-V"])
    processors.main()
    ((file, arguments, environment),) = ran
    assert (file, arguments) == ("env", ["env", "A=1", "python", "-V"])
    assert environment["OPENBLAS_CORETYPE"] == "Haswell"
    assert {**os.environ, **environment} == environment  # and all that there was


@pytest.mark.parametrize("arguments", [[], ["haswell"]])
def test_without_a_command_it_says_how(monkeypatch: pytest.MonkeyPatch, arguments) -> None:
    monkeypatch.setattr("sys.argv", ["processors.py", *arguments])
    with pytest.raises(SystemExit, match="COMMAND"):
        processors.main()
