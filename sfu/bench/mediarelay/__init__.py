"""The same job done the way aiortc's examples do it: a MediaRelay server that decodes once and encodes for everybody.

`python -m sfu.bench.mediarelay PORT` is that server; `clients` loads it. aiortc cannot forward without decoding.
"""
