"""WebDAV's XML (RFC 4918, RFC 4791, RFC 6578): the requests built, the multi-status read. Pure.

The rule kept here: what a stranger's server sends has no document type, so no entity of its own, and is bounded in
depth and count; a prefix means nothing, only the namespace.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from xml.etree.ElementTree import Element, SubElement, TreeBuilder, register_namespace, tostring
from xml.parsers import expat

DAV: Final = "DAV:"
CALDAV: Final = "urn:ietf:params:xml:ns:caldav"
SERVER: Final = "http://calendarserver.org/ns/"
MOST_DEPTH: Final = 32
MOST_ELEMENTS: Final = 400_000
register_namespace("d", DAV)
register_namespace("c", CALDAV)
register_namespace("s", SERVER)


def d(name: str) -> str:
    """A name of WebDAV."""
    return f"{{{DAV}}}{name}"


def c(name: str) -> str:
    """A name of CalDAV."""
    return f"{{{CALDAV}}}{name}"


CTAG: Final = f"{{{SERVER}}}getctag"


class NotXmlError(ValueError):
    """Not well-formed, or more than is taken."""


@dataclass(frozen=True, slots=True)
class Response:
    """One resource of a multi-status. `status`: its own, or 0; `props`: those that were found."""

    href: str
    status: int = 0
    props: Mapping[str, Element] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A property's text, or empty."""
        element = self.props.get(name)
        return "" if element is None else (element.text or "").strip()

    def href_in(self, name: str) -> str:
        """The first address inside a property, or empty."""
        element = self.props.get(name)
        found = None if element is None else element.find(d("href"))
        return "" if found is None else (found.text or "").strip()

    def holds(self, name: str, *inside: str) -> bool:
        """Whether a property has one of these elements, at any depth."""
        element = self.props.get(name)
        return element is not None and any(each.tag in inside for each in element.iter())


@dataclass(frozen=True, slots=True)
class Multistatus:
    """A multi-status, and the token to ask with next (RFC 6578)."""

    responses: tuple[Response, ...]
    sync_token: str


def parse(body: bytes) -> Element:
    """The root of a document. Raises NotXmlError."""
    builder = TreeBuilder()
    depth = count = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > MOST_DEPTH or count > MOST_ELEMENTS:
            raise NotXmlError("too deep or too long")
        builder.start(_name(name), {_name(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_name(name))

    def refuse(*_args: object) -> None:
        raise NotXmlError("a document type is not taken")

    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    try:
        parser.Parse(body, True)
    except (expat.ExpatError, UnicodeError, LookupError):
        raise NotXmlError("not well-formed") from None
    return builder.close()


def _name(name: str) -> str:
    return f"{{{name}" if "}" in name else name


def multistatus(body: bytes) -> Multistatus:
    """A multi-status. Raises NotXmlError."""
    root = parse(body)
    if root.tag != d("multistatus"):
        raise NotXmlError("no multi-status")
    return Multistatus(tuple(_responses(root)), (root.findtext(d("sync-token")) or "").strip())


def _responses(root: Element) -> Iterable[Response]:
    for element in root.findall(d("response")):
        found: dict[str, Element] = {}
        for propstat in element.findall(d("propstat")):
            if _status(propstat) in {0, 200}:
                found.update((prop.tag, prop) for props in propstat.findall(d("prop")) for prop in props)
        status = _status(element)
        for href in element.findall(d("href")):  # with a status of its own, a response may name many (RFC 4918)
            yield Response((href.text or "").strip(), status, found)


def _status(element: Element) -> int:
    words = (element.findtext(d("status")) or "").split()
    return int(words[1]) if len(words) > 1 and words[1].isascii() and words[1].isdigit() else 0


def conditions(body: bytes) -> frozenset[str]:
    """The conditions that an error names (RFC 4918, section 16)."""
    try:
        root = parse(body)
    except NotXmlError:
        return frozenset()
    return frozenset(each.tag for each in root) if root.tag == d("error") else frozenset()


def propfind(*names: str) -> bytes:
    """Ask for these properties."""
    root = Element(d("propfind"))
    _props(root, names)
    return _bytes(root)


def sync_collection(token: str) -> bytes:
    """Ask what changed since a token, or for all there is (RFC 6578, section 3.2)."""
    root = Element(d("sync-collection"))
    SubElement(root, d("sync-token")).text = token
    SubElement(root, d("sync-level")).text = "1"
    _props(root, (d("getetag"),))
    return _bytes(root)


def multiget(hrefs: Iterable[str]) -> bytes:
    """Ask for these events whole (RFC 4791, section 7.9)."""
    root = Element(c("calendar-multiget"))
    _props(root, (d("getetag"), c("calendar-data")))
    for href in hrefs:
        SubElement(root, d("href")).text = href
    return _bytes(root)


def query(begin: datetime, end: datetime) -> bytes:
    """Ask for the tags of all events that touch a time (RFC 4791, section 7.8)."""
    root, event = _query()
    SubElement(event, c("time-range"), start=f"{begin:%Y%m%dT%H%M%SZ}", end=f"{end:%Y%m%dT%H%M%SZ}")
    return _bytes(root)


def by_uid(uid: str) -> bytes:
    """Ask for the tag of the event of a UID (RFC 4791, section 9.7.2)."""
    root, event = _query()
    match = SubElement(SubElement(event, c("prop-filter"), name="UID"), c("text-match"), collation="i;octet")
    match.text = uid
    return _bytes(root)


def _query() -> tuple[Element, Element]:
    root = Element(c("calendar-query"))
    _props(root, (d("getetag"),))
    calendar = SubElement(SubElement(root, c("filter")), c("comp-filter"), name="VCALENDAR")
    return root, SubElement(calendar, c("comp-filter"), name="VEVENT")


def _props(root: Element, names: Iterable[str]) -> None:
    prop = SubElement(root, d("prop"))
    for name in names:
        SubElement(prop, name)


def _bytes(root: Element) -> bytes:
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))
