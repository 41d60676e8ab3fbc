"""Rooms and who is in them: participants, what they publish, what they subscribe to, and how long it all lasts.

Everything here runs synchronously on the loop's turn that brought the packet or the message: no awaits, so no
half-done state is ever seen. Messages to clients are LiveKit's own protobuf types.
"""
