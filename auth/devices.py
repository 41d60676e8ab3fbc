"""What is kept of where somebody signed in: words for the device, a coarse address. Pure.

The rule kept here: neither the user agent nor the whole address is stored; both say enough to know one's own.
"""

import ipaddress
import re
from typing import Final

_BROWSERS: Final = (
    (re.compile(r"\bEdgA?(?:iOS)?/"), "Edge"),
    (re.compile(r"\bOPR/"), "Opera"),
    (re.compile(r"\bSamsungBrowser/"), "Samsung Internet"),
    (re.compile(r"\b(?:Firefox|FxiOS)/"), "Firefox"),
    (re.compile(r"\bVisavis/"), "Visavis app"),
    (re.compile(r"\b(?:Chrome|CriOS|Chromium)/"), "Chrome"),
    (re.compile(r"\bSafari/"), "Safari"),
)
_SYSTEMS: Final = (
    (re.compile(r"\biPhone\b"), "iPhone"),
    (re.compile(r"\biPad\b"), "iPad"),
    (re.compile(r"\bAndroid\b"), "Android"),
    (re.compile(r"\bWindows\b"), "Windows"),
    (re.compile(r"\bCrOS\b"), "ChromeOS"),
    (re.compile(r"\bMac OS X\b|\bMacintosh\b"), "macOS"),
    (re.compile(r"\bLinux\b"), "Linux"),
)
MOST_READ: Final = 512  # characters of a user agent that are looked at


def device_words(user_agent: str) -> str:
    """`Firefox on Windows`; empty for what is not known."""
    head = user_agent[:MOST_READ]
    browser = next((name for pattern, name in _BROWSERS if pattern.search(head)), "")
    system = next((name for pattern, name in _SYSTEMS if pattern.search(head)), "")
    return " on ".join(part for part in (browser, system) if part)


def coarse_address(address: str) -> str:
    """The network of an address: an IPv4's /24, an IPv6's /48; empty for what is no address."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    found = getattr(found, "ipv4_mapped", None) or found
    return str(ipaddress.ip_network((found, 24 if found.version == 4 else 48), strict=False))
