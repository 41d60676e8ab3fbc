"""Recording: RTP straight into WebM and MP4, never decoded, and the record of who agreed to it.

A recording taps publications (`rooms.tap`), so layers, clean switches and continuous numbers are the forwarder's.
Each track is a file of its own, written by a thread, flushed every second: a killed server leaves all of them
playable. When the recording ends (or the server starts again) they are put into one file on one clock, `compose`. So
tracks may come and go as they like: the composed file's header is written when all of them are known.

    rtp → reorder → depacketize → timeline → writer (its own thread, PyAV) → track files → compose (its own process)
"""
