"""Calendars on other servers, both ways: what is in them makes people busy, and bookings are written into them."""
