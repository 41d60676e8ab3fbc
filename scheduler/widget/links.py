"""Links to our own pages, where booking itself takes place. Pure."""

from datetime import datetime
from urllib.parse import quote, urlencode
from uuid import UUID

from scheduler.http import wire


def page_url(web_url: str, slug: str) -> str:
    """The professional's public page."""
    return f"{web_url}/p/{quote(slug, safe='')}"


def book_url(web_url: str, slug: str, service_id: UUID, start: datetime | None = None, note: str = "") -> str:
    """The page that books a service, with what is known filled in; who is not signed in is asked to first."""
    known = {"service": str(service_id), "start": wire(start) if start else "", "note": note}
    query = urlencode({name: value for name, value in known.items() if value}, quote_via=quote)
    return f"{web_url}/as/client/book/{quote(slug, safe='')}?{query}"


def book_template(web_url: str, slug: str, service_id: UUID) -> str:
    """The same as a URI template (RFC 6570), to be expanded with `start` and `note`."""
    return book_url(web_url, slug, service_id) + "{&start,note}"
