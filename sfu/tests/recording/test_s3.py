"""S3's signatures are those of AWS' own examples, and of botocore for any name."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from hypothesis import given
from hypothesis import strategies as st

from sfu.recording.s3 import EMPTY, Bucket

# The examples of "Authenticating Requests: Using the Authorization Header" of the S3 API reference.
KEY, SECRET = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
EXAMPLE = Bucket("examplebucket", KEY, SECRET, endpoint="https://s3.amazonaws.com")
AT = datetime(2013, 5, 24, tzinfo=UTC).timestamp()
WELCOME = hashlib.sha256(b"Welcome to Amazon S3.").hexdigest()
DATED = {"date": "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY"}
VECTORS = [
    (
        ("GET", "test.txt", None, EMPTY, {"range": "bytes=0-9"}),
        "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
    ),
    (
        ("PUT", "test$file.text", None, WELCOME, DATED),
        "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
    ),
    (
        ("GET", "", {"lifecycle": ""}, EMPTY, {}),
        "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
    ),
    (
        ("GET", "", {"max-keys": "2", "prefix": "J"}, EMPTY, {}),
        "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
    ),
]


@pytest.mark.parametrize(("request_", "signature"), VECTORS, ids=["range", "put", "lifecycle", "list"])
def test_aws_own_examples(
    request_: tuple[str, str, dict[str, str] | None, str, dict[str, str]], signature: str
) -> None:
    method, key, query, payload, headers = request_
    signed = EXAMPLE.signed(method, EXAMPLE.url(key, query), AT, payload=payload, headers=headers)
    assert signed["authorization"].endswith(f"Signature={signature}")
    assert signed["authorization"].startswith(
        f"AWS4-HMAC-SHA256 Credential={KEY}/20130524/us-east-1/s3/aws4_request,"
    )


names = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)


@given(names, st.dictionaries(names, names, max_size=3), st.booleans(), st.sampled_from(["", "a-session/token="]))
def test_any_name_is_signed_as_botocore_does(key: str, query: dict[str, str], path_style: bool, token: str) -> None:
    bucket = Bucket("meetings", KEY, SECRET, token, "eu-central-1", "http://127.0.0.1:9000", path_style)
    url = bucket.url(key.lstrip("/") or "x", query)
    signed = bucket.signed("PUT", url, AT, payload=WELCOME, headers={"content-type": "video/webm"})
    theirs = AWSRequest("PUT", url, {"content-type": "video/webm", "x-amz-content-sha256": WELCOME})
    theirs.context["timestamp"] = signed["x-amz-date"]
    theirs.headers["host"] = urlsplit(url).netloc
    theirs.headers["x-amz-date"] = signed["x-amz-date"]
    if token:
        theirs.headers["x-amz-security-token"] = token
    auth = S3SigV4Auth(Credentials(KEY, SECRET, token or None), "s3", "eu-central-1")
    canonical = auth.canonical_request(theirs)
    signature = auth.signature(auth.string_to_sign(theirs, canonical), theirs)
    assert signed["authorization"].endswith(f"Signature={signature}")


def test_no_secret_is_shown() -> None:
    shown = repr(Bucket("meetings", KEY, SECRET, "the-token"))
    assert SECRET not in shown
    assert "the-token" not in shown
