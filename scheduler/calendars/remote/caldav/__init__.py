"""CalDAV (RFC 4791), what changed since a token (RFC 6578), and finding the calendars of an address (RFC 6764)."""
