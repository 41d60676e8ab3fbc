"""Calendars outside: what they say is busy time here, and what is booked here can be read there."""
