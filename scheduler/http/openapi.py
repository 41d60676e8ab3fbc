"""The OpenAPI 3.1 document, made from the same models that validate.

The rule kept here: what an operation promises beside its signature (roles, scopes, keys, conditions) is said from its
options, so the document cannot forget it.
"""

from collections.abc import Sequence
from typing import Any, Final, Literal

from pydantic import TypeAdapter

from scheduler.http import etags, upload
from scheduler.http.context import ROLE_HEADER
from scheduler.http.examples import example_of
from scheduler.http.operation import Operation
from scheduler.http.problems import KINDS, MEDIA_TYPE, ProblemBody
from scheduler.http.words import TAGS, about

_REF: Final = "#/components/schemas/{model}"
_HEADER: Final = "#/components/headers/"
_SECURITY: Final = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "The access token of a sign-in, ten minutes long.",
    },
    "apiKey": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "vv_live_…",
        "description": (
            "An API key made under /me/api-keys. It acts for its owner, in the role named by X-Visavis-Role,"
            " within its scopes; an operation that names no scope refuses keys."
        ),
    },
}
_HEADERS: Final = {
    "ETag": {
        "description": "The entity tag of what is shown; send it back as If-Match with an edit.",
        "schema": {"type": "string"},
    },
    "RateLimit-Policy": {
        "description": "For API keys: how many requests (q) in how many seconds (w).",
        "schema": {"type": "string", "examples": ['"key";q=600;w=60']},
    },
    "RateLimit": {
        "description": "For API keys: how many requests are left (r), and the seconds until all are (t).",
        "schema": {"type": "string", "examples": ['"key";r=599;t=1']},
    },
    "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "string", "pattern": "^[0-9]+$"}},
}


def document(operations: Sequence[Operation], webhooks: dict[str, Any] | None = None) -> dict[str, Any]:
    """The whole document; component schemas are shared between operations. `webhooks`: what we send ourselves."""
    inputs: list[tuple[Any, Any, TypeAdapter[Any]]] = [("problem", "serialization", TypeAdapter(ProblemBody))]
    for index, operation in enumerate(operations):
        inputs.append(((index, "result"), "serialization", operation.signature.result))
        inputs.append(((index, "path"), "validation", TypeAdapter(operation.signature.path_model)))
        inputs.append(((index, "query"), "validation", TypeAdapter(operation.signature.query_model)))
        if operation.signature.body is not None:
            inputs.append(((index, "body"), "validation", operation.signature.body))
    schemas, definitions = TypeAdapter.json_schemas(inputs, ref_template=_REF)
    components = dict(definitions.get("$defs", {}))
    paths: dict[str, dict[str, Any]] = {}
    for index, operation in enumerate(operations):
        found = {part: schemas.get(((index, part), mode)) for part, mode in _PARTS.items()}
        for part in ("path", "query"):
            found[part] = _resolve(found[part], components)
        paths.setdefault(operation.path, {})[operation.method.lower()] = _describe(
            operation, found, schemas[("problem", "serialization")]
        )
    used = {name: schema for name, schema in components.items() if not name.endswith(("_path", "_query"))}
    tags = dict.fromkeys(operation.tag for operation in operations if operation.tag)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Visavis",
            "version": "1.0.0",
            "description": "Book a professional and meet them in a room. Refusals are problems (RFC 9457).",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/", "description": "This server."}],
        "tags": [{"name": tag, "description": TAGS.get(tag, "")} for tag in tags],
        "paths": paths,
        **({"webhooks": webhooks} if webhooks else {}),
        "components": {"schemas": used, "headers": _HEADERS, "securitySchemes": _SECURITY},
    }


_PARTS: dict[str, Literal["validation", "serialization"]] = {
    "result": "serialization",
    "path": "validation",
    "query": "validation",
    "body": "validation",
}


def _resolve(schema: Any, components: dict[str, Any]) -> dict[str, Any]:
    """A parameter model's own schema, whether pydantic put it inline or among the definitions."""
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    return dict(components[name]) if name else dict(schema)


def _describe(operation: Operation, found: dict[str, Any], problem: Any) -> dict[str, Any]:
    summary, description = about(operation)
    described: dict[str, Any] = {
        "operationId": operation.name,
        "summary": summary,
        "description": description,
        "tags": [operation.tag] if operation.tag else [],
        "security": _security(operation),
        "responses": _responses(operation, found["result"], problem),
    }
    if parameters := _parameters(operation, found):
        described["parameters"] = parameters
    if operation.signature.body is not None:
        described["requestBody"] = {"required": True, "content": {"application/json": {"schema": found["body"]}}}
    elif operation.signature.raw:
        described["requestBody"] = {"required": True, "content": {operation.raw_type: {"schema": {}}}}
    elif operation.signature.upload:
        described["requestBody"] = {"required": True, "content": {upload.MEDIA_TYPE: {"schema": {}}}}
    return described


def _security(operation: Operation) -> list[dict[str, list[str]]]:
    if not operation.account:
        return []
    keys = [] if operation.scope is None else [{"apiKey": [operation.scope]}]
    return [{"bearer": []}, *keys]


def _parameters(operation: Operation, found: dict[str, Any]) -> list[dict[str, Any]]:
    parameters = []
    for where in ("path", "query"):
        required = found[where].get("required", [])
        for name, schema in found[where].get("properties", {}).items():
            parameters.append(
                {"name": name, "in": where, "required": where == "path" or name in required, "schema": schema}
            )
    if operation.roles:
        role = {"type": "string", "enum": sorted(operation.roles)}
        parameters.append(_header(ROLE_HEADER, "The role in force; the account must hold it.", role, required=True))
    if operation.idempotent:
        key = {"type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[!-~]+$"}
        again = "The same key and request again gives the first answer and has no second effect."
        parameters.append(_header("Idempotency-Key", again, key))
    if operation.etag:
        known = "The tag you have; 304 without a body where it is still the one."
        parameters.append(_header(etags.IF_NONE_MATCH, known, {"type": "string", "examples": ['"bGVrdGlvbg"']}))
    if operation.edits is not None:
        seen = "The tag of what you saw; 412 where it has changed since. Without it, the last to write wins."
        parameters.append(_header(etags.IF_MATCH, seen, {"type": "string", "examples": ['"bGVrdGlvbg"']}))
    return parameters


def _header(name: str, description: str, schema: dict[str, Any], *, required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": "header", "required": required, "description": description, "schema": schema}


def _responses(operation: Operation, result: Any, problem: Any) -> dict[str, Any]:
    success: dict[str, Any] = {"description": "Done."}
    if operation.status != 204:
        success["content"] = {operation.media_type: {"schema": result}}
    limits = ("RateLimit-Policy", "RateLimit") if operation.scope is not None else ()
    headers = {name: {"$ref": _HEADER + name} for name in (*limits, *(("ETag",) if operation.etag else ()))}
    if headers:
        success["headers"] = headers
    responses: dict[str, Any] = {str(operation.status): success}
    if operation.etag:
        responses["304"] = {
            "description": "It is what you have already.",
            "headers": {"ETag": {"$ref": _HEADER + "ETag"}},
        }
    for status, slugs in sorted(operation.statuses().items()):
        content = {"schema": problem, "examples": {slug: example_of(slug) for slug in slugs}}
        title = "; ".join(f"{slug}: {KINDS[slug][1]}" for slug in slugs)
        responses[str(status)] = {"description": title, "content": {MEDIA_TYPE: content}}
        if status == 429:
            headers = {name: {"$ref": _HEADER + name} for name in ("Retry-After", *limits)}
            responses[str(status)]["headers"] = headers
    return responses
