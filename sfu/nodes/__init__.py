"""Which node has which room: `python -m sfu --nodes N`, N node processes behind one gateway address.

The rule: nothing here knows of media. A room's place is a record in a registry (`registry.py`: this machine's own,
`redis_registry.py`: shared by machines), a room's state an opaque JSON object that its node made and the next node
reads; the gateway passes bytes.
"""
