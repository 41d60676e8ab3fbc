"""What a professional offers: title, duration, price, and the terms under which a slot of it can be booked."""
