"""What a handler's signature says: what is path, query and body, whether it takes a transaction, what comes back.

The rule kept here: it is read once for each piece of code, however many registers there are. Models are costly to
make, and tests put up a thousand servers in one process.
"""

import inspect
import re
import typing
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from types import CodeType, FunctionType
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, TypeAdapter, create_model
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.http.context import Context

Handler = Callable[..., Awaitable[Any]]
_SPECIAL: Final = {"body", "raw", "upload"}
_READ: Final[dict[tuple[CodeType, str], "Signature"]] = {}


@dataclass(frozen=True, slots=True)
class Signature:
    """`lists`: the query parameters that may come more than once; `session`: the name of the parameter that takes a
    transaction; `returns`: the annotation, `result` its adapter."""

    path_model: type[BaseModel]
    query_model: type[BaseModel]
    lists: frozenset[str]
    body: TypeAdapter[Any] | None
    raw: bool
    upload: bool
    session: str | None
    returns: Any
    result: TypeAdapter[Any]


def signature_of(handler: Handler, path: str) -> Signature:
    """Of a handler `async def h(ctx, [path…], [query…], [body], [session]) -> Result`, served at a path.

    Raises TypeError for a handler that cannot be served."""
    key = (typing.cast(FunctionType, handler).__code__, path)
    if key not in _READ:
        _READ[key] = _read(handler, path)
    return _READ[key]


def _read(handler: Handler, path: str) -> Signature:
    hints = typing.get_type_hints(handler, include_extras=True)
    if "return" not in hints:
        raise TypeError(f"{handler.__qualname__}: say what it returns")
    result = hints.pop("return")
    session = next((name for name, hint in hints.items() if hint is AsyncSession), None)
    own = {name for name, hint in hints.items() if hint is Context} | {session} | _SPECIAL
    in_path = set(re.findall(r"{(\w+)", path))
    if missing := in_path - set(hints):
        raise TypeError(f"{handler.__qualname__}: takes no {', '.join(missing)} from its path")
    query = [name for name in hints if name not in in_path and name not in own]
    parameters = inspect.signature(handler).parameters

    def model(kind: str, names: Sequence[str]) -> type[BaseModel]:
        fields: dict[str, Any] = {}
        for name in names:
            default = parameters[name].default
            fields[name] = (hints[name], ... if default is inspect.Parameter.empty else default)
        return create_model(f"{handler.__name__}_{kind}", __config__=ConfigDict(extra="forbid"), **fields)

    return Signature(
        path_model=model("path", [name for name in hints if name in in_path]),
        query_model=model("query", query),
        lists=frozenset(name for name in query if typing.get_origin(hints[name]) in {list, set, tuple}),
        body=TypeAdapter(hints["body"]) if "body" in hints else None,
        raw="raw" in hints,
        upload="upload" in hints,
        session=session,
        returns=result,
        result=TypeAdapter(result),
    )
