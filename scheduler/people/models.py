"""What goes over the wire about people. Texts are bounded, and names cannot carry links or markup into mails."""

import re
import unicodedata
from typing import Annotated, Any, Final
from uuid import UUID

import email_validator
from pydantic import AfterValidator, BaseModel, EmailStr, Field

from auth.passwords import MAX_LENGTH, MIN_LENGTH
from scheduler.http import Instant, Strict, ZoneName

# `.test` (RFC 6761) is where the demo and the tests live; a mail to it goes nowhere, so nobody else is reached by it.
if "test" in email_validator.SPECIAL_USE_DOMAIN_NAMES:
    email_validator.SPECIAL_USE_DOMAIN_NAMES.remove("test")

_LINKISH: Final = re.compile(r"://|\bwww\.|[<>]", re.IGNORECASE)


def _name(value: str) -> str:
    value = unicodedata.normalize("NFC", value)
    if _LINKISH.search(value) or any(unicodedata.category(char) in {"Cc", "Cs"} for char in value):
        raise ValueError("must be a name, without links or control characters")
    return value


def _once(words: list[str]) -> list[str]:
    """Each word once, however its letters are written, as it was written first."""
    kept: dict[str, str] = {}
    for word in words:
        kept.setdefault(word.casefold(), word)
    return list(kept.values())


def _category(value: str) -> str:
    return " ".join(unicodedata.normalize("NFC", value).lower().split())


def _password(value: str) -> str:
    if any(0xD800 <= ord(char) <= 0xDFFF for char in value):
        raise ValueError("must be Unicode text")
    return value


Name = Annotated[str, Field(min_length=1, max_length=80, examples=["Grace Example"]), AfterValidator(_name)]
Locale = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$", examples=["en"])]
Email = Annotated[EmailStr, Field(max_length=254, examples=["grace@example.org"])]
NewPassword = Annotated[
    str,
    Field(min_length=MIN_LENGTH, max_length=MAX_LENGTH),
    AfterValidator(_password),
]
AnyPassword = Annotated[str, Field(min_length=1, max_length=MAX_LENGTH)]
Token = Annotated[str, Field(min_length=1, max_length=128)]
Code = Annotated[str, Field(min_length=6, max_length=40, examples=["123456"])]
SentId = Annotated[UUID, Field(strict=False)]
"""An id in a body; strict mode would take no text for it when validating Python values."""
Slug = Annotated[
    str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", min_length=3, max_length=60, examples=["grace-example"])
]
Bio = Annotated[str, Field(max_length=4000)]
Word = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[^\x00-\x1f<>]+$")]
Line = Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f<>]+$")]
Category = Annotated[Word, AfterValidator(_category)]
"""A field of work, in one spelling for all: small letters, single spaces."""


class SignUp(Strict):
    """A new person."""

    VERBATIM = frozenset({"password"})
    email: Email
    password: NewPassword
    name: Name
    zone: ZoneName
    locale: Locale = "en"


class SignUpAnswer(BaseModel):
    """The same whether the address was new or not."""

    status: str = "verification-sent"


class OnlyToken(Strict):
    """A secret out of a mail."""

    token: Token


class OnlyEmail(Strict):
    """An address."""

    email: Email


class LogIn(Strict):
    """Who, and the proof."""

    VERBATIM = frozenset({"password"})
    email: Email
    password: AnyPassword


class OnlyRefreshToken(Strict):
    """The refresh token last handed out."""

    refresh_token: Token


class ResetPassword(Strict):
    """A secret out of a mail, and the new password."""

    VERBATIM = frozenset({"password"})
    token: Token
    password: NewPassword


class ProfessionalBrief(BaseModel):
    """The professional side of an account, in short."""

    slug: str
    headline: str
    active: bool


class AccountView(BaseModel):
    """The signed-in person."""

    id: UUID
    email: str
    name: str
    zone: str
    locale: str
    roles: list[str]
    professional: ProfessionalBrief | None


class SignedIn(BaseModel):
    """Tokens of a sign-in. `expires_in`: seconds the access token lasts."""

    access_token: str
    refresh_token: str
    expires_in: int
    account: AccountView


