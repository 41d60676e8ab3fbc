"""VISAVIS_TEST_KERNEL: a file, another build of the packet path in C, used here instead of the installed one."""

import importlib.util
import os
import sys

_PATH = os.environ.get("VISAVIS_TEST_KERNEL")
if _PATH:
    import sfu.net

    _spec = importlib.util.spec_from_file_location("_kernel", _PATH)
    assert _spec is not None
    assert _spec.loader is not None
    _built = importlib.util.module_from_spec(_spec)
    _spec.loader.exec_module(_built)
    sys.modules["sfu.net._kernel"] = _built
    sfu.net._kernel = _built  # type: ignore[attr-defined]
