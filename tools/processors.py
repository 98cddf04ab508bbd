"""Run a command as it would run on another processor: with the arithmetic of an older one.

    python tools/processors.py lowest|haswell|machine [NAME=value ...] COMMAND ...

OpenBLAS and NumPy choose among their loops when they are loaded, and numba, PyTorch and XLA what
they compile or run, by what the processor can do; the results differ in the last bits. All can be
told to choose as on an older processor: `lowest` is the oldest that they serve, `haswell` one with
AVX2 and without AVX-512, as most laptops are; `machine` leaves the choice to them.
"""

import os
import platform
import sys

# By the kind of machine: what tells each library, and the optional instructions of NumPy that it
# is to do without, by the beginnings of their names. Without the empty list numba adds to the
# processor named what this one has.
ANY = ("",)
X86 = {
    "lowest": (
        {
            "OPENBLAS_CORETYPE": "Prescott",
            "NUMBA_CPU_NAME": "x86-64",
            "NUMBA_CPU_FEATURES": "",
            "ATEN_CPU_CAPABILITY": "default",
            "XLA_FLAGS": "--xla_cpu_max_isa=SSE4_2",
        },
        ANY,
    ),
    "haswell": (
        {
            "OPENBLAS_CORETYPE": "Haswell",
            "NUMBA_CPU_NAME": "haswell",
            "NUMBA_CPU_FEATURES": "",
            "ATEN_CPU_CAPABILITY": "avx2",
            "XLA_FLAGS": "--xla_cpu_max_isa=AVX2",
        },
        ("AVX512", "X86_V4"),
    ),
}
ARM = {"lowest": ({"OPENBLAS_CORETYPE": "ARMV8"}, ANY)}
KINDS = {"x86_64": X86, "AMD64": X86, "aarch64": ARM, "arm64": ARM}
SETTINGS = ("lowest", "haswell", "machine")
WITHOUT = "NPY_DISABLE_CPU_FEATURES"


def settings(processor: str) -> dict[str, str]:
    """Return the environment in which libraries choose as on the processor; ValueError if unknown.

    It is empty where the kind of machine has no such processor.
    """
    if processor not in SETTINGS:
        raise ValueError(f"processor: {processor!r}; expected one of {', '.join(SETTINGS)}")
    found = KINDS.get(platform.machine(), {}).get(processor)
    if found is None:
        return {}
    import numpy as np

    told, beginnings = found
    # NumPy complains of names that the processor does not have. What it has been told to do without
    # it does not find.
    has = np.show_config(mode="dicts")["SIMD Extensions"].get("found", [])
    has = [*has, *os.environ.get(WITHOUT, "").replace(",", " ").split()]
    without = " ".join(name for name in has if name.startswith(beginnings))
    return told | ({WITHOUT: without} if without else {})


def main() -> None:
    """Run the command in the environment of the processor named."""
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    processor, *command = sys.argv[1:]
    os.execvpe("env", ["env", *command], os.environ | settings(processor))


if __name__ == "__main__":
    main()
