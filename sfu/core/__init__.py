"""The pure heart of the media server: times, packets and rows in, decisions and plaintext packets out.

The rule: no clock, no sockets, no asyncio; `now` (float seconds, monotonic) is always an argument, randomness is
passed in. Imports sfu.wire, numpy and the standard library only.
"""
