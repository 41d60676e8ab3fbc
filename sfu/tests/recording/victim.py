"""Records into the folder it is given until it is killed: a process for the test that kills it.

Says "written" once the disk has all it was sent: four seconds of a camera and a microphone.
"""

import asyncio
import sys
from pathlib import Path

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


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
