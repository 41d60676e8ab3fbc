"""The benchmarks' C sources, built on first use with the machine's compiler into the state folder (by cffi)."""

import hashlib
import importlib.util
import sys
from pathlib import Path
from typing import Any

from cffi import FFI


def build(state: Path, source: Path, declarations: str) -> Any:
    """The compiled module, built again only when its source changed. Raises when there is no C compiler."""
    digest = hashlib.sha256(source.read_bytes() + declarations.encode()).hexdigest()[:12]
    name = f"_visavis_{source.stem}_{digest}"
    folder = state.resolve() / "bench" / f"{source.stem}-{sys.implementation.cache_tag}"
    folder.mkdir(parents=True, exist_ok=True)
    built = next(folder.glob(name + ".*so"), None)
    if built is None:
        ffi = FFI()
        ffi.cdef(declarations)
        ffi.set_source(name, f'#include "{source}"', extra_compile_args=["-O3"])
        built = Path(ffi.compile(tmpdir=str(folder)))
    spec = importlib.util.spec_from_file_location(name, built)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
