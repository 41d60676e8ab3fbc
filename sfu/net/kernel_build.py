"""Builds the packet path's extension (cffi, API mode). Optional: without a C compiler the Python path does its work.

`setup.py` takes `ffi` from here; `python -m sfu.net.kernel_build FOLDER [FLAG …]` builds into a folder with more
compiler flags (the sanitizers of the tests).
"""

import sys
from pathlib import Path
from typing import Final

from cffi import FFI

HERE: Final = Path(__file__).resolve().parent
SOURCES: Final = tuple(
    f"kernel{part}.c" for part in ("", "_map", "_media", "_send", "_feedback", "_delay", "_reports", "_told")
)
# Contracted multiplications would give other last bits than Python's.
FLAGS: Final = ("-O3", "-ffp-contract=off", "-fvisibility=hidden", "-Wall", "-Wextra")


def definition() -> str:
    """What cffi reads of kernel.h."""
    header = (HERE / "kernel.h").read_text()
    return header.split("/* --- cdef --- */")[1].split("/* --- end --- */")[0]


def builder(folder: Path, flags: tuple[str, ...] = (), *, name: str = "sfu.net._kernel") -> FFI:
    """The extension's description. `folder`: where the sources are, as the compiler shall see it."""
    found = FFI()
    found.cdef(definition())
    found.set_source(
        name,
        '#include "kernel.h"',
        sources=[str(folder / source) for source in SOURCES],
        include_dirs=[str(folder)],
        extra_compile_args=[*FLAGS, *flags],
        extra_link_args=list(flags),
        depends=[str(folder / "kernel.h"), str(folder / "kernel_inside.h")],
        optional=True,
    )
    return found


# setuptools wants sources named from the project's folder, where it runs.
ffi: Final = builder(HERE.relative_to(Path.cwd()) if HERE.is_relative_to(Path.cwd()) else HERE)

if __name__ == "__main__":
    builder(HERE, tuple(sys.argv[2:]), name="_kernel").compile(tmpdir=sys.argv[1], verbose=True)
