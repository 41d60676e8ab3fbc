"""What is to run, decided from the environment alone: pure, so that it can be read and tested as a table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

DEV_KEY: Final = "devkey"
DEV_SECRET: Final = "visavis-development-secret-0123456789"  # noqa: S105  published on purpose, refused in production

PORTS: Final = {
    "VISAVIS_SCHEDULER_PORT": (8000, "tcp"),
    "VISAVIS_WEB_PORT": (3000, "tcp"),
    "VISAVIS_SFU_HTTP_PORT": (7880, "tcp"),
    "VISAVIS_SFU_TCP_PORT": (7881, "tcp"),
    "VISAVIS_SFU_UDP_PORT": (7882, "udp"),
    "VISAVIS_TEST_GATEWAY_PORT": (8100, "tcp"),
}


class ConfigError(ValueError):
    """A variable that cannot be used; the text names it and says what may stand there."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the supervisor itself was told."""

    environment: Literal["development", "test", "production"]
    state: Path
    database_url: str | None
    ports: Mapping[str, int]
    web: bool
    seed: bool


@dataclass(frozen=True, slots=True)
class Program:
    """One process to keep running. `ready` is asked until it answers 200 (or below 500 for a page)."""

    name: str
    command: tuple[str, ...]
    folder: Path
    ready: str
    environment: Mapping[str, str] = field(repr=False)


def settings_from(environment: Mapping[str, str], *, web: bool) -> Settings:
    """Raises ConfigError."""
    name = environment.get("VISAVIS_ENV", "development")
    if name not in ("development", "test", "production"):
        raise ConfigError(f"VISAVIS_ENV={name!r}: it may be development, test or production")
    if name == "production":
        _refuse_defaults(environment)
    _nodes(environment)
    return Settings(
        environment=name,  # type: ignore[arg-type]  # checked above
        state=Path(environment.get("VISAVIS_STATE_DIR") or ".visavis").resolve(),
        database_url=environment.get("DATABASE_URL") or None,
        ports={
            variable: _port(environment, variable, default)
            for variable, (default, _) in PORTS.items()
            if (variable, environment.get(variable)) != ("VISAVIS_SFU_TCP_PORT", "off")
            and (variable != "VISAVIS_TEST_GATEWAY_PORT" or _pays_by_test(environment))
        },
        web=web,
        seed=name != "production",
    )


def _pays_by_test(environment: Mapping[str, str]) -> bool:
    """Whether the scheduler serves the test gateway, which browsers then ask too."""
    given = environment.get("VISAVIS_PAYMENTS_GATEWAY") or "test"
    return (
        given == "test"
        and not environment.get("VISAVIS_TEST_GATEWAY_URL")
        and environment.get("VISAVIS_ENV") != "production"
    )


def _refuse_defaults(environment: Mapping[str, str]) -> None:
    if environment.get("LIVEKIT_API_SECRET", DEV_SECRET) == DEV_SECRET:
        raise ConfigError("LIVEKIT_API_SECRET: production needs a secret of its own, 32 characters or more")
    if not environment.get("NEXTAUTH_SECRET"):
        raise ConfigError("NEXTAUTH_SECRET: production needs a secret of its own, 32 characters or more")


def _port(environment: Mapping[str, str], variable: str, default: int) -> int:
    text = environment.get(variable) or str(default)
    if not (re.fullmatch(r"[0-9]{1,5}", text) and 0 < int(text) < 65536):
        raise ConfigError(f"{variable}={text!r}: it may be a port, 1 to 65535")
    return int(text)


def shared_environment(
    environment: Mapping[str, str], settings: Settings, database_url: str, nextauth_secret: str
) -> dict[str, str]:
    """What every process is told. What the operator set stays; ports and database are the same for all."""
    ports = settings.ports
    scheduler = f"http://127.0.0.1:{ports['VISAVIS_SCHEDULER_PORT']}"
    sfu = ports["VISAVIS_SFU_HTTP_PORT"]
    web_url = environment.get("VISAVIS_WEB_URL") or f"http://localhost:{ports['VISAVIS_WEB_PORT']}"
    defaults = {
        "VISAVIS_ENV": settings.environment,
        "LIVEKIT_API_KEY": DEV_KEY,
        "LIVEKIT_API_SECRET": DEV_SECRET,
        "VISAVIS_SFU_URL": f"http://127.0.0.1:{sfu}",
        "VISAVIS_SFU_PUBLIC_URL": f"ws://localhost:{sfu}",
        "VISAVIS_ROOMS": "closed",
        "VISAVIS_JWKS_URL": f"{scheduler}/.well-known/jwks.json",
        "VISAVIS_WEBHOOK_URL": f"{scheduler}/webhooks/livekit",
        "VISAVIS_API_URL": scheduler,
        "NEXTAUTH_URL": web_url,
        "NEXTAUTH_SECRET": nextauth_secret,
        "NEXT_TELEMETRY_DISABLED": "1",
    }
    if "VISAVIS_TEST_GATEWAY_PORT" in ports:
        defaults["VISAVIS_PAYMENTS_URL"] = f"http://127.0.0.1:{ports['VISAVIS_TEST_GATEWAY_PORT']}"
    fixed = {
        "DATABASE_URL": database_url,
        "VISAVIS_STATE_DIR": str(settings.state),
        "VISAVIS_WEB_URL": web_url,
        "PYTHONUNBUFFERED": "1",
        **{variable: str(port) for variable, port in ports.items()},
    }
    return {**environment, **{k: environment.get(k) or v for k, v in defaults.items()}, **fixed}


def programs(settings: Settings, environment: Mapping[str, str], root: Path, python: str, node: str) -> list[Program]:
    """The processes, in the order of their start; they are stopped the other way round."""
    ports = settings.ports
    found = [
        Program(
            "scheduler",
            (python, "-m", "scheduler", "serve"),
            root,
            f"http://127.0.0.1:{ports['VISAVIS_SCHEDULER_PORT']}/readyz",
            environment,
        ),
        Program(
            "media",
            (python, "-m", "sfu", *_nodes(environment)),
            root,
            f"http://127.0.0.1:{ports['VISAVIS_SFU_HTTP_PORT']}/readyz",
            environment,
        ),
    ]
    if settings.web:
        web = root / "web"
        port = ports["VISAVIS_WEB_PORT"]
        # `next` itself and not npm: one process less between us and the server.
        command = (node, str(web / "node_modules/next/dist/bin/next"), "start", "-p", str(port), "-H", "0.0.0.0")  # noqa: S104
        found.append(
            Program("web", command, web, f"http://127.0.0.1:{port}/", {**environment, "NODE_ENV": "production"})
        )
    return found


def _nodes(environment: Mapping[str, str]) -> tuple[str, ...]:
    """VISAVIS_SFU_NODES: so many media nodes behind one address; left out, one that is its own address."""
    text = environment.get("VISAVIS_SFU_NODES", "")
    if not text:
        return ()
    if not (re.fullmatch(r"[0-9]{1,2}", text) and 1 <= int(text) <= 64):
        raise ConfigError(f"VISAVIS_SFU_NODES={text!r}: it may be 1 to 64")
    return ("--nodes", text)


def hidden(database_url: str) -> str:
    """A database URL fit for a log: without its password."""
    parts = urlsplit(database_url)
    place = f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)
    return f"{parts.scheme}://{parts.username}@{place}{parts.path}"
