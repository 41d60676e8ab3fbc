"""One UDP port a node: datagrams in and out, ICE-lite, DTLS, SRTP and data channels.

`net` knows bytes and addresses. What a packet means is decided above it.
"""
