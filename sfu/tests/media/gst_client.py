"""GStreamer's webrtcbin as a WHIP or WHEP client; run by Debian's Python, which has its bindings (python3-gst-1.0).

python3 gst_client.py whip URL TOKEN vp8|h264     publishes a test picture and a tone until its input ends
python3 gst_client.py whep URL TOKEN vp8|h264     watches and listens; says "seen N heard M" as frames are decoded
python3 gst_client.py check                       whether all it needs is installed (exit code 0)
"""

import sys
import threading
import urllib.request
from collections.abc import Callable
from typing import Any

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstSdp", "1.0")
gi.require_version("GstWebRTC", "1.0")
gi.require_version("Nice", "0.1")
from gi.repository import GLib, Gst, GstSdp, GstWebRTC, Nice  # noqa: E402

ELEMENTS = ("webrtcbin", "nicesrc", "vp8enc", "x264enc", "openh264dec", "opusenc", "rtpvp8pay", "decodebin")
SENDING = """
webrtcbin name=rtc bundle-policy=max-bundle
videotestsrc is-live=true pattern=ball ! video/x-raw,format=I420,width=320,height=240,framerate=15/1 ! {video} ! rtc.
audiotestsrc is-live=true freq=440 ! audioconvert ! audioresample ! opusenc !
  rtpopuspay pt=111 ! application/x-rtp,media=audio,encoding-name=OPUS,payload=111 ! rtc.
"""
VIDEO = {
    "vp8": "vp8enc deadline=1 keyframe-max-dist=30 ! rtpvp8pay pt=96 picture-id-mode=15-bit !"
    " application/x-rtp,media=video,encoding-name=VP8,payload=96",
    "h264": "x264enc tune=zerolatency speed-preset=ultrafast key-int-max=30 !"
    " video/x-h264,profile=constrained-baseline ! h264parse config-interval=-1 !"
    " rtph264pay pt=96 aggregate-mode=zero-latency !"
    " application/x-rtp,media=video,encoding-name=H264,payload=96",
}
CAPS = {
    "vp8": "application/x-rtp,media=video,encoding-name=VP8,payload=96,clock-rate=90000",
    "h264": "application/x-rtp,media=video,encoding-name=H264,payload=96,clock-rate=90000,"
    "packetization-mode=(string)1,profile-level-id=(string)42e01f",
    "opus": "application/x-rtp,media=audio,encoding-name=OPUS,payload=111,clock-rate=48000,encoding-params=(string)2",
}


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


