"""Everything of payments, made from the settings and joined: what the composition root holds.

With the gateway "test" and no address of another one, the test gateway runs inside this process, on a loopback port.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from aiohttp import web

from scheduler.clock import Clock
from scheduler.config import DEV_GATEWAY_SECRET, ConfigError, Settings
from scheduler.jobs.runner import Jobs
from scheduler.payments import payouts
from scheduler.payments.payouts import Payouts
from scheduler.payments.port import Gateway
from scheduler.payments.stripe_gateway import StripeGateway
from scheduler.payments.subjects import Subjects
from scheduler.payments.testgateway.client import TestGatewayClient
from scheduler.payments.testgateway.deliver import Deliverer
from scheduler.payments.testgateway.server import TestGateway
from scheduler.payments.work import Work
from scheduler.store.engine import Sessions, create_engine, create_sessions

log = logging.getLogger("scheduler.payments.testgateway")
LOOK_AGAIN_S = 300
CHECK_S = 3600


@dataclass(slots=True)
class PaymentParts:
    """What payments are made of. `own` is the test gateway in this process, where there is one."""

    gateway: Gateway
    subjects: Subjects
    work: Work
    payouts: Payouts
    own: "OwnGateway | None" = None

    def register(self, jobs: Jobs) -> None:
        """The jobs, and what repeats."""
        for name, handler in self.work.handlers().items():
            jobs.register(name, handler)
        jobs.register(payouts.SEND, self.payouts.send)
        jobs.every(LOOK_AGAIN_S, "payments", self.work.look_again)
        jobs.every(payouts.EVERY_S, "payouts", self.payouts.make_due)
        jobs.every(CHECK_S, "ledger", self.work.check_books)


@dataclass(slots=True)
class OwnGateway:
    """The test gateway, its webhooks and the port that it has while it runs."""

    service: TestGateway
    deliverer: Deliverer
    client: TestGatewayClient | None = None
    bind: str = "127.0.0.1"
    port: int = 0
    runner: web.AppRunner | None = field(default=None, init=False)

    @contextlib.asynccontextmanager
    async def running(self, *, deliver: bool) -> AsyncIterator[str]:
        """Serve while inside; the address. Without `deliver`, webhooks go out only when told to (tests)."""
        self.runner = web.AppRunner(self.service.application(), access_log=None, shutdown_timeout=5)
        await self.runner.setup()
        try:
            await web.TCPSite(self.runner, self.bind, self.port).start()
            url = f"http://{self.bind}:{self.runner.addresses[0][1]}"
            if self.client is not None:
                self.client.url = url
            async with self.deliverer.running() if deliver else contextlib.nullcontext():
                yield url
        finally:
            await self.runner.cleanup()


def make(settings: Settings, sessions: Sessions, clock: Clock) -> PaymentParts:
    """The parts; nothing is connected yet."""
    own: OwnGateway | None = None
    gateway: Gateway
    if settings.payments_gateway == "stripe":
        gateway = StripeGateway(settings.stripe_secret_key, settings.stripe_webhook_secret, settings.stripe_url)
    else:
        client = TestGatewayClient(DEV_GATEWAY_SECRET, DEV_GATEWAY_SECRET, settings.test_gateway_url or "")
        gateway = client
        if settings.test_gateway_url is None:
            own = own_gateway(settings, sessions, clock)
            own.client = client
    subjects = Subjects()
    return PaymentParts(
        gateway=gateway,
        subjects=subjects,
        work=Work(sessions, clock, gateway, subjects),
        payouts=Payouts(sessions, clock, gateway, settings.payout_minimum),
        own=own,
    )


async def serve_gateway(settings: Settings, stop: asyncio.Event) -> None:
    """Serve the test gateway alone until `stop` is set. Raises ConfigError in production."""
    if not settings.development:
        raise ConfigError("VISAVIS_ENV: the test gateway is refused in production")
    clock = Clock(settings.clock_offset_s)
    engine = create_engine(settings.database_url, settings.database_pool)
    try:
        async with own_gateway(settings, create_sessions(engine), clock).running(deliver=True) as url:
            log.info("serving the test gateway", extra={"address": url})
            await stop.wait()
    finally:
        await engine.dispose()


def own_gateway(settings: Settings, sessions: Sessions, clock: Clock) -> OwnGateway:
    """The test gateway over this database; its webhooks go to this scheduler's own address."""
    service = TestGateway(sessions, clock, DEV_GATEWAY_SECRET)
    url = f"http://127.0.0.1:{settings.port}/webhooks/payments"
    return OwnGateway(service, Deliverer(sessions, clock, DEV_GATEWAY_SECRET, url), port=settings.test_gateway_port)
