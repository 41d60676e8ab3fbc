"""Bookings: a person and a professional agree on a time, and nobody can be in two places.

`states` is pure; `occupancy` is what the database forbids to overlap; `service` is the one way to book and to cancel.
"""
