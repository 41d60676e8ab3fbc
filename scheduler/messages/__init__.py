"""What the two people of a booking write to each other, before, in and after the meeting."""
