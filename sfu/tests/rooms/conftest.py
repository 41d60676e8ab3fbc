"""Both packet paths: what is proved of one is proved of the other."""

import pytest

from sfu.net.kernel_shapes import extension


@pytest.fixture(params=[False, True], ids=["python", "c"])
def kernel(request: pytest.FixtureRequest) -> bool:
    """Whether the node forwards in C."""
    if request.param and extension() is None:
        pytest.skip("the packet path in C was not built")
    return bool(request.param)
