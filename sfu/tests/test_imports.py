"""Media is routed, never decoded: no module of the server but `recording/` can reach a codec."""

import ast
from pathlib import Path

SERVER = Path(__file__).resolve().parents[1]

# What aiortc is used for: DTLS and SCTP. Its peer connections, receivers and codecs are not.
AIORTC = {
    "aiortc.rtcdtlstransport",
    "aiortc.rtcsctptransport",
    "aiortc.rtcdatachannel",
    "aiortc.exceptions",
}
CODECS = {"av", "cv2", "PIL", "pylibvpx", "opuslib"}


def server_modules() -> list[Path]:
    """The server's own code: not tests, not the fuzzer (which loads targets by name), not the benchmarks (which run a
    decoding server to compare with).
    """
    aside = {"tests", "bench", "fuzz", "recording"}
    return [p for p in SERVER.rglob("*.py") if not aside & set(p.relative_to(SERVER).parts)]


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
    return found


def test_nothing_outside_recording_reaches_a_codec() -> None:
    modules = server_modules()
    assert len(modules) > 50
    for path in modules:
        for name in imports(path):
            top = name.partition(".")[0]
            assert top not in CODECS, f"{path} imports {name}"
            assert top != "aiortc" or name in AIORTC, f"{path} imports {name}"


def test_no_code_is_loaded_by_name() -> None:
    """importlib and __import__ would go past the test above."""
    for path in server_modules():
        assert "importlib" not in imports(path), path
        assert "__import__" not in path.read_text(), path
