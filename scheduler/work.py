"""The composition of the jobs: what is done after a transaction, what repeats, and what is forgotten in time."""

from auth import challenges, mail_tokens, rates, security_log
from auth import sessions as sign_ins
from auth.sealing import Sealer
from scheduler import bridges
from scheduler.admin import messages as reported
from scheduler.admin import reports
from scheduler.availability import zones
from scheduler.booking import checkout, paying, zone_rules
from scheduler.booking.clockwork import EVERY_S, clockwork
from scheduler.calendars import checking, keeping, subscribing
from scheduler.calendars.remote import writing
from scheduler.calendars.remote.accounts import KINDS
from scheduler.calendars.remote.reading import RemoteSource
from scheduler.calendars.source import Source
from scheduler.classes import jobs as class_jobs
from scheduler.directory import upkeep as directory
from scheduler.files import keeping as kept_files
from scheduler.freetime import upkeep
from scheduler.http import idempotency
from scheduler.jobs.tidy import forget_old_runs, tidier
from scheduler.keys import endpoints as api_keys
from scheduler.messages import storage as message_rows
from scheduler.messages import telling
from scheduler.notifications import (
    bookings,
    deliver,
    inbox,
    outbox,
    pushing,
    reminders,
    send,
    unsubscribe,
)
from scheduler.notifications.expo import Expo
from scheduler.notifications.quiet import DAY, Walls
from scheduler.parts import Parts
from scheduler.payments.webhooks import forget_old_events
from scheduler.people import mails
from scheduler.people import storage as people
from scheduler.plans import parts as plans
from scheduler.privacy import erasure, export
from scheduler.reviews import rating
from scheduler.rooms import attendance, closing, sweep
from scheduler.webhooks import emitting, sending
from scheduler.webhooks import endpoints as webhooks

FORGETTERS = (
    sign_ins.forget_old,
    mail_tokens.forget_old,
    challenges.forget_old,
    rates.forget_old,
    security_log.forget_old,
    reports.forget_old,
    reported.forget_decided,
    export.forget_old,
    idempotency.forget_old,
    api_keys.forget_old,
    webhooks.forget_old,
    attendance.forget_old_events,
    outbox.forget_old,
    deliver.forget_old,
    inbox.forget_old,
    forget_old_runs,
    forget_old_events,
)
# Wall time is the availability's business; quiet hours ask it this way.
WALLS = Walls(
    day_of=lambda zone, instant: zones.load(zone).day_of(instant),
    begin=lambda zone, wall: zones.earliest(zones.load(zone).spans(wall - 2 * DAY, wall + 2 * DAY), wall),
    end=lambda zone, wall: zones.latest(zones.load(zone).spans(wall - 2 * DAY, wall + 2 * DAY), wall),
)