class Client:
    """One pipeline around one webrtcbin."""

    def __init__(self, mode: str, url: str, token: str, codec: str) -> None:
        self.url, self.token = url, token
        self.location = ""
        self.counts = {"video": 0, "audio": 0}
        if mode == "whip":
            self.pipeline = Gst.parse_launch(SENDING.format(video=VIDEO[codec]))
            self.rtc = self.pipeline.get_by_name("rtc")
            self.each(lambda t: t.set_property("direction", GstWebRTC.WebRTCRTPTransceiverDirection.SENDONLY))
        else:
            self.pipeline = Gst.Pipeline.new()
            self.rtc = Gst.ElementFactory.make("webrtcbin", "rtc")
            self.rtc.set_property("bundle-policy", GstWebRTC.WebRTCBundlePolicy.MAX_BUNDLE)
            self.pipeline.add(self.rtc)
            for caps in (CAPS["opus"], CAPS[codec]):
                direction = GstWebRTC.WebRTCRTPTransceiverDirection.RECVONLY
                self.rtc.emit("add-transceiver", direction, Gst.Caps.from_string(caps))
            self.rtc.connect("pad-added", self.on_pad)
        loopback = Nice.Address()
        loopback.set_from_string("127.0.0.1")
        # Kept: the bindings let go of the agents more often than they took hold of them.
        self.ice = self.rtc.get_property("ice-agent")
        self.agent = self.ice.get_property("agent")
        self.agent.add_local_address(loopback)
        self.rtc.connect("notify::ice-gathering-state", self.on_gathering)
        self.rtc.connect("notify::connection-state", self.on_state)
        bus = self.pipeline.get_bus()
        bus.add_signal_watch()
        bus.connect("message::error", lambda _, message: fail(message.parse_error()))
        self.pipeline.set_state(Gst.State.PLAYING)
        self.offered = False
        GLib.timeout_add(100, self.offer)

    def on_state(self, rtc: Any, _: object) -> None:
        say(rtc.get_property("connection-state").value_nick)

    def each(self, change: Callable[[Any], None]) -> None:
        index = 0
        while (found := self.rtc.emit("get-transceiver", index)) is not None:
            change(found)
            index += 1

    def offer(self) -> bool:
        if not self.offered:
            self.offered = True
            self.rtc.emit("create-offer", None, Gst.Promise.new_with_change_func(self.on_offer, None))
        return False

    def on_offer(self, promise: Any, _: object) -> None:
        done = Gst.Promise.new()
        reply = promise.get_reply()  # owns the offer: it must outlive the call
        self.rtc.emit("set-local-description", reply["offer"], done)
        done.interrupt()

    def on_gathering(self, rtc: Any, _: object) -> None:
        if rtc.get_property("ice-gathering-state") == GstWebRTC.WebRTCICEGatheringState.COMPLETE:
            threading.Thread(target=self.post, daemon=True).start()

    def post(self) -> None:
        text = self.rtc.get_property("local-description").sdp.as_text()
        with self.request("POST", self.url, text.encode()) as answer:
            self.location = self.url.rpartition("/")[0] + answer.headers["Location"]
            _, message = GstSdp.SDPMessage.new_from_text(answer.read().decode())
        description = GstWebRTC.WebRTCSessionDescription.new(GstWebRTC.WebRTCSDPType.ANSWER, message)
        self.rtc.emit("set-remote-description", description, Gst.Promise.new())

    def request(self, method: str, url: str, body: "bytes | None" = None) -> Any:
        headers = {"Authorization": "Bearer " + self.token, "Content-Type": "application/sdp"}
        return urllib.request.urlopen(urllib.request.Request(url, body, headers, method=method), timeout=10)

    def on_pad(self, _: object, pad: Any) -> None:
        if pad.get_direction() != Gst.PadDirection.SRC:
            return
        decode = Gst.ElementFactory.make("decodebin")
        decode.connect("pad-added", self.on_decoded)
        self.pipeline.add(decode)
        decode.sync_state_with_parent()
        pad.link(decode.get_static_pad("sink"))

    def on_decoded(self, _: object, pad: Any) -> None:
        kind = pad.get_current_caps().get_structure(0).get_name().partition("/")[0]
        sink = Gst.ElementFactory.make("fakesink")
        sink.set_property("sync", False)
        self.pipeline.add(sink)
        sink.sync_state_with_parent()
        pad.link(sink.get_static_pad("sink"))
        pad.add_probe(Gst.PadProbeType.BUFFER, self.on_frame, kind)

    def on_frame(self, pad: Any, info: Any, kind: str) -> Any:
        self.counts[kind] += 1
        if self.counts[kind] % 5 == 0:
            say(f"seen {self.counts['video']} heard {self.counts['audio']}")
        return Gst.PadProbeReturn.OK

    def stop(self) -> None:
        if self.location:
            with self.request("DELETE", self.location):
                say("deleted")
        self.pipeline.set_state(Gst.State.NULL)


def fail(error: object) -> None:
    say(f"error {error}")
    sys.exit(1)


def main() -> None:
    Gst.init(None)
    if sys.argv[1] == "check":
        sys.exit(0 if all(Gst.ElementFactory.find(name) for name in ELEMENTS) else 1)
    loop = GLib.MainLoop()
    client = Client(*sys.argv[1:5])
    threading.Thread(target=lambda: (sys.stdin.read(), loop.quit()), daemon=True).start()
    loop.run()
    client.stop()


main()
