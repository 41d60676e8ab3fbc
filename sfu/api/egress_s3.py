"""What an Egress request says of S3 (livekit_egress.proto, S3Upload): read strictly, and never told again.

The rule: files go to AWS, or to an endpoint the operator named; a request cannot send the server anywhere else.
"""

import re
from typing import Any, Final, TypeVar

from google.protobuf.message import Message
from livekit.protocol import egress as proto

from sfu.api.twirp import TwirpError
from sfu.recording.s3 import Bucket
from sfu.recording.uploads import Upload

_BUCKET: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]")
_REGION: Final = re.compile(r"[a-z0-9-]{1,40}")
_NAME: Final = re.compile(r"[A-Za-z0-9-]{1,100}")
_VALUE: Final = re.compile(r"[\x20-\x7e]{0,1024}")
_MAX_METADATA: Final = 20
_SECRETS: Final = ("access_key", "secret", "session_token")
_M = TypeVar("_M", bound=Message)


def to_bucket(file: Any, endpoints: tuple[str, ...]) -> Upload | None:
    """The upload a file output asks for, None: it stays here. Raises TwirpError."""
    if not file.HasField("s3"):
        return None
    s3: proto.S3Upload = file.s3
    if s3.assume_role_arn or s3.assume_role_external_id:
        raise TwirpError("unimplemented", "s3.assume_role_arn: give access_key and secret of who may write")
    if s3.HasField("proxy"):
        raise TwirpError("unimplemented", "s3.proxy: the bucket is asked directly")
    if not s3.access_key or not s3.secret:
        raise TwirpError(
            "invalid_argument", "s3.access_key and s3.secret are needed: this server has none of its own"
        )
    region, endpoint = s3.region or "us-east-1", s3.endpoint.rstrip("/")
    _check("s3.bucket", s3.bucket, _BUCKET)
    _check("s3.region", region, _REGION)
    if endpoint and endpoint not in endpoints:
        raise TwirpError(
            "permission_denied", f"s3.endpoint {endpoint[:100]!r} is not one of VISAVIS_RECORDINGS_S3_ENDPOINTS"
        )
    bucket = Bucket(
        s3.bucket, s3.access_key, s3.secret, s3.session_token, region, endpoint, path_style=s3.force_path_style
    )
    return Upload("", bucket, _headers(s3), with_manifest=not file.disable_manifest)


def _headers(s3: proto.S3Upload) -> dict[str, str]:
    if len(s3.metadata) > _MAX_METADATA:
        raise TwirpError("invalid_argument", f"s3.metadata has at most {_MAX_METADATA} entries")
    found = {}
    for name, value in s3.metadata.items():
        _check("s3.metadata's name", name, _NAME)
        _check(f"s3.metadata.{name}", value, _VALUE)
        found[f"x-amz-meta-{name.lower()}"] = value
    for field, header in (("tagging", "x-amz-tagging"), ("content_disposition", "content-disposition")):
        value = getattr(s3, field)
        if value:
            _check(f"s3.{field}", value, _VALUE)
            found[header] = value
    return found


def _check(name: str, value: str, allowed: re.Pattern[str]) -> None:
    if not allowed.fullmatch(value):
        raise TwirpError("invalid_argument", f"{name} {value[:100]!r} is not of the form {allowed.pattern}")


def without_secrets(request: _M) -> _M:
    """The request as it may be told and kept, as LiveKit redacts it."""
    told = type(request)()
    told.CopyFrom(request)
    files = list(getattr(told, "file_outputs", []))
    if "file" in told.DESCRIPTOR.fields_by_name and told.HasField("file"):
        files.append(told.file)  # type: ignore[attr-defined]
    for file in files:
        if file.HasField("s3"):
            for name in _SECRETS:
                if getattr(file.s3, name):
                    setattr(file.s3, name, f"{{{name}}}")
    return told