def register(parts: Parts) -> None:
    """Register every job and all that repeats, with what it needs of the parts."""
    settings, sessions, clock, jobs = parts.settings, parts.sessions, parts.clock, parts.jobs
    jobs.register(mails.JOB, mails.account_mail_job(sessions, clock, settings.web_url))
    office = deliver.Office(
        sessions=sessions,
        load=bridges.load_meeting,
        find=people.reader,
        web_url=settings.web_url,
        sender=settings.mail_from,
        walls=WALLS,
        unsubscribe=unsubscribe.tokens(parts.ring),
    )
    people_told = bookings.booking_job(office, clock)
    jobs.register(bookings.JOB, writing.beside(sessions, emitting.beside(sessions, people_told)))
    writer = writing.Writer(parts.accounts, sessions, clock, settings.web_url)
    for name, handler in writer.handlers().items():
        jobs.register(name, handler)
    jobs.register(emitting.BOOKING_JOB, emitting.booking_job(sessions, clock, bridges.load_told))
    jobs.register(emitting.JOB, emitting.event_job(sessions, clock))
    sender = sending.Sender(sessions, clock, parts.outgoing, Sealer(settings.secret_keys))
    jobs.register(emitting.SEND, sender.send)
    jobs.register(reminders.JOB, reminders.reminder_job(office, clock))
    jobs.register(reminders.REPLAN, reminders.replan_job(office, clock, bridges.upcoming_of))
    pusher = pushing.Pusher(
        office=office,
        outgoing=parts.outgoing,
        clock=clock,
        vapid=parts.vapid,
        expo=Expo(settings.expo_url, settings.expo_token),
    )
    jobs.register(deliver.PUSH, pushing.push_job(pusher))
    jobs.register(pushing.SEND, pushing.send_job(pusher))
    jobs.register(pushing.RECEIPT, pushing.receipt_job(pusher))
    jobs.register(outbox.SEND, send.sender_job(sessions, clock, settings.smtp_url, settings.mail_from))
    grace_s = settings.room_grace_s
    jobs.register(closing.JOB, closing.closing_job(sessions, clock, parts.node, bridges.load_room, grace_s))
    jobs.register(closing.TIMES, closing.times_job(sessions, clock, parts.node, bridges.load_meeting, grace_s))
    jobs.register(closing.LEAVE, closing.leaving_job(sessions, clock, parts.node, bridges.load_meeting, grace_s))
    for name, handler in class_jobs.handlers(sessions, clock).items():
        jobs.register(name, handler)
    jobs.register(message_rows.TOLD, telling.told_job(office))
    jobs.register(message_rows.CHANGED, telling.changed_job(office))
    jobs.register(telling.UNREAD, telling.unread_job(office, clock))
    checker = checking.Checker(sessions, clock, Sealer(settings.secret_keys), _calendar_sources(parts))
    jobs.register(checking.CHECK, checker.check)
    jobs.register(keeping.EXPAND, checker.expand)
    jobs.every(checking.EVERY_S, "calendars", checker.hand_over)
    jobs.register(rating.JOB, rating.rating_job(sessions, clock))
    parts.payments.register(jobs)
    parts.payments.subjects.register(paying.KIND, checkout.SUBJECT)
    jobs.register(paying.PAYOUT, checkout.payout_job(sessions, clock))
    plans.register(jobs, parts.payments.subjects, office, clock)
    jobs.register(mails.NOTICE_JOB, mails.notice_job(sessions, clock, settings.web_url))
    jobs.register(mails.NEW_ADDRESS_JOB, mails.new_address_job(sessions, clock, settings.web_url))
    jobs.register(export.JOB, export.export_job(sessions, clock, parts.registry))
    jobs.register(erasure.JOB, erasure.erasure_job(sessions, clock, parts.registry, settings.web_url))
    jobs.every(60, "attendance", sweep.sweeper(sessions, clock, parts.node))
    jobs.every(EVERY_S, "bookings", clockwork(sessions, clock, bridges.load_attended, grace_s))
    jobs.every(zone_rules.EVERY_S, "zone-rules", zone_rules.watch(sessions, clock))
    jobs.every(EVERY_S, "classes", class_jobs.clockwork(sessions, clock, grace_s))
    jobs.every(60, "waiting-lists", class_jobs.asking(sessions, clock))
    jobs.register(upkeep.JOB, upkeep.windows_job(sessions, clock))
    jobs.every(600, "directory", directory.completer(sessions, clock))
    jobs.every(600, "free-windows", upkeep.extender(sessions, clock))
    jobs.every(kept_files.COLLECT_EVERY_S, "files", parts.files.collector())
    jobs.every(3600, "tidying", tidier(sessions, clock, FORGETTERS))


def _calendar_sources(parts: Parts) -> dict[str, Source]:
    """How each kind of calendar outside is read."""
    remote = RemoteSource(parts.accounts, parts.sessions, parts.clock)
    return {"ics": subscribing.Subscription(parts.outgoing), **dict.fromkeys(KINDS, remote)}
