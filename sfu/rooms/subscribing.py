"""What one participant gets: its subscriptions, made and ended, within what both sides allow.

A subscription exists when the subscriber wants the track, may subscribe, and the publisher lets it.
"""

from typing import TYPE_CHECKING

from livekit.protocol.rtc import SignalResponse, SubscriptionPermission, SubscriptionPermissionUpdate

from sfu.core.layers import TrackSetting
from sfu.rooms.publication import Publication
from sfu.rooms.subscription import Subscription

if TYPE_CHECKING:
    from sfu.rooms.participant import Participant


class PublisherPolicy:
    """Whom a publisher lets subscribe (LiveKit's SubscriptionPermission); everybody until it says otherwise."""

    def __init__(self, message: SubscriptionPermission | None = None) -> None:
        self._message = message

    @property
    def restricted(self) -> bool:
        """Whether only named people may have the tracks."""
        return self._message is not None and not self._message.all_participants

    def allows(self, subscriber: "Participant", sid: str) -> bool:
        """Whether `subscriber` may have the track `sid`."""
        message = self._message
        if message is None or message.all_participants:
            return True
        for permission in message.track_permissions:
            named = (
                permission.participant_sid == subscriber.sid or permission.participant_identity == subscriber.identity
            )
            if named and (permission.all_tracks or sid in permission.track_sids):
                return True
        return False


class Subscribing:
    """The subscriptions of one participant, by track sid."""

    def __init__(self, participant: "Participant", *, automatic: bool) -> None:
        self._participant = participant
        self._automatic = automatic
        self._subscriptions: dict[str, Subscription] = {}
        self._refused: set[str] = set()  # tracks the client said it does not want
        self._settings: dict[str, TrackSetting] = {}  # as the client last said, by sid of a track there is
        self.policy = PublisherPolicy()  # for our own tracks

    def all(self) -> list[Subscription]:
        return list(self._subscriptions.values())

    def get(self, sid: str) -> Subscription | None:
        return self._subscriptions.get(sid)

    # ---- wishes ----

    def offer(self, publication: Publication) -> None:
        """A publication came up: subscribed at once if the client wants that and may know of its publisher."""
        if self._automatic and publication.sid not in self._refused and not publication.publisher.hidden:
            self.add(publication)

    def all_in_room(self) -> None:
        """Everything published so far, on becoming active or being allowed."""
        for other in self._participant.room.participants.values():
            if other is not self._participant:
                for publication in other.publications.values():
                    self.offer(publication)

    def choose(self, publication: Publication, wanted: bool) -> None:
        """The client's explicit wish."""
        if wanted:
            self._refused.discard(publication.sid)
            self.add(publication)
        else:
            self._refused.add(publication.sid)
            subscription = self._subscriptions.get(publication.sid)
            if subscription is not None:
                self.remove(subscription)

    def set(self, sid: str, setting: TrackSetting) -> None:
        """The client's track setting; for a track it has not yet, kept until it has."""
        if self._participant.room.publication(sid) is not None:
            self._settings[sid] = setting
        subscription = self._subscriptions.get(sid)
        if subscription is not None:
            subscription.setting = setting
            subscription.apply()
            self._participant.downlink.changed()
            publication = subscription.publication
            publication.publisher.room.dynacast(publication)
            now = self._participant.node.clock.monotonic()
            publication.publisher.ask_for_keyframes(subscription.source, now)

    # ---- making and ending ----

    def add(self, publication: Publication) -> None:
        me = self._participant
        if publication.sid in self._subscriptions or publication.publisher is me or not publication.negotiated:
            return
        if not me.info.permission.can_subscribe or me.gone or publication.publisher.hidden:
            return
        if not publication.publisher.subscribing.policy.allows(me, publication.sid):
            self._tell_permission(publication, allowed=False)
            return
        subscription = Subscription(publication, me)
        subscription.setting = self._settings.get(publication.sid, subscription.setting)
        self._subscriptions[publication.sid] = subscription
        publication.subscriptions[me.sid] = subscription
        me.sending.add(subscription)
        publication.publisher.told_subscribed(publication)
        me.room.dynacast(publication)
        me.link.subscriptions_changed()

    def remove(self, subscription: Subscription) -> None:
        me = self._participant
        if self._subscriptions.pop(subscription.sid, None) is None:
            return
        subscription.deactivate()
        me.sending.remove(subscription)
        me.downlink.forget(subscription)
        subscription.publication.subscriptions.pop(me.sid, None)
        me.room.dynacast(subscription.publication)
        if not me.gone:
            me.link.subscriptions_changed()

    def clear(self) -> None:
        for subscription in self.all():
            self.remove(subscription)

    def forget(self, sid: str) -> None:
        """The track ended: what the client wished of it is of no use any more."""
        self._refused.discard(sid)
        self._settings.pop(sid, None)

    # ---- the publisher's side ----

    def set_policy(self, message: SubscriptionPermission) -> None:
        """Whom we let have our tracks; takes effect on running subscriptions at once."""
        self.policy = PublisherPolicy(message)
        me = self._participant
        for other in list(me.room.participants.values()):
            other.data_tracks.enforce()
        for publication in me.publications.values():
            for other in list(me.room.participants.values()):
                if other is me:
                    continue
                allowed = self.policy.allows(other, publication.sid)
                subscription = other.subscribing.get(publication.sid)
                if not allowed and subscription is not None:
                    other.subscribing.remove(subscription)
                    other.subscribing._tell_permission(publication, allowed=False)
                elif allowed and subscription is None and other.active:
                    other.subscribing._tell_permission(publication, allowed=True)
                    other.subscribing.offer(publication)

    def _tell_permission(self, publication: Publication, *, allowed: bool) -> None:
        self._participant.link.send(
            SignalResponse(
                subscription_permission_update=SubscriptionPermissionUpdate(
                    participant_sid=publication.publisher.sid, track_sid=publication.sid, allowed=allowed
                )
            )
        )
