"""The same track otherwise: for those who cannot take a publication as it comes.

Two kinds: Opus alone out of redundant audio, made here, and a backup codec, asked of the publisher when it is needed.
The rule: an alternative is a Publication of its own for media (layers, forwarder) and none for people: it shares sid,
info and subscriptions with its original, and a Subscription takes its packets from one of them at a time.
"""

from typing import TYPE_CHECKING

from livekit.protocol.models import BackupCodecPolicy, SimulcastCodecInfo, SubscriptionError, TrackType
from livekit.protocol.rtc import AddTrackRequest, SignalResponse, SubscriptionResponse

from sfu.core.records import TransportTable
from sfu.rooms.plain_opus import PlainOpus
from sfu.rooms.publication import MAX_LAYERS, Encoding, Publication, mime_of

if TYPE_CHECKING:
    from sfu.rooms.subscription import Subscription


def add_plain(publication: Publication, encoding: Encoding, transports: TransportTable) -> None:
    """Offers the redundant audio of `publication` as Opus alone, too; `encoding`: that of the frames inside."""
    if publication.alternatives:
        return
    plain = Publication(publication.publisher, AddTrackRequest(type=TrackType.AUDIO), publication)
    plain.codec = SimulcastCodecInfo()  # nobody is told of it
    plain.negotiate(encoding, mid="", rids=[], audio_level_id=0, transports=transports)
    plain.feed = PlainOpus(publication, plain)
    publication.alternatives.append(plain)


def receiver_of(publication: Publication, payload_type: int) -> Publication:
    """Whose packets of this payload type are. A publisher that negotiated redundancy and sends none sends the plain
    track itself.
    """
    plain = plain_of(publication)
    if plain is publication or plain.encoding is None or plain.encoding.payload_type != payload_type:
        return publication
    if plain.feed is not None:
        plain.feed.close()
        plain.feed = None
    plain.use_level_id(publication.forwarder.audio_level_id)
    publication.without_red = True
    publication.info.mime_type = plain.encoding.mime
    publication.retarget()
    return plain


def plain_of(publication: Publication) -> Publication:
    """The track as decoders and files take it: of redundant audio Opus alone, of everything else itself."""
    return publication.alternatives[0] if publication.kind == "audio" and publication.alternatives else publication


def announce_backup(publication: Publication, request: AddTrackRequest) -> Publication | None:
    """The publisher is about to send `publication` in another codec, too; None if it cannot."""
    if publication.kind != "video" or publication.alternatives or not publication.negotiated:
        return None
    backup = Publication(publication.publisher, request, publication)
    wanted = request.simulcast_codecs[0] if request.simulcast_codecs else None
    mime = mime_of("video", wanted.codec) if wanted is not None else ""
    codecs = publication.info.codecs
    if len(codecs) < 2:
        if mime == codecs[0].mime_type:
            return None
        codecs.add(mime_type=mime)
    backup.codec = codecs[1]
    backup.codec.cid = request.cid
    layers = wanted.layers if wanted is not None and wanted.layers else request.layers
    if layers:
        del backup.codec.layers[:]
        backup.codec.layers.extend(layers[:MAX_LAYERS])
    return backup


def adopt_backup(backup: Publication) -> None:
    """The backup's media section was answered: those who need it negotiate anew, and under a policy of regression all
    others too, who go over to it when its media comes.
    """
    publication = backup.original
    publication.alternatives.append(backup)
    publication.regressed = publication.info.backup_codec_policy != BackupCodecPolicy.SIMULCAST
    for subscription in list(publication.subscriptions.values()):
        if subscription.unsupported:
            subscription.unsupported = False
            subscription.source = backup  # wanted from there, although not negotiated yet
            subscription.subscriber.link.subscriptions_changed()
        elif publication.regressed and subscription.mid is not None:
            subscription.subscriber.link.subscriptions_changed()
    publication.publisher.room.dynacast(publication)


def end(alternative: Publication) -> None:
    """The alternative ended, its original goes on."""
    publication = alternative.original
    alternative.ended = True
    publication.regressed = False
    if alternative in publication.alternatives:
        publication.alternatives.remove(alternative)
    for subscription in list(publication.subscriptions.values()):
        subscription.drop(alternative)
        if not subscription.choices:
            cannot_decode(subscription)
    alternative.release()
    publication.publisher.room.dynacast(publication)


def cannot_decode(subscription: "Subscription") -> None:
    """The client has no decoder for what there is: it waits for the backup codec, or hears that there is none."""
    publication = subscription.publication
    if subscription.unsupported:
        return
    subscription.unsupported = True
    publication.publisher.room.dynacast(publication)
    if len(publication.info.codecs) < 2 or publication.alternatives:
        error = SubscriptionResponse(track_sid=publication.sid, err=SubscriptionError.SE_CODEC_UNSUPPORTED)
        subscription.subscriber.link.send(SignalResponse(subscription_response=error))
