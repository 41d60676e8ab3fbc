"""The OpenAPI document: well formed by the specification's own schema, whole, and the same each time it is made."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any, Final

import jsonschema_rs
import pytest
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from scheduler.app import describe
from scheduler.http.problems import BASE, KINDS
from scheduler.http.words import TAGS

DOCUMENT: Final[dict[str, Any]] = json.loads(json.dumps(describe()))
OPERATIONS: Final[dict[str, dict[str, Any]]] = {
    operation["operationId"]: operation
    for item in (*DOCUMENT["paths"].values(), *DOCUMENT["webhooks"].values())
    for operation in item.values()
}


def every(kind: str, inside: Any) -> Iterator[Any]:
    """Every value of this key, wherever it stands."""
    if isinstance(inside, dict):
        if kind in inside:
            yield inside[kind]
        for each in inside.values():
            yield from every(kind, each)
    elif isinstance(inside, list):
        for each in inside:
            yield from every(kind, each)


def test_it_is_an_openapi_document_of_3_1() -> None:
    """By the schema that the OpenAPI Initiative publishes."""
    errors = [f"{error.instance_path}: {error.message[:200]}" for error in OPENAPI_31_VALIDATOR.iter_errors(DOCUMENT)]
    assert errors == []


def test_the_schema_that_checks_it_refuses_what_is_wrong() -> None:
    """A check of the check."""
    for broken in ({**DOCUMENT, "openapi": "2.0"}, {**DOCUMENT, "pathes": {}}, {"openapi": "3.1.0"}):
        assert not OPENAPI_31_VALIDATOR.is_valid(broken)
    paths = {**DOCUMENT["paths"], "/x": {"get": {"responses": {"200": {}}}}}
    assert not OPENAPI_31_VALIDATOR.is_valid({**DOCUMENT, "paths": paths})


def test_every_schema_in_it_is_one_of_draft_2020_12() -> None:
    schemas = [*DOCUMENT["components"]["schemas"].values(), *every("schema", DOCUMENT)]
    assert len(schemas) > 300
    for schema in schemas:
        jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})


def test_every_reference_leads_somewhere() -> None:
    references = set(every("$ref", DOCUMENT))
    assert len(references) > 50
    for reference in references:
        found: Any = DOCUMENT
        for part in reference.removeprefix("#/").split("/"):
            assert part in found, reference
            found = found[part]


def test_no_two_shapes_have_one_name() -> None:
    """Else both are renamed after the modules they come from, and every client of the one breaks."""
    assert [name for name in DOCUMENT["components"]["schemas"] if "__" in name] == []


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_every_operation_says_what_it_is_for(name: str) -> None:
    operation = OPERATIONS[name]
    assert re.fullmatch(r"[A-Z].{3,118}[.?:]", operation["summary"]), operation["summary"]
    assert operation["description"].endswith(".")
    assert len(operation["description"]) > 15
    assert operation["tags"]
    assert "security" in operation
    assert operation["responses"]


def test_every_tag_is_described_and_used() -> None:
    described = {tag["name"]: tag["description"] for tag in DOCUMENT["tags"]}
    used = {tag for operation in OPERATIONS.values() for tag in operation["tags"]}
    assert set(described) == used
    assert all(described.values())
    assert all(len(words) > 10 for words in TAGS.values())


def test_every_refusal_is_shown_by_an_example_of_its_own_shape() -> None:
    shape = jsonschema_rs.validator_for(
        {"$ref": "#/components/schemas/ProblemBody", "components": DOCUMENT["components"]}
    )
    shown: set[str] = set()
    for name, operation in OPERATIONS.items():
        for status, response in operation["responses"].items():
            content = response.get("content", {}).get("application/problem+json")
            assert (content is not None) == (status[0] in "45" and name[:3] != "on_"), (name, status)
            for slug, example in (content or {}).get("examples", {}).items():
                value = example["value"]
                shape.validate(value)
                assert (value["type"], value["status"]) == (BASE + slug, int(status)), (name, status)
                assert example["summary"] == KINDS[slug][1]
                shown.add(slug)
            assert content is None or content["examples"], (name, status)
    assert shown == set(KINDS) - {"method-not-allowed", "internal"}, "what any address may answer stands nowhere"


def test_what_needs_a_sign_in_or_a_key_says_so() -> None:
    schemes = DOCUMENT["components"]["securitySchemes"]
    for name, operation in OPERATIONS.items():
        for way in operation["security"]:
            assert set(way) <= set(schemes), name
        refusals = {slug for content in every("examples", operation["responses"]) for slug in content}
        assert bool(operation["security"]) <= ("unauthenticated" in refusals), name
        assert bool(operation["security"]) == ("key-not-allowed" in refusals), name


def test_a_condition_is_documented_on_both_sides() -> None:
    shown, edit = OPERATIONS["show_service"], OPERATIONS["change_service"]
    headers = [each["name"] for each in shown["parameters"] if each["in"] == "header"]
    assert headers == ["X-Visavis-Role", "If-None-Match"]
    assert "304" in shown["responses"]
    assert "ETag" in shown["responses"]["200"]["headers"]
    assert "If-Match" in [each["name"] for each in edit["parameters"]]
    assert "changed-meanwhile" in edit["responses"]["412"]["content"]["application/problem+json"]["examples"]


def test_two_processes_make_the_same_document() -> None:
    """Sets and dictionaries are ordered by hashes that differ between processes."""
    made = {
        subprocess.run(
            [sys.executable, "-m", "scheduler", "openapi"],
            env={"PATH": os.environ["PATH"], "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(made) == 1
    assert json.loads(made.pop()) == DOCUMENT
