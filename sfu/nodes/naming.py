"""Which room a request is about: by the token's grant, or by the field of a server API call. Pure.

The rule: this only finds the way. What is read here is not verified; the node that gets the request does that.
"""

from collections.abc import Mapping
from typing import Any, Final, Literal, NamedTuple

import livekit.protocol.egress
import livekit.protocol.ingress
import livekit.protocol.room  # noqa: F401  the services are found in the pool that these imports fill
from google.protobuf import descriptor_pool, json_format, message_factory
from google.protobuf.message import DecodeError, Message

from auth.jws import TokenError, unverified_payload

Way = Literal["room", "all", "search", "any"]
_ROOM_FIELDS: Final = ("room", "room_name")


class Call(NamedTuple):
    """A server API call's way.

    `room`: to the node with `name`. `all`: to every node, and their answers are one. `search`: to one after the other
    until one knows what is meant. `any`: to whichever, because it has to say that this cannot be done. `wish`: the
    node on which the caller wants the room.
    """

    way: Way
    name: str = ""
    wish: str = ""
    answer: type[Message] | None = None


def token_of(query: Mapping[str, str], authorization: str) -> str:
    """Where LiveKit's clients put it: the query, or a bearer."""
    token = query.get("access_token", "")
    if token:
        return token
    scheme, _, token = authorization.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def room_of(token: str) -> str:
    """The room in a token's grant, as the token says; empty when it names none."""
    if not token:
        return ""
    try:
        video = unverified_payload(token).get("video")
    except TokenError:
        return ""
    room = video.get("room") if isinstance(video, dict) else None
    return room if isinstance(room, str) and len(room) <= 1024 else ""


def call_of(service: str, method: str, body: bytes, content_type: str) -> Call:
    """The way of a Twirp call, whatever its body is."""
    if not (service.isascii() and method.isascii()):  # the pool takes no surrogates
        return Call("any")
    try:
        found = descriptor_pool.Default().FindServiceByName(service).methods_by_name.get(method)
    except KeyError:
        found = None
    if found is None:
        return Call("any")
    answer = message_factory.GetMessageClass(found.output_type)
    request = _read(message_factory.GetMessageClass(found.input_type), body, content_type)
    if request is None:
        return Call("any")
    if method == "CreateRoom":
        return Call("room", getattr(request, "name", ""), getattr(request, "node_id", ""))
    names = {field.name for field in found.input_type.fields}
    name: Any = next((getattr(request, field) for field in _ROOM_FIELDS if field in names), "")
    if isinstance(name, str) and name:
        return Call("room", name)
    return Call("all", answer=answer) if method.startswith("List") else Call("search")


def _read(kind: type[Message], body: bytes, content_type: str) -> Message | None:
    message = kind()
    try:
        if content_type == "application/json":
            json_format.Parse(body, message, ignore_unknown_fields=True)
        else:
            message.ParseFromString(body)
    except (DecodeError, json_format.ParseError, ValueError, RecursionError):
        return None
    return message


def merged(kind: type[Message], answers: list[bytes], *, as_json: bool) -> bytes:
    """The answers of several nodes to one listing call, in one. Raises ValueError."""
    whole = kind()
    for body in answers:
        part = _read(kind, body, "application/json" if as_json else "application/protobuf")
        if part is None:
            raise ValueError("a node's answer cannot be read")
        whole.MergeFrom(part)
    if as_json:
        return json_format.MessageToJson(
            whole, preserving_proto_field_name=True, always_print_fields_with_no_presence=True, indent=None
        ).encode()
    return whole.SerializeToString()


def one_page(pages: list[dict[str, Any]], limit: str | None) -> dict[str, Any]:
    """Pages of GET /rooms in one, by name; each room says its node. `limit` as asked for, 100 if it was not."""
    rooms = [{**room, "node": page["node"]} for page in pages for room in page["rooms"]]
    rooms.sort(key=lambda room: str(room["name"]))
    most = int(limit) if limit and limit.isascii() and limit.isdigit() and len(limit) < 5 else 100
    page = rooms[:most]
    more = len(rooms) > most or any(each["next"] for each in pages)
    return {"rooms": page, "next": page[-1]["name"] if more and page else None}
