"""Sender reports to subscribers and what their receiver reports say of the way there (RFC 3550 section 6.4).

The rule: reports carry the publisher's own NTP clock, moved on by the time that passed here, for all its
publications; so its audio and video stay together at the subscriber, whatever the network did to the reports on
their way.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from numpy.typing import NDArray

from sfu.wire.rtcp import SenderReport

from .source import SourceLayer

PATIENCE: Final = 5.0
"""Seconds of media after which a publisher that sent no report is taken to send none at all."""
_REPORTS: Final = 4

Columns = Mapping[str, NDArray[Any]]
"""SubscriptionTable.columns."""


def sender_report(
    columns: Columns, row: int, source: SourceLayer, *, clock_rate: int, now_ntp: int, now: float
) -> SenderReport | None:
    """See Forwarder.sender_report. The row is settled and in flow; its report is remembered for `round_trip`."""
    if not columns["started"].item(row):
        return None
    report = source.report
    if report is not None:
        passed = now - report.at
        ntp = report.ntp + int(passed * (1 << 32))
        timestamp = report.rtp_timestamp + columns["timestamp_offset"].item(row) + round(passed * clock_rate)
    elif source.first_received is not None and now - source.first_received >= PATIENCE:
        ntp = now_ntp
        passed = now - columns["last_sent"].item(row)
        timestamp = columns["last_timestamp"].item(row) + round(passed * clock_rate)
    else:
        return None
    ntp &= (1 << 64) - 1
    at = columns["report_next"].item(row)
    columns["report_ntp"][row, at] = ntp >> 16 & 0xFFFFFFFF
    columns["report_sent"][row, at] = now
    columns["report_next"][row] = (at + 1) % _REPORTS
    return SenderReport(
        ssrc=columns["ssrc"].item(row),
        ntp=ntp,
        rtp_timestamp=timestamp & 0xFFFFFFFF,
        packet_count=columns["packets"].item(row) & 0xFFFFFFFF,
        octet_count=columns["octets"].item(row) & 0xFFFFFFFF,
    )


def round_trip(columns: Columns, row: int, last_report: int, delay: int, now: float) -> float | None:
    """See Forwarder.on_receiver_report."""
    if last_report == 0:
        return None
    known = columns["report_ntp"][row].tolist()
    if last_report not in known:
        return None
    sent: float = columns["report_sent"].item(row, known.index(last_report))
    measured = max(0.0, now - sent - delay / 65536.0)
    smooth: float = columns["rtt"].item(row)
    columns["rtt"][row] = measured if smooth == 0.0 else smooth + (measured - smooth) / 8.0
    return measured
