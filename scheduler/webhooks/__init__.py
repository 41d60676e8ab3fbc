"""What we tell other servers: events of bookings, money, reviews and messages, signed, at least once."""
