"""The OpenAPI 3.1 document, made from the same models that validate."""

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import TypeAdapter

from scheduler.http import upload
from scheduler.http.context import ROLE_HEADER
from scheduler.http.operation import Operation
from scheduler.http.problems import KINDS, MEDIA_TYPE, ProblemBody

_REF = "#/components/schemas/{model}"


def document(operations: Sequence[Operation]) -> dict[str, Any]:
    """The whole document; component schemas are shared between operations."""
    inputs: list[tuple[Any, Any, TypeAdapter[Any]]] = [("problem", "serialization", TypeAdapter(ProblemBody))]
    for index, operation in enumerate(operations):
        inputs.append(((index, "result"), "serialization", operation.result))
        inputs.append(((index, "path"), "validation", TypeAdapter(operation.path_model)))
        inputs.append(((index, "query"), "validation", TypeAdapter(operation.query_model)))
        if operation.body is not None:
            inputs.append(((index, "body"), "validation", operation.body))
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
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Visavis",
            "version": "1.0.0",
            "description": "Book a professional and meet them in a room. Refusals are problems (RFC 9457).",
        },
        "paths": paths,
        "components": {
            "schemas": used,
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
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
    doc = (operation.handler.__doc__ or operation.handler.__name__).strip()
    summary, _, rest = doc.partition("\n")
    described: dict[str, Any] = {
        "operationId": operation.handler.__name__,
        "summary": summary.strip(),
        "tags": [operation.tag] if operation.tag else [],
        "security": [{"bearer": []}] if operation.account else [],
        "responses": _responses(operation, found["result"], problem),
    }
    if rest.strip():
        described["description"] = " ".join(rest.split())
    if parameters := _parameters(operation, found):
        described["parameters"] = parameters
    if operation.body is not None:
        described["requestBody"] = {"required": True, "content": {"application/json": {"schema": found["body"]}}}
    elif operation.raw:
        described["requestBody"] = {"required": True, "content": {operation.raw_type: {"schema": {}}}}
    elif operation.upload:
        described["requestBody"] = {"required": True, "content": {upload.MEDIA_TYPE: {"schema": {}}}}
    return described


def _parameters(operation: Operation, found: dict[str, Any]) -> list[dict[str, Any]]:
    parameters = []
    for where in ("path", "query"):
        required = found[where].get("required", [])
        for name, schema in found[where].get("properties", {}).items():
            parameters.append(
                {"name": name, "in": where, "required": where == "path" or name in required, "schema": schema}
            )
    if operation.roles:
        parameters.append(
            {
                "name": ROLE_HEADER,
                "in": "header",
                "required": True,
                "description": "The role in force; the account must hold it.",
                "schema": {"type": "string", "enum": sorted(operation.roles)},
            }
        )
    if operation.idempotent:
        parameters.append(
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": False,
                "description": "The same key and request again gives the first answer and has no second effect.",
                "schema": {"type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[!-~]+$"},
            }
        )
    return parameters


def _responses(operation: Operation, result: Any, problem: Any) -> dict[str, Any]:
    success: dict[str, Any] = {"description": "Done"}
    if operation.status != 204:
        success["content"] = {operation.media_type: {"schema": result}}
    responses: dict[str, Any] = {str(operation.status): success}
    for status, slugs in sorted(operation.statuses().items()):
        title = "; ".join(f"{slug}: {KINDS[slug][1]}" for slug in slugs)
        responses[str(status)] = {"description": title, "content": {MEDIA_TYPE: {"schema": problem}}}
    return responses
