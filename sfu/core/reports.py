"""Sender reports to subscribers and what their receiver reports say of the way there (RFC 3550 section 6.4).

The rule: reports carry the publisher's own NTP clock, moved on by the time that passed here, for all its
publications; so its audio and video stay together at the subscriber, whatever the network did to the reports on
their way.
"""

from __future__ import annotations

from typing import Any, Final

from sfu.wire.rtcp import SenderReport

from .source import SourceLayer

PATIENCE: Final = 5.0
"""Seconds of media after which a publisher that sent no report is taken to send none at all."""
_REPORTS: Final = 4


def sender_report(row: Any, source: SourceLayer, clock_rate: int, now_ntp: int, now: float) -> SenderReport | None:
    """See Forwarder.sender_report. `row` is settled and in flow; its report is remembered for `round_trip`."""
    if not row["started"]:
        return None
    report = source.report
    if report is not None:
        passed = now - report.at
        ntp = report.ntp + int(passed * (1 << 32))
        timestamp = report.rtp_timestamp + int(row["timestamp_offset"]) + round(passed * clock_rate)
    elif source.first_received is not None and now - source.first_received >= PATIENCE:
        ntp = now_ntp
        timestamp = int(row["last_timestamp"]) + round((now - float(row["last_sent"])) * clock_rate)
    else:
        return None
    ntp &= (1 << 64) - 1
    at = int(row["report_next"])
    row["report_ntp"][at] = ntp >> 16 & 0xFFFFFFFF
    row["report_sent"][at] = now
    row["report_next"] = (at + 1) % _REPORTS
    return SenderReport(
        ssrc=int(row["ssrc"]),
        ntp=ntp,
        rtp_timestamp=timestamp & 0xFFFFFFFF,
        packet_count=int(row["packets"]) & 0xFFFFFFFF,
        octet_count=int(row["octets"]) & 0xFFFFFFFF,
    )


def round_trip(row: Any, last_report: int, delay: int, now: float) -> float | None:
    """See Forwarder.on_receiver_report."""
    if last_report == 0:
        return None
    for ntp, sent in zip(row["report_ntp"].tolist(), row["report_sent"].tolist(), strict=True):
        if ntp == last_report:
            measured = max(0.0, now - float(sent) - delay / 65536.0)
            known = float(row["rtt"])
            row["rtt"] = measured if known == 0.0 else known + (measured - known) / 8.0
            return measured
    return None
