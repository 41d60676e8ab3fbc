"""ID tokens: only the issuer's own key, for us, for this request, now."""

import json
from base64 import urlsafe_b64encode
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from auth.jws import TokenError
from auth.oidc import Subject, read_id_token

ISSUER, CLIENT, NONCE, NOW = "https://issuer.example", "visavis", "n-1", 1_800_000_000.0
RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
EC_KEY = ec.generate_private_key(ec.SECP256R1())
CLAIMS = {
    "iss": ISSUER,
    "aud": CLIENT,
    "sub": "s-1",
    "nonce": NONCE,
    "iat": NOW,
    "exp": NOW + 300,
    "email": "ada@example.org",
    "email_verified": True,
}


def published() -> dict[str, Any]:
    rsa_jwk = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(RSA_KEY.public_key()))
    ec_jwk = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(EC_KEY.public_key()))
    return {"keys": [{**rsa_jwk, "kid": "r", "use": "sig"}, {**ec_jwk, "kid": "e"}]}


def read(token: str) -> Subject:
    return read_id_token(token, published(), issuer=ISSUER, client_id=CLIENT, nonce=NONCE, now=NOW)


def signed(**changes: Any) -> str:
    claims = {name: value for name, value in {**CLAIMS, **changes}.items() if value is not None}
    return jwt.encode(claims, RSA_KEY, algorithm="RS256", headers={"kid": "r"})


@pytest.mark.parametrize(("key", "algorithm", "kid"), [(RSA_KEY, "RS256", "r"), (EC_KEY, "ES256", "e")])
def test_a_token_of_the_issuers_own_key_names_its_subject(key: Any, algorithm: str, kid: str) -> None:
    token = jwt.encode(CLAIMS, key, algorithm=algorithm, headers={"kid": kid})
    assert read(token) == Subject(ISSUER, "s-1", "ada@example.org", "")


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://other.example"},
        {"aud": "another client"},
        {"aud": [CLIENT, "another"]},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"azp": "another"},
        {"nonce": "n-2"},
        {"nonce": None},
        {"exp": NOW - 61},
        {"exp": None},
        {"nbf": NOW + 61},
        {"sub": ""},
        {"sub": "x" * 256},
    ],
)
def test_a_token_for_somebody_else_or_another_time_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(TokenError):
        read(signed(**changes))


@pytest.mark.parametrize("verified", [False, None, 1, "yes"])
def test_an_address_that_is_not_verified_is_not_told(verified: Any) -> None:
    assert read(signed(email_verified=verified)).email == ""


def test_no_other_key_and_no_weaker_algorithm_signs() -> None:
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    forged = jwt.encode(CLAIMS, stranger, algorithm="RS256", headers={"kid": "r"})
    unknown = jwt.encode(CLAIMS, stranger, algorithm="RS256", headers={"kid": "x"})
    symmetric = jwt.encode(CLAIMS, "the public key as a secret, 32 or more", algorithm="HS256", headers={"kid": "r"})
    crossed = jwt.encode(CLAIMS, RSA_KEY, algorithm="RS256", headers={"kid": "e"})
    head, body = (
        urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in ({"alg": "none"}, CLAIMS)
    )
    for token in (forged, unknown, symmetric, crossed, f"{head}.{body}.", "", "a.b.c"):
        with pytest.raises(TokenError):
            read(token)
