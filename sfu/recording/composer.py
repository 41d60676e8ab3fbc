"""Runs `compose` in a process of its own, one at a time and gently: a long recording's end is minutes of work."""

import asyncio
import sys
from pathlib import Path
from typing import Final

from sfu.recording.compose import Composed, ComposeError

PATIENCE: Final = 3600.0
"""Seconds."""
_MAX_WORDS: Final = 300


class Composer:
    """One a node."""

    def __init__(self) -> None:
        self._one = asyncio.Lock()

    async def compose(self, manifest: Path) -> Composed:
        """See `compose.compose`. Raises ComposeError with what went wrong, OSError."""
        async with self._one:
            process = await asyncio.create_subprocess_exec(
                *("nice", sys.executable, "-m", "sfu.recording", "compose", str(manifest)),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
            )
            try:
                out, trouble = await asyncio.wait_for(process.communicate(), PATIENCE)
            except TimeoutError:
                raise ComposeError("it took too long") from None
            finally:
                if process.returncode is None:
                    process.kill()
                    await process.wait()
        if process.returncode:
            words = trouble.decode(errors="replace").strip()
            raise ComposeError(words[-_MAX_WORDS:] or f"the composer ended with {process.returncode}")
        path, duration, size = out.decode().rsplit(maxsplit=2)
        return Composed(Path(path), float(duration), int(size))