class SecondStep(BaseModel):
    """The password was right; the tokens follow at `/auth/login/second` for this secret and a code."""

    mfa_token: str
    expires_in: int
    methods: list[str] = ["otp", "recovery"]


class SecondStepProof(Strict):
    """The secret of the first step, and a one-time or recovery code."""

    mfa_token: Token
    code: Code


class SignInView(BaseModel):
    """One of my sign-ins. `network` is coarse; `methods` are the proofs it began with."""

    id: UUID
    device: str
    network: str
    methods: list[str]
    created_at: Instant
    last_used_at: Instant
    this_one: bool


class SignInList(BaseModel):
    """My sign-ins, the last used first."""

    items: list[SignInView]


class OnlySession(Strict):
    """A sign-in by its id."""

    session_id: SentId


class Ended(BaseModel):
    """How many sign-ins ended."""

    ended: int


class PasswordChanged(Ended):
    """How many sign-ins ended, and how many API keys still work: they can be looked through at /me/api-keys."""

    api_keys: int


class ChangePassword(Strict):
    """The password so far and the one from now on; `old` stays out when the account has none yet.

    `revoke_api_keys`: for who changes it because somebody else may know it."""

    VERBATIM = frozenset({"old", "password"})
    old: AnyPassword | None = None
    password: NewPassword
    revoke_api_keys: bool = False


class Prove(Strict):
    """A proof that it is me: the password, and the code too where a second step is on."""

    VERBATIM = frozenset({"password"})
    password: AnyPassword
    code: Code | None = None


class SecondFactorView(BaseModel):
    """Whether my sign-in has a second step, and how many recovery codes still work."""

    on: bool
    recovery_codes_left: int


class Enrolment(BaseModel):
    """What an authenticator app needs, shown this once: the URI as a QR code, the secret to be typed."""

    uri: str
    secret: str


class OnlyCode(Strict):
    """A code of the authenticator app."""

    code: Code


class RecoveryCodes(BaseModel):
    """Recovery codes, shown this once; each works once."""

    codes: list[str]


class SecurityEventView(BaseModel):
    """Something that happened to my account's safety."""

    at: Instant
    kind: str
    detail: str
    device: str
    network: str


class ChangeMe(Strict):
    """What to change; what is left out stays."""

    name: Name | None = None
    zone: ZoneName | None = None
    locale: Locale | None = None

    def changes(self) -> dict[str, Any]:
        """The fields that were given."""
        return self.model_dump(exclude_none=True)


class ClientProfileView(BaseModel):
    """What professionals may read about a client."""

    bio: str


class ChangeClientProfile(Strict):
    """The client profile, whole."""

    bio: Bio = ""


class Credential(Strict):
    """A degree, a licence, a certificate: who gave it, and when."""

    title: Line
    issuer: Annotated[str, Field(max_length=120, pattern=r"^[^\x00-\x1f<>]*$")] = ""
    year: Annotated[int, Field(ge=1900, le=2199)] | None = None


class ProfessionalProfileView(BaseModel):
    """The professional profile; empty texts and a null slug before it was first written."""

    slug: str | None
    headline: str
    bio: str
    languages: list[str]
    categories: list[str]
    skills: list[str] = []
    credentials: list[Credential] = []
    active: bool


class ChangeProfessionalProfile(Strict):
    """The professional profile, whole. Without a slug the one so far stays, or one is made from the name; without
    skills or credentials those so far stay."""

    slug: Slug | None = None
    headline: Annotated[str, Field(min_length=1, max_length=120)]
    bio: Bio = ""
    languages: Annotated[list[Locale], Field(max_length=12, default_factory=list)]
    categories: Annotated[list[Category], Field(max_length=12, default_factory=list)]
    skills: Annotated[list[Word], Field(max_length=30)] | None = None
    credentials: Annotated[list[Credential], Field(max_length=20)] | None = None

    def profile(self) -> dict[str, Any]:
        """The fields to write, each word once."""
        fields = self.model_dump(exclude={"slug"}, exclude_none=True)
        for name in {"languages", "categories", "skills"} & fields.keys():
            fields[name] = _once(fields[name])
        if self.credentials is not None:
            fields["credentials"] = [each.model_dump() for each in self.credentials]
        return fields
