"""SDP: a browser's offer is read whole, what is written is read back, sizes and line breaks are bounded."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sfu.wire import extensions, sdp
from sfu.wire.errors import WireError

from .samples import CHROME_OFFER

words = st.text("abcdefghijklmnopqrstuvwxyzABC0123456789-_+/", min_size=1, max_size=12)
ports = st.integers(1, 65535)
u32 = st.integers(0, 2**32 - 1)
fingerprints = st.lists(
    st.builds(sdp.Fingerprint, st.sampled_from(["sha-256", "sha-1"]), st.sampled_from(["AB:CD", "00:11"])), max_size=2
)
codecs = st.lists(
    st.builds(
        sdp.Codec,
        st.integers(0, 127),
        words.map(lambda w: w.replace("/", "x")),
        st.integers(1, 96_000),
        st.one_of(st.none(), st.integers(1, 8)),
        st.one_of(st.just(""), words, st.builds("{}={};x=1".format, words, words)),
        st.lists(st.sampled_from(["nack", "nack pli", "ccm fir", "transport-cc"]), max_size=4, unique=True).map(
            tuple
        ),
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda c: c.payload_type,
)
candidates = st.lists(
    st.one_of(
        st.builds(sdp.Candidate, st.sampled_from(["127.0.0.1", "::1"]), ports, st.just("udp"), u32, words),
        st.builds(sdp.Candidate, st.just("10.0.0.1"), ports, st.just("tcp"), u32, words, tcp_type=st.just("passive")),
    ),
    max_size=2,
)
simulcasts = st.one_of(
    st.none(), st.builds(sdp.Simulcast, st.just(()), st.lists(words, min_size=1, max_size=3).map(tuple))
)
transport = {
    "ice_ufrag": st.one_of(st.none(), words),
    "ice_pwd": st.one_of(st.none(), words),
    "setup": st.sampled_from([None, "actpass", "passive", "active"]),
    "fingerprints": fingerprints,
}
media = st.builds(
    sdp.MediaSection,
    kind=st.sampled_from(["audio", "video"]),
    mid=words,
    port=st.sampled_from([9, 0, 7882]),
    direction=st.sampled_from(["sendrecv", "sendonly", "recvonly", "inactive"]),
    codecs=codecs,
    extmap=st.dictionaries(st.integers(1, 14), words, max_size=5),
    extmap_allow_mixed=st.booleans(),
    rids=st.lists(
        st.builds(sdp.Rid, words, st.sampled_from(["send", "recv"]), st.one_of(st.just(""), words)), max_size=3
    ),
    simulcast=simulcasts,
    ssrcs=st.dictionaries(
        u32, st.dictionaries(words.map(lambda w: w + "n"), words, min_size=1, max_size=3), max_size=3
    ),
    ssrc_groups=st.lists(
        st.builds(sdp.SsrcGroup, st.just("FID"), st.lists(u32, min_size=1, max_size=3).map(tuple)), max_size=2
    ),
    msid=st.one_of(st.none(), st.builds(sdp.Msid, words, st.one_of(st.just(""), words))),
    rtcp_mux=st.booleans(),
    rtcp_rsize=st.booleans(),
    bundle_only=st.booleans(),
    connection=st.sampled_from(["0.0.0.0", "127.0.0.1", "::1"]),
    candidates=candidates,
    end_of_candidates=st.booleans(),
    **transport,
)
data = st.builds(
    sdp.MediaSection,
    kind=st.just("application"),
    mid=words,
    protocol=st.just("UDP/DTLS/SCTP"),
    sctp_port=st.one_of(st.none(), ports),
    max_message_size=st.one_of(st.none(), st.integers(0, 2**40)),
    candidates=candidates,
    **transport,
)
descriptions = st.builds(
    sdp.SessionDescription,
    origin_id=st.integers(0, 2**63),
    origin_version=st.integers(0, 2**31),
    ice_lite=st.booleans(),
    bundle=st.lists(words, max_size=4).map(tuple),
    extmap_allow_mixed=st.booleans(),
    msid_semantic=st.one_of(st.none(), st.just("WMS *"), st.just("WMS")),
    media=st.lists(st.one_of(media, data), max_size=4),
    **transport,
)


@given(descriptions)
@settings(derandomize=True, deadline=None, max_examples=150)
def test_what_is_written_is_read_back(description: sdp.SessionDescription) -> None:
    text = sdp.write(description)
    assert sdp.parse(text) == description
    assert sdp.parse(text.replace("\r\n", "\n").encode()) == description


@given(descriptions, descriptions, st.data())
@settings(derandomize=True, deadline=None, max_examples=100)
def test_what_is_known_of_the_last_description_changes_nothing_in_the_next(
    first: sdp.SessionDescription, second: sdp.SessionDescription, data: st.DataObject
) -> None:
    both = data.draw(st.permutations([*first.media, *second.media]))
    second.media = both[: data.draw(st.integers(0, len(both)))]
    known: dict[str, sdp.MediaSection] = {}
    before, text = sdp.parse(sdp.write(first), known), sdp.write(second)
    again = sdp.parse(text, known)
    assert again == sdp.parse(text)
    read = {id(section) for section in before.media}
    for section in again.media:
        assert section not in before.media or id(section) in read
    assert len(known) <= len(second.media)


def test_a_browsers_offer() -> None:
    offer = sdp.parse(CHROME_OFFER)
    assert (offer.origin_id, offer.origin_version) == (4611731400430051336, 2)
    assert offer.bundle == ("0", "1", "2", "3")
    assert offer.extmap_allow_mixed
    assert not offer.ice_lite
    assert offer.ice_credentials == ("4ZcD", "2/1muCWoOi3uLifh0NuRHlig")
    assert offer.transport_setup == "actpass"
    assert [f.algorithm for f in offer.all_fingerprints] == ["sha-256"]
    assert [m.kind for m in offer.media] == ["application", "audio", "video", "video", "audio"]
    assert [m.rejected for m in offer.media] == [False, False, False, False, True]


def test_data_channels_of_a_browsers_offer() -> None:
    channel = sdp.parse(CHROME_OFFER).media[0]
    assert (channel.mid, channel.sctp_port, channel.max_message_size) == ("0", 5000, 262144)
    assert [(c.protocol, c.address, c.port, c.tcp_type) for c in channel.candidates] == [
        ("udp", "192.168.1.7", 49203, None),
        ("tcp", "192.168.1.7", 9, "active"),
    ]


def test_audio_of_a_browsers_offer() -> None:
    audio = sdp.parse(CHROME_OFFER).section("1")
    assert audio is not None
    assert [c.name for c in audio.codecs] == ["opus", "red", "G722", "PCMU", "PCMA", "CN", "telephone-event"]
    opus = audio.codec(111)
    assert opus == sdp.Codec(111, "opus", 48000, 2, "minptime=10;useinbandfec=1", ("transport-cc",))
    assert opus.parameters == {"minptime": "10", "useinbandfec": "1"}
    assert opus.mime("audio") == "audio/opus"
    assert audio.extension_id(extensions.AUDIO_LEVEL) == 1
    assert audio.extension_id(extensions.RID) is None
    assert audio.msid == sdp.Msid("-", "5f8e7e12-0c32-4e3c-8d2c-6d6fa31ad6f1")
    assert audio.ssrcs[2570980487]["cname"] == "zwXV1M8fPMrIYyJM"
    assert audio.direction == "sendonly"


def test_simulcast_video_of_a_browsers_offer() -> None:
    video = sdp.parse(CHROME_OFFER).section("2")
    assert video is not None
    assert [r.id for r in video.rids] == ["q", "h", "f"]
    assert video.rids[2].parameters == "max-width=1280;max-height=720"
    assert video.simulcast == sdp.Simulcast(("q", "h", "f"), ())
    vp8 = video.codec(96)
    assert vp8 is not None
    assert vp8.feedback == ("ccm fir", "nack", "nack pli", "goog-remb")
    rtx = video.rtx_for(102)
    assert rtx is not None
    assert rtx.payload_type == 103
    assert video.rtx_for(97) is None
    assert video.extension_id(extensions.TRANSPORT_SEQUENCE) == 3
    assert video.extension_id(extensions.REPAIRED_RID) == 11
    assert video.rtcp_mux
    assert video.rtcp_rsize
    assert sdp.parse(CHROME_OFFER).media[3].ssrc_groups == [sdp.SsrcGroup("FID", (1001, 1002))]


def test_an_offer_written_again_means_the_same() -> None:
    offer = sdp.parse(CHROME_OFFER)
    assert sdp.parse(sdp.write(offer)) == offer


def test_an_answer_in_the_words_that_clients_need() -> None:
    """media-protocol.md's ninth pitfall, line by line."""
    section = sdp.MediaSection(
        "video",
        "2",
        direction="recvonly",
        codecs=[sdp.Codec(96, "VP8", 90000, feedback=("nack",)), sdp.Codec(97, "rtx", 90000, fmtp="apt=96")],
        extmap={4: extensions.MID},
        rids=[sdp.Rid("f", "recv")],
        simulcast=sdp.Simulcast(recv=("f", "h", "q")),
        msid=sdp.Msid("PA_x|TR_y", "TR_y"),
        ssrcs={77: {"cname": "PA_x"}},
        ssrc_groups=[sdp.SsrcGroup("FID", (77, 78))],
        rtcp_mux=True,
        rtcp_rsize=True,
        setup="passive",
        ice_ufrag="u",
        ice_pwd="p",
        candidates=[
            sdp.Candidate("127.0.0.1", 7882),
            sdp.Candidate("127.0.0.1", 7881, "tcp", 1, "2", tcp_type="passive"),
        ],
    )
    lines = sdp.write(
        sdp.SessionDescription(1, 2, ice_lite=True, bundle=("2",), extmap_allow_mixed=True, media=[section])
    ).split("\r\n")
    for line in (
        "a=ice-lite",
        "a=group:BUNDLE 2",
        "a=extmap-allow-mixed",
        "m=video 9 UDP/TLS/RTP/SAVPF 96 97",
        "a=candidate:1 1 udp 2130706431 127.0.0.1 7882 typ host",
        "a=candidate:2 1 tcp 1 127.0.0.1 7881 typ host tcptype passive",
        "a=setup:passive",
        "a=mid:2",
        f"a=extmap:4 {extensions.MID}",
        "a=recvonly",
        "a=rtcp-mux",
        "a=rtcp-rsize",
        "a=rtcp-fb:96 nack",
        "a=fmtp:97 apt=96",
        "a=rid:f recv",
        "a=simulcast:recv f;h;q",
        "a=msid:PA_x|TR_y TR_y",
        "a=ssrc-group:FID 77 78",
        "a=ssrc:77 cname:PA_x",
    ):
        assert line in lines
    assert lines[-1] == ""


