"""Google Calendar (API v3) behind the port."""
