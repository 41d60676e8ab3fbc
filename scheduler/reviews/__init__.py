"""Reviews: what the two people of a meeting say of each other. `rules` is pure.

The rules kept here: only who met may review, once, within two weeks; neither side reads the other's before it has
written its own, or the two weeks are over.
"""
