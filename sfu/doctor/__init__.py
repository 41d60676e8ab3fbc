"""`python -m sfu doctor`: what a node needs of its machine and network, tried for real, with what to do about it.

A file a group of questions; each gives findings. The rule: what was not tried is "not checked", never "ok".
"""
