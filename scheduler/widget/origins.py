"""Which websites may show a widget: origins (RFC 6454), compared as browsers send them. Pure."""

import ipaddress
import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

MAX_LENGTH: Final = 300
_HOST: Final = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")
_USUAL: Final = {"https": 443, "http": 80}


def origin_of(text: str, *, plain: bool) -> str | None:
    """An origin as browsers write it: small letters, no path, no usual port; None for what is none.

    `plain`: http too (development); it is always allowed for a developer's own machine."""
    try:
        parts = urlsplit(text.strip())
        host, port = (parts.hostname or "").lower(), parts.port
        if not host.isascii():
            host = host.encode("idna").decode()
    except ValueError:  # UnicodeError too
        return None
    if parts.path not in {"", "/"} or parts.query or parts.fragment or parts.username is not None or "@" in text:
        return None
    if parts.scheme not in _USUAL or not _is_host(host) or "*" in text:
        return None
    if parts.scheme == "http" and not plain and host not in {"localhost", "127.0.0.1", "::1"}:
        return None
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" + ("" if port in {None, _USUAL[parts.scheme]} else f":{port}")


def frame_ancestors(origins: Sequence[str]) -> str:
    """Who may frame a page (CSP Level 3): us, and these; what is written here holds no character that ends it."""
    return " ".join(["frame-ancestors", "'self'", *origins])


def _is_host(host: str) -> bool:
    if ":" in host:
        try:
            return ipaddress.ip_address(host).version == 6
        except ValueError:
            return False
    return len(host) <= 253 and _HOST.fullmatch(host) is not None
