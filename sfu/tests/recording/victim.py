"""Records into the folder it is given until it is killed: a process, and `killed`, which starts and kills it.

It says "written" once the disk has all it was sent: four seconds of a camera and a microphone.
"""

import asyncio
import signal
import sys
from pathlib import Path

from sfu.recording.marks import abandoned
from sfu.recording.selection import Selection
from sfu.tests.recording.stage import stage


async def main(folder: Path, codec: str) -> None:
    async with stage(folder) as on:
        room = on.room()
        alice = on.join(room, "alice")
        tracks = [on.publish(alice, codec), on.publish(alice, "opus")]
        recording = on.recordings.start(room, Selection("room_composite"), "meeting")
        on.play(4.0, *tracks)
        while recording._writer.waiting:
            await asyncio.sleep(0.01)
        sys.stdout.write("written\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


async def killed(folder: Path, codec: str) -> None:
    """Runs the victim until it has written, then kills it."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sfu.tests.recording.victim", str(folder), codec, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    while (line := await asyncio.wait_for(process.stdout.readline(), 30)).strip() != b"written":
        assert line, "the victim died by itself"
    assert not abandoned(folder), "a living process holds its mark"
    process.send_signal(signal.SIGKILL)
    assert await process.wait() == -signal.SIGKILL


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
