"""S3's signatures are those of AWS' own examples, and of botocore for any key."""

import hashlib
from datetime import UTC, datetime
from urllib.parse import urlsplit

from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from hypothesis import given
from hypothesis import strategies as st

from scheduler.files.signing import Bucket

KEY, SECRET = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
BUCKET = Bucket("http://127.0.0.1:9000", "eu-central-1", "files", KEY, SECRET)
AT = datetime(2027, 3, 10, 12, tzinfo=UTC).timestamp()
BODY = hashlib.sha256(b"Welcome to Amazon S3.").hexdigest()


def test_the_signing_key_is_that_of_aws_own_example() -> None:
    """ "Examples of how to derive a signing key for Signature Version 4", with its service."""
    bucket = Bucket("http://x", "us-east-1", "x", KEY, "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
    assert bucket._signing_key("20120215", "iam").hex() == (
        "f4780e2d9f65fa895f9c67b32ce1baf0b0d8a43505a000a1a9e090d414db404d"
    )


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40), st.sampled_from("PGD"))
def test_any_key_is_signed_as_botocore_does(key: str, method: str) -> None:
    headers = {"content-type": "application/octet-stream"}
    signed = BUCKET.signed(method, key, AT, payload=BODY, headers=headers)
    theirs = AWSRequest(method, BUCKET.url(key), {**headers, "x-amz-content-sha256": BODY})
    theirs.context["timestamp"] = signed["x-amz-date"]
    theirs.headers["host"] = urlsplit(BUCKET.url(key)).netloc
    theirs.headers["x-amz-date"] = signed["x-amz-date"]
    auth = S3SigV4Auth(Credentials(KEY, SECRET), "s3", "eu-central-1")
    signature = auth.signature(auth.string_to_sign(theirs, auth.canonical_request(theirs)), theirs)
    assert signed["authorization"].endswith(f"Signature={signature}")


def test_no_secret_is_shown() -> None:
    assert SECRET not in repr(BUCKET)
    assert SECRET not in str(BUCKET.signed("GET", "x", AT))
