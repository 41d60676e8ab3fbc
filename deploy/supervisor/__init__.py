"""Runs all of Visavis on one machine: database, scheduler, media node, web; one command, nothing left behind.

The rule: whatever ends the supervisor (Ctrl-C, SIGTERM, kill -9), every process it started ends too, with
all of theirs.
"""
