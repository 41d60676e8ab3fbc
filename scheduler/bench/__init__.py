"""The speed of the calendar: free times, bookings, races. `python -m scheduler.bench` prints the figures as JSON."""