def test_a_value_cannot_become_a_line() -> None:
    for value in ("x\r\na=sendrecv", "x\n", "\0"):
        section = sdp.MediaSection("audio", value, codecs=[sdp.Codec(111, "opus", 48000, 2)])
        with pytest.raises(WireError, match="sdp-value"):
            sdp.write(sdp.SessionDescription(media=[section]))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "sdp-version"),
        ("v=1\r\n", "sdp-version"),
        ("v=0\r\n" + "x" * (sdp.MAX_BYTES + 1), "sdp-large"),
        ("v=0" + "\n" * (sdp.MAX_LINES + 1), "sdp-large"),
        ("v=0\n" + "m=audio 9 X 0\n" * (sdp.MAX_SECTIONS + 1), "sdp-sections"),
        ("v=0\na=" + "x" * 10_000, "sdp-line-long"),
        ("v=0\nhello", "sdp-line"),
        ("v=0\nm=audio 9 X", "sdp-media"),
        ("v=0\nm=audio 99999 X 0", "sdp-number"),
        ("v=0\nm=audio 9 X 300", "sdp-number"),
        ("v=0\nm=audio 9 X 96\na=rtpmap:96 opus", "sdp-rtpmap"),
        ("v=0\nm=audio 9 X 96\na=rtpmap:x opus/1", "sdp-number"),
        ("v=0\nm=audio 9 X 96\na=ssrc:99999999999 cname:x", "sdp-number"),
        ("v=0\nm=audio 9 X 96\na=rid:x sideways", "sdp-rid"),
        ("v=0\nm=audio 9 X 96\na=simulcast:send", "sdp-simulcast"),
        ("v=0\nm=audio 9 X 96\na=candidate:1 1 udp", "sdp-candidate"),
        ("v=0\nm=audio 9 X 96\na=ice-ufrag:", "sdp-ice"),
        ("v=0\no=-", "sdp-origin"),
    ],
)
def test_a_malformed_description_is_named(text: str, reason: str) -> None:
    with pytest.raises(WireError) as caught:
        sdp.parse(text)
    assert caught.value.reason == reason


def test_ids_that_are_only_proposed_are_left_out() -> None:
    text = "v=0\nm=audio 9 X 0\na=extmap:15 a\na=extmap:4096 b\na=extmap:255 c\na=extmap:1 d"
    assert sdp.parse(text).media[0].extmap == {255: "c", 1: "d"}


def test_a_payload_type_written_in_two_ways_is_one_codec() -> None:
    text = CHROME_OFFER.replace("SAVPF 96 97 102 103", "SAVPF 96 097 97 0102 102 103")
    assert sdp.parse(text) == sdp.parse(CHROME_OFFER)
