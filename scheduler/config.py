"""Configuration from the environment, checked once at start (12-factor).

The rule kept here: a wrong or missing variable ends the start with one line that names it and says what would be
right, and production refuses every published or default secret.
"""

import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeVar
from urllib.parse import urlsplit

Environment = Literal["development", "test", "production"]
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
T = TypeVar("T")

LOOPBACK = "127.0.0.0/8,::1"  # on a developer's machine the web app's server is the one that calls

DEV_GATEWAY_SECRET = "visavis-test-gateway"  # noqa: S105 - published on purpose; production refuses the test gateway
DEV_LIVEKIT_KEY = "devkey"
DEV_LIVEKIT_SECRET = "visavis-development-secret-0123456789"  # noqa: S105 - published on purpose, refused in production
DEV_SECRET_KEY = "visavis-development-sealing-key-0123456789"  # noqa: S105 - as published, as refused


class ConfigError(Exception):
    """A variable that cannot be used; the message names it."""


@dataclass(frozen=True, slots=True)
class OidcProvider:
    """A provider one may sign in with; `name` is the variable's, in small letters."""

    name: str
    issuer: str
    client_id: str
    client_secret: str


@dataclass(frozen=True, slots=True)
class S3:
    """A bucket of an S3-compatible store, addressed by path."""

    endpoint: str
    region: str
    bucket: str
    access_key: str
    secret_key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CalendarService:
    """A service whose calendars can be linked (google, outlook). `url`: an address that stands in for its own."""

    client_id: str
    client_secret: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the scheduler can be told from outside. `load` is the only place that reads the environment."""

    env: Environment
    state_dir: Path
    keys_dir: Path
    clock_offset_s: float
    database_url: str
    database_pool: int
    bind: str
    port: int
    web_url: str
    sfu_url: str
    sfu_public_url: str
    livekit_key: str
    livekit_secret: str
    room_grace_s: int
    smtp_url: str | None
    mail_from: str
    vapid_key: str | None
    expo_url: str
    expo_token: str | None
    trusted_proxies: tuple[Network, ...]
    log_level: str
    payments_gateway: Literal["test", "stripe"]
    test_gateway_url: str | None
    test_gateway_port: int
    stripe_url: str
    stripe_secret_key: str
    stripe_webhook_secret: str
    commission_bp: int
    payout_minimum: int
    secret_keys: tuple[str, ...]
    oidc: tuple[OidcProvider, ...]
    calendar_services: Mapping[str, CalendarService]
    vetting_required: bool
    public_reads_per_minute: int
    files_dir: Path
    files_s3: S3 | None

    @property
    def development(self) -> bool:
        """Whether conveniences that would be a hole in production are on (the mail page, keys made at start)."""
        return self.env != "production"


def load(environ: Mapping[str, str]) -> Settings:
    """The settings in `environ`. Raises ConfigError naming the first variable that is wrong."""
    env = _choice(environ, "VISAVIS_ENV", ("development", "test", "production"), "development")
    production = env == "production"
    state_dir = Path(environ.get("VISAVIS_STATE_DIR") or ".visavis")
    settings = Settings(
        env=env,  # type: ignore[arg-type]
        state_dir=state_dir,
        keys_dir=Path(environ.get("VISAVIS_KEYS_DIR") or state_dir / "keys"),
        clock_offset_s=_read(environ, "VISAVIS_CLOCK_OFFSET", _offset, "0", "a number of seconds, e.g. 3600"),
        database_url=_read(environ, "DATABASE_URL", _postgres, None, "postgresql://user:password@host:5432/name"),
        # Three kinds of periodic work hold one while their work takes another: fewer would wait for each other.
        database_pool=_read(environ, "VISAVIS_DATABASE_POOL", _within(5, 100), "10", "connections, 5 to 100"),
        bind=environ.get("VISAVIS_SCHEDULER_BIND") or "127.0.0.1",
        port=_read(
            environ, "VISAVIS_SCHEDULER_PORT", _within(0, 65535), "8000", "a port, 0 to 65535 (0: any free one)"
        ),
        web_url=_url(environ, "VISAVIS_WEB_URL", "http://localhost:3000", ("http", "https")),
        sfu_url=_url(environ, "VISAVIS_SFU_URL", "http://127.0.0.1:7880", ("http", "https")),
        sfu_public_url=_url(environ, "VISAVIS_SFU_PUBLIC_URL", "ws://localhost:7880", ("ws", "wss", "http", "https")),
        livekit_key=environ.get("LIVEKIT_API_KEY") or DEV_LIVEKIT_KEY,
        livekit_secret=environ.get("LIVEKIT_API_SECRET") or DEV_LIVEKIT_SECRET,
        room_grace_s=_read(environ, "VISAVIS_ROOM_GRACE_S", _within(0, 3600), "300", "seconds, 0 to 3600"),
        smtp_url=_url(environ, "VISAVIS_SMTP_URL", "", ("smtp", "smtps")) or None,
        mail_from=environ.get("VISAVIS_MAIL_FROM") or "Visavis <hello@visavis.test>",
        vapid_key=_read(environ, "VISAVIS_VAPID_KEY", _scalar, "", "32 bytes in base64url: 43 characters") or None,
        expo_url=_url(environ, "VISAVIS_EXPO_URL", "https://exp.host", ("http", "https")),
        expo_token=environ.get("VISAVIS_EXPO_TOKEN") or None,
        trusted_proxies=_read(
            environ,
            "VISAVIS_TRUSTED_PROXIES",
            _networks,
            "" if production else LOOPBACK,
            "addresses or networks, 10.0.0.0/8,::1",
        ),
        log_level=_choice(environ, "VISAVIS_LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), "INFO"),
        payments_gateway=_choice(environ, "VISAVIS_PAYMENTS_GATEWAY", ("test", "stripe"), "test"),  # type: ignore[arg-type]
        test_gateway_url=_url(environ, "VISAVIS_TEST_GATEWAY_URL", "", ("http",)) or None,
        test_gateway_port=_read(
            environ, "VISAVIS_TEST_GATEWAY_PORT", _within(0, 65535), "0", "a port, 0 to 65535 (0: any free one)"
        ),
        stripe_url=_url(environ, "VISAVIS_STRIPE_URL", "https://api.stripe.com", ("https", "http")),
        stripe_secret_key=environ.get("VISAVIS_STRIPE_SECRET_KEY") or "",
        stripe_webhook_secret=environ.get("VISAVIS_STRIPE_WEBHOOK_SECRET") or "",
        commission_bp=_read(
            environ, "VISAVIS_COMMISSION_BP", _within(0, 10_000), "1500", "basis points, 0 to 10000 (1500: 15 %)"
        ),
        payout_minimum=_read(
            environ, "VISAVIS_PAYOUT_MINIMUM", _within(1, 100_000), "20", "whole units of a currency, 1 to 100000"
        ),
        secret_keys=_read(
            environ,
            "VISAVIS_SECRET_KEYS",
            _secrets,
            DEV_SECRET_KEY,
            "texts of 32 or more characters, the newest first",
        ),
        oidc=_providers(environ, production),
        calendar_services=_calendar_services(environ, production),
        vetting_required=_choice(environ, "VISAVIS_VETTING_REQUIRED", ("yes", "no"), "no") == "yes",
        public_reads_per_minute=_read(
            environ, "VISAVIS_PUBLIC_READS_PER_MINUTE", _within(0, 1_000_000), "3000", "0 (no limit) to 1000000"
        ),
        files_dir=Path(environ.get("VISAVIS_FILES_DIR") or state_dir / "files"),
        files_s3=_s3(environ),
    )
    if settings.payments_gateway == "stripe":
        _need_stripe(settings)
    if len(settings.livekit_secret) < 32:
        raise ConfigError("LIVEKIT_API_SECRET: at least 32 characters are needed (HS256, RFC 7518)")
    if production:
        _refuse_development(environ, settings)
    return settings


def _need_stripe(settings: Settings) -> None:
    if not settings.stripe_secret_key.startswith(("sk_", "rk_")):
        raise ConfigError("VISAVIS_STRIPE_SECRET_KEY: must be set for Stripe, like sk_…")
    if not settings.stripe_webhook_secret.startswith("whsec_"):
        raise ConfigError("VISAVIS_STRIPE_WEBHOOK_SECRET: must be set for Stripe, like whsec_…")


def _refuse_development(environ: Mapping[str, str], settings: Settings) -> None:
    """What is convenient on one machine and a hole on the internet."""
    if settings.clock_offset_s:
        raise ConfigError("VISAVIS_CLOCK_OFFSET: a moved clock is refused in production; unset it")
    if settings.livekit_key == DEV_LIVEKIT_KEY:
        raise ConfigError("LIVEKIT_API_KEY: the development key is refused in production; set a key of your own")
    if settings.livekit_secret == DEV_LIVEKIT_SECRET:
        raise ConfigError("LIVEKIT_API_SECRET: the published development secret is refused in production")
    if DEV_SECRET_KEY in settings.secret_keys:
        raise ConfigError("VISAVIS_SECRET_KEYS: set a key of your own in production (`openssl rand -base64 32`)")
    for name in ("VISAVIS_WEB_URL", "VISAVIS_SFU_PUBLIC_URL", "VISAVIS_SMTP_URL", "VISAVIS_MAIL_FROM"):
        if not environ.get(name):
            raise ConfigError(f"{name}: must be set in production, its default is for one machine")
    if settings.payments_gateway == "test":
        raise ConfigError("VISAVIS_PAYMENTS_GATEWAY: the test gateway is refused in production; set stripe")
    if not settings.stripe_secret_key.startswith(("sk_live_", "rk_live_")):
        raise ConfigError("VISAVIS_STRIPE_SECRET_KEY: production needs a live key")
    if not settings.stripe_url.startswith("https:"):
        raise ConfigError("VISAVIS_STRIPE_URL: production needs https")
    if not settings.web_url.startswith("https:"):
        raise ConfigError("VISAVIS_WEB_URL: production needs https")
    if not settings.sfu_public_url.startswith(("wss:", "https:")):
        raise ConfigError("VISAVIS_SFU_PUBLIC_URL: production needs wss")


def _read(environ: Mapping[str, str], name: str, parse: Callable[[str], T], default: str | None, right: str) -> T:
    text = environ.get(name) or default
    if text is None:
        raise ConfigError(f"{name}: must be set, like {right}")
    try:
        return parse(text)
    except ValueError:
        # The value is not repeated: it may hold a password.
        raise ConfigError(f"{name}: not understood; expected {right}") from None


def _choice(environ: Mapping[str, str], name: str, allowed: tuple[str, ...], default: str) -> str:
    value = environ.get(name) or default
    if value not in allowed:
        raise ConfigError(f"{name}: expected one of {', '.join(allowed)}")
    return value


def _url(environ: Mapping[str, str], name: str, default: str, schemes: tuple[str, ...]) -> str:
    def parse(text: str) -> str:
        parts = urlsplit(text)
        if text and (parts.scheme not in schemes or not parts.hostname):
            raise ValueError
        return text.rstrip("/")

    return _read(environ, name, parse, default, f"an address with {' or '.join(schemes)}")


def _within(low: int, high: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        value = int(text)
        if not low <= value <= high:
            raise ValueError
        return value

    return parse


def _offset(text: str) -> float:
    value = float(text)
    if not abs(value) < 100 * 365 * 86400:
        raise ValueError
    return value


def _postgres(text: str) -> str:
    if urlsplit(text).scheme not in {"postgres", "postgresql", "postgresql+asyncpg"}:
        raise ValueError
    return text


def _scalar(text: str) -> str:
    if text and not re.fullmatch(r"[A-Za-z0-9_-]{43}", text):
        raise ValueError
    return text


def _networks(text: str) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(part.strip(), strict=False) for part in text.split(",") if part.strip())


def _secrets(text: str) -> tuple[str, ...]:
    keys = tuple(part.strip() for part in text.split(","))
    if any(len(key) < 32 for key in keys):
        raise ValueError
    return keys


def _s3(environ: Mapping[str, str]) -> S3 | None:
    """The store where it is chosen; then all that it needs must be there."""
    if _choice(environ, "VISAVIS_FILES", ("folder", "s3"), "folder") == "folder":
        return None
    needed = {}
    for name in ("BUCKET", "ACCESS_KEY", "SECRET_KEY"):
        needed[name] = environ.get(f"VISAVIS_FILES_S3_{name}") or ""
        if not needed[name]:
            raise ConfigError(f"VISAVIS_FILES_S3_{name}: must be set where VISAVIS_FILES is s3")
    region = environ.get("VISAVIS_FILES_S3_REGION") or "us-east-1"
    if not re.fullmatch(r"[a-z0-9-]{1,40}", region):
        raise ConfigError("VISAVIS_FILES_S3_REGION: not understood; expected a region like eu-central-1")
    usual = f"https://s3.{region}.amazonaws.com"
    endpoint = _url(environ, "VISAVIS_FILES_S3_ENDPOINT", usual, ("https", "http"))
    return S3(endpoint, region, needed["BUCKET"], needed["ACCESS_KEY"], needed["SECRET_KEY"])


def _providers(environ: Mapping[str, str], production: bool) -> tuple[OidcProvider, ...]:
    """Every provider whose issuer is named; its id and secret must be too."""
    found = []
    for variable in sorted(environ):
        match = re.fullmatch(r"VISAVIS_OIDC_([A-Z0-9]{1,30})_ISSUER", variable)
        if match is None or not environ[variable]:
            continue
        prefix = f"VISAVIS_OIDC_{match[1]}"
        issuer = _url(environ, variable, "", ("https",) if production else ("https", "http"))
        client_id, secret = (
            _read(environ, f"{prefix}_CLIENT_{part}", str, None, "what the provider gave")
            for part in ("ID", "SECRET")
        )
        found.append(OidcProvider(match[1].lower(), issuer, client_id, secret))
    return tuple(found)


def _calendar_services(environ: Mapping[str, str], production: bool) -> dict[str, CalendarService]:
    """Google and Outlook, each when its id is named; its secret must be too."""
    found = {}
    for name in ("google", "outlook"):
        prefix = f"VISAVIS_{name.upper()}_CALENDAR"
        client_id = environ.get(f"{prefix}_CLIENT_ID")
        if not client_id:
            continue
        secret = _read(environ, f"{prefix}_CLIENT_SECRET", str, None, "what the service gave")
        url = _url(environ, f"{prefix}_URL", "", ("https",) if production else ("https", "http")) or None
        found[name] = CalendarService(client_id, secret, url)
    return found
