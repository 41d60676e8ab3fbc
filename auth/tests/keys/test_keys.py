"""Keys: made once and kept private, two valid during a rotation, published as RFC 8037 says."""

import base64
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from auth import keys


def test_the_first_start_makes_a_private_key_and_the_second_finds_it(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    first = keys.load(folder, create=True)
    assert keys.load(folder, create=False).kid == first.kid
    assert (folder / keys.SIGNING).stat().st_mode & 0o777 == 0o600
    assert [file.name for file in folder.iterdir()] == [keys.SIGNING]


def test_without_leave_to_create_a_missing_key_is_named(tmp_path: Path) -> None:
    with pytest.raises(keys.KeyFileError, match=r"signing\.pem is missing"):
        keys.load(tmp_path, create=False)


def test_a_rotation_keeps_the_previous_key_for_one_turn(tmp_path: Path) -> None:
    first = keys.load(tmp_path, create=True)
    second = keys.rotate(tmp_path)
    assert set(second.public) == {first.kid, second.kid}
    third = keys.rotate(tmp_path)
    assert set(third.public) == {second.kid, third.kid}


def test_the_published_set_comes_back_as_the_same_keys(tmp_path: Path) -> None:
    keys.load(tmp_path, create=True)
    ring = keys.rotate(tmp_path)
    published = ring.jwks()
    back = keys.public_keys({"keys": [*published["keys"], {"kty": "RSA", "kid": "other", "use": "sig"}]})
    assert {kid: _raw(key) for kid, key in back.items()} == {kid: _raw(key) for kid, key in ring.public.items()}
    assert "d" not in published["keys"][0]


def test_the_thumbprint_is_the_one_of_rfc_8037() -> None:
    """RFC 8037, appendix A.3."""
    x = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
    key = Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(x + "="))
    assert keys.thumbprint(key) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


@pytest.mark.parametrize("document", [{}, {"keys": "none"}, {"keys": [{"crv": "Ed25519", "kid": "k", "x": "!!"}]}])
def test_what_is_no_key_set_is_refused(document: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="not a key set"):
        keys.public_keys(document)


def test_a_key_of_another_kind_is_named(tmp_path: Path) -> None:
    pem = rsa.generate_private_key(65537, 2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (tmp_path / keys.SIGNING).write_bytes(pem)
    with pytest.raises(keys.KeyFileError, match="not an Ed25519 key"):
        keys.load(tmp_path, create=False)
    (tmp_path / keys.SIGNING).write_bytes(b"nonsense")
    with pytest.raises(keys.KeyFileError, match="cannot be read"):
        keys.load(tmp_path, create=False)


def test_a_ring_of_one_key_publishes_one() -> None:
    assert len(keys.ring_of(Ed25519PrivateKey.generate()).jwks()["keys"]) == 1


def _raw(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
