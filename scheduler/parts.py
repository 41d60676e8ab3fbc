"""What the whole is made of: every part is made here, once, and nothing is connected."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncEngine

from auth import keys
from auth.passwords import Passwords
from auth.sealing import Sealer
from scheduler.calendars.remote.accounts import Accounts
from scheduler.clock import Clock
from scheduler.config import Settings
from scheduler.files import keeping as kept_files
from scheduler.files.folder import FolderBlobs
from scheduler.files.port import Blobs
from scheduler.files.s3 import S3Blobs
from scheduler.files.signing import Bucket
from scheduler.files.spool import Spool
from scheduler.http import Api
from scheduler.http.metrics import Metrics
from scheduler.jobs.runner import Jobs
from scheduler.keys import sign_in as key_sign_in
from scheduler.notifications import webpush
from scheduler.notifications.live import Live
from scheduler.notifications.outgoing import Outgoing
from scheduler.payments import parts as payment_parts
from scheduler.people.guard import Guard
from scheduler.people.sign_in import authenticator
from scheduler.privacy.inventory import known
from scheduler.privacy.registry import Registry
from scheduler.rooms.node import Node
from scheduler.store.engine import Sessions, create_engine, create_sessions
from scheduler.store.lines import Lines


@dataclass(slots=True)
class Parts:
    """What the whole is made of; tests reach in here."""

    settings: Settings
    clock: Clock
    engine: AsyncEngine
    lines: Lines
    sessions: Sessions
    metrics: Metrics
    ring: keys.KeyRing
    passwords: Passwords
    jobs: Jobs
    node: Node
    guard: Guard
    vapid: webpush.FindVapid
    outgoing: Outgoing
    accounts: Accounts
    live: Live
    payments: payment_parts.PaymentParts
    api: Api
    registry: Registry
    files: kept_files.Files


def make(
    settings: Settings,
    *,
    clock: Clock | None = None,
    passwords: Passwords | None = None,
    ring: keys.KeyRing | None = None,
    guard: Guard | None = None,
) -> Parts:
    """Make every part; nothing is connected, declared or registered yet. Raises KeyFileError for unusable keys."""
    clock = clock or Clock(settings.clock_offset_s)
    engine, lines = create_engine(settings.database_url, settings.database_pool), Lines()
    lines.watch(engine)
    sessions = create_sessions(engine)
    metrics = Metrics()
    metrics.watch_pool(engine)
    ring = ring or keys.load(settings.keys_dir, create=settings.development)
    api = Api(
        clock=clock,
        sessions=sessions,
        authenticate=key_sign_in.authenticator(clock, engine, authenticator(clock, engine, ring)),
        sealer=Sealer(settings.secret_keys),
        trusted_proxies=settings.trusted_proxies,
        reads_per_minute=settings.public_reads_per_minute,
    )
    sealer, outgoing = Sealer(settings.secret_keys), Outgoing(private=settings.development)
    return Parts(
        settings=settings,
        clock=clock,
        engine=engine,
        lines=lines,
        sessions=sessions,
        metrics=metrics,
        ring=ring,
        passwords=passwords or Passwords(),
        jobs=Jobs(settings.database_url, sessions, clock, metrics, lines=lines),
        node=Node(settings.sfu_url, settings.livekit_key, settings.livekit_secret, clock),
        guard=guard or Guard(),
        vapid=webpush.loader(settings.keys_dir, settings.vapid_key, settings.mail_from, create=settings.development),
        outgoing=outgoing,
        accounts=Accounts(outgoing, clock, sealer, settings.calendar_services),
        live=Live(settings.database_url, lines),
        payments=payment_parts.make(settings, sessions, clock),
        api=api,
        registry=known(),
        files=kept_files.Files(_blobs(settings), Spool(settings.files_dir / "incoming"), sessions, clock),
    )


def _blobs(settings: Settings) -> Blobs:
    s3 = settings.files_s3
    if s3 is None:
        return FolderBlobs(settings.files_dir / "kept")
    return S3Blobs(Bucket(s3.endpoint, s3.region, s3.bucket, s3.access_key, s3.secret_key))
