"""Bytes to facts and facts to bytes: RTP, RTCP, SDP, header extensions, codec descriptors.

The rule: pure functions over bytes, no I/O, no clock, nothing imported from the rest of Visavis; a parser that is
given anything but a well-formed packet raises `WireError` and nothing else. Fixes to a stream (numbering, layers,
timing) are core's.
"""
