"""Packets and descriptions as Chrome and libwebrtc send them, for the tests of sfu.wire."""

from __future__ import annotations

from sfu.wire import extensions, red, rtcp, rtp

KEYFRAME_VP8 = bytes.fromhex("90e0823411205007009d012a0005d0020900")
"""Descriptor with X, I (15 bits), L, T, K; then the frame tag of a 1280x720 keyframe (scaling bits 0)."""

# Dependency descriptors as Chrome sends them for L3T3 (AV1 RTP specification, appendix A): a keyframe and two more.
DESCRIPTOR_KEY = bytes.fromhex(
    "c1017280081485214eafffaaaa863cf0430c10c302afc0aaa0063c00430010c002a000a80006000040001d954926e082b04a0941b820ac128250"
    "3157f974000ca864330e222222eca8655304224230eca877530077004200ef008601df010d"
)
DESCRIPTOR_SECOND_LAYER = bytes.fromhex("86017340fc")
DESCRIPTOR_TOP_TEMPORAL = bytes.fromhex("c3017540fc")

RTP_PACKETS = [
    rtp.build(96, 4711, 90_000, 0xCAFE, KEYFRAME_VP8, marker=True, extensions={3: b"\x00\x07", 4: b"0", 10: b"f"}),
    rtp.build(
        111, 1, 960, 7, b"\xfcopus", extensions={1: extensions.encode_audio_level(30, True), 200: b"", 16: b"two"}
    ),
    rtp.build(97, 2, 5, 9, b"\x12\x67" + KEYFRAME_VP8, csrcs=(1, 2)),
    rtp.build(96, 3, 5, 9, b"", padding=255),
]

REPORT = rtcp.ReportBlock(0xCAFE, 12, -3, 0x1_0042, 90, 0x8000_0001, 65536)
RTCP_PACKETS: list[rtcp.Packet] = [
    rtcp.SenderReport(1, 0xE000_0000_8000_0000, 4_000_000_000, 10, 2000, (REPORT, REPORT)),
    rtcp.ReceiverReport(2, (REPORT,)),
    rtcp.SourceDescription(
        (rtcp.SdesChunk(3, (rtcp.SdesItem(1, b"cname"), rtcp.SdesItem(2, b""))), rtcp.SdesChunk(4, ()))
    ),
    rtcp.Bye((1, 2), b"bye"),
    rtcp.Nack(1, 2, (5, 6, 21, 22, 65535, 15)),
    rtcp.Pli(1, 2),
    rtcp.Fir(1, (rtcp.FirEntry(2, 3), rtcp.FirEntry(4, 255))),
    rtcp.Remb(1, 8_927_168, (0x4874_ED16,)),
    rtcp.Raw(207, 0, bytes(8)),
    rtcp.TransportFeedback(1, 2, 65_530, -5, 255, (0, None, None, 255, 256, -1, *[None] * 30, *[4] * 20)),
]

RED_PAYLOAD = red.build(
    [red.RedBlock(111, 960, b"earlier"), red.RedBlock(111, 480, b""), red.RedBlock(111, 0, b"now")]
)

CHROME_OFFER = """\
v=0
o=- 4611731400430051336 2 IN IP4 127.0.0.1
s=-
t=0 0
a=group:BUNDLE 0 1 2 3
a=extmap-allow-mixed
a=msid-semantic: WMS
m=application 9 UDP/DTLS/SCTP webrtc-datachannel
c=IN IP4 0.0.0.0
a=candidate:2706108158 1 udp 2122260223 192.168.1.7 49203 typ host generation 0 network-id 1
a=candidate:1 1 tcp 1518280447 192.168.1.7 9 typ host tcptype active generation 0 network-id 1
a=ice-ufrag:4ZcD
a=ice-pwd:2/1muCWoOi3uLifh0NuRHlig
a=ice-options:trickle
a=fingerprint:sha-256 0f:74:31:25:CB:A2:13:EC:28:6F:6D:2C:61:FF:5D:C2:BC:B9:DB:3D:98:14:8D:1A:BB:EA:33:0C:A4:60:A8:8E
a=setup:actpass
a=mid:0
a=sctp-port:5000
a=max-message-size:262144
m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110
c=IN IP4 0.0.0.0
a=rtcp:9 IN IP4 0.0.0.0
a=ice-ufrag:4ZcD
a=ice-pwd:2/1muCWoOi3uLifh0NuRHlig
a=fingerprint:sha-256 0F:74:31:25:CB:A2:13:EC:28:6F:6D:2C:61:FF:5D:C2:BC:B9:DB:3D:98:14:8D:1A:BB:EA:33:0C:A4:60:A8:8E
a=setup:actpass
a=mid:1
a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
a=sendonly
a=msid:- 5f8e7e12-0c32-4e3c-8d2c-6d6fa31ad6f1
a=rtcp-mux
a=rtcp-rsize
a=rtpmap:111 opus/48000/2
a=rtcp-fb:111 transport-cc
a=fmtp:111 minptime=10;useinbandfec=1
a=rtpmap:63 red/48000/2
a=fmtp:63 111/111
a=rtpmap:9 G722/8000
a=rtpmap:13 CN/8000
a=rtpmap:110 telephone-event/48000
a=ssrc:2570980487 cname:zwXV1M8fPMrIYyJM
a=ssrc:2570980487 msid:- 5f8e7e12-0c32-4e3c-8d2c-6d6fa31ad6f1
m=video 9 UDP/TLS/RTP/SAVPF 96 97 102 103
c=IN IP4 0.0.0.0
a=rtcp:9 IN IP4 0.0.0.0
a=ice-ufrag:4ZcD
a=ice-pwd:2/1muCWoOi3uLifh0NuRHlig
a=fingerprint:sha-256 0F:74:31:25:CB:A2:13:EC:28:6F:6D:2C:61:FF:5D:C2:BC:B9:DB:3D:98:14:8D:1A:BB:EA:33:0C:A4:60:A8:8E
a=setup:actpass
a=mid:2
a=extmap:3/sendonly http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id
a=extmap:11 urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id
a=sendonly
a=msid:- 3c0a3b4c-4f3e-4b8c-a1c5-9c5f7e3bfbf5
a=rtcp-mux
a=rtcp-rsize
a=rtpmap:96 VP8/90000
a=rtcp-fb:* goog-remb
a=rtcp-fb:96 ccm fir
a=rtcp-fb:96 nack
a=rtcp-fb:96 nack pli
a=rtpmap:97 rtx/90000
a=fmtp:97 apt=96
a=rtpmap:102 H264/90000
a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f
a=rtpmap:103 rtx/90000
a=fmtp:103 apt=102
a=rid:q send
a=rid:h send
a=rid:f send max-width=1280;max-height=720
a=simulcast:send q;h;~f,x
m=video 0 UDP/TLS/RTP/SAVPF 96
c=IN IP4 0.0.0.0
a=bundle-only
a=mid:3
a=recvonly
a=rtpmap:96 VP8/90000
a=ssrc-group:FID 1001 1002
a=ssrc:1001 cname:x
a=ssrc:1002 cname:x
m=audio 0 UDP/TLS/RTP/SAVPF 0
a=mid:4
a=inactive
""".replace("\n", "\r\n")
