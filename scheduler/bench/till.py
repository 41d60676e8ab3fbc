"""The money of a storm: charges are paid, declined, given back and settled at the test gateway, over HTTP, while
everything else goes on. Each job of it may be run by several at once, as after a kill."""

import asyncio
import contextlib
import json
import random
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import aiohttp
from sqlalchemy import bindparam, text

from scheduler.booking import checkout, paying
from scheduler.clock import ManualClock
from scheduler.config import load
from scheduler.payments import ledger, parts
from scheduler.plans import jobs, settling
from scheduler.store.engine import Sessions

CARDS: Final = ("ok", "ok", "ok", "declined")
_UNPAID: Final = text(
    "SELECT id FROM charge WHERE status IN ('created', 'pending') ORDER BY md5(id::text || :salt) LIMIT 1"
)
_WAITING: Final = text(
    "SELECT id, entrypoint, payload FROM pgqueuer WHERE entrypoint IN :names"
    " ORDER BY md5(id::text || :salt) LIMIT :most"
).bindparams(bindparam("names", expanding=True))
_DONE: Final = text("DELETE FROM pgqueuer WHERE id = :id")


class Till:
    """Pays what is held, and does what the money's jobs want."""

    def __init__(self, work: parts.PaymentParts, sessions: Sessions, http: aiohttp.ClientSession, seed: int) -> None:
        self._sessions = sessions
        self._http = http
        self._work = work.work
        self._handlers = work.work.handlers()
        self._gateway = str(work.gateway.public_url())
        assert work.own is not None
        self._secret = work.own.service.secret
        self._dice = random.Random(seed)

    async def pay(self) -> str:
        """Pay one of the charges that wait, as its client's browser does: what the gateway said, or "nothing"."""
        async with self._sessions() as session:
            charge_id = await session.scalar(_UNPAID, {"salt": str(self._dice.random())})
        if charge_id is None:
            return "nothing"
        await self._work.make_intent({"charge_id": str(charge_id)})
        async with self._sessions() as session:
            found = text("SELECT intent_id, client_secret FROM charge WHERE id = :id")
            intent_id, secret = (await session.execute(found, {"id": charge_id})).one()
        if intent_id is None:
            return "nothing"
        body = {"client_secret": secret, "card": self._dice.choice(CARDS)}
        async with self._http.post(f"{self._gateway}/v1/payment_intents/{intent_id}/confirm", json=body) as answer:
            said = answer.status
        await asyncio.gather(*(self._work.sync({"intent_id": intent_id}) for _ in range(self._dice.choice((1, 2)))))
        return str(said)

    async def work_off(self, most: int = 1) -> int:
        """Run some of the money's jobs that wait; how many there were."""
        names = {"names": list(self._handlers), "salt": str(self._dice.random()), "most": most}
        async with self._sessions() as session:
            waiting = (await session.execute(_WAITING, names)).all()
        for job_id, entrypoint, payload in waiting:
            await self._handlers[entrypoint](json.loads(payload))
            async with self._sessions.begin() as session:
                await session.execute(_DONE, {"id": job_id})
        return len(waiting)

    async def drift(self) -> int:
        """In how many ways the books are wrong: by themselves, and beside what the gateway holds."""
        while await self.work_off(50):
            pass
        async with self._sessions() as session:
            wrong = len(await ledger.drift(session)) + len(await settling.drift(session))
            balances = await ledger.balances(session)
        headers = {"Authorization": f"Bearer {self._secret}"}
        async with self._http.get(f"{self._gateway}/v1/balance", headers=headers) as answer:
            held: dict[str, int] = await answer.json()
        for (kind, owner, currency), minor in balances.items():
            if (kind, owner) == ("gateway", ledger.HOUSE):
                held[currency] = held.get(currency, 0) - minor
        return wrong + sum(minor != 0 for minor in held.values())


@contextlib.asynccontextmanager
async def open_till(url: str, sessions: Sessions, clock: ManualClock, seed: int) -> AsyncIterator[Till]:
    """A till, with a test gateway of its own that serves while it is open."""
    with tempfile.TemporaryDirectory() as state:
        settings = load({"VISAVIS_ENV": "test", "DATABASE_URL": url, "VISAVIS_STATE_DIR": str(Path(state))})
        work = parts.make(settings, sessions, clock)
        work.subjects.register(paying.KIND, checkout.SUBJECT)
        work.subjects.register("package", jobs.SUBJECT)
        assert work.own is not None
        async with work.own.running(deliver=False), aiohttp.ClientSession() as http:
            yield Till(work, sessions, http, seed)
