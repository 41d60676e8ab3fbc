"""A client's kept cards over HTTP: which there are, another one for a subscription, one removed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.http import Api, Context, Page, not_found
from scheduler.payments.port import Gateway
from scheduler.plans import cards, storage
from scheduler.plans.models import CardSetup, CardView
from scheduler.plans.tables import KeptCard, Subscription


@dataclass(frozen=True, slots=True)
class Cards:
    """The endpoints, over the gateway that keeps them."""

    gateway: Gateway

    async def change_card(self, ctx: Context, session: AsyncSession, id: UUID) -> CardView:
        """Have another card kept for a subscription of mine, without paying anything now.

        I confirm it at the gateway, with what GET /cards/{id} says; from then on the subscription is paid with it,
        and a month that could not be paid is asked for again at once."""
        row = await session.get(Subscription, id)
        if row is None or row.client_id != ctx.account.id:
            raise not_found("subscription")
        card = await cards.ask(session, await storage.hold_subscription(session, id), ctx.clock.now())
        return self._view(card, {})

    async def list_cards(self, ctx: Context, session: AsyncSession) -> Page[CardView]:
        """List my cards, the newest first: those that are kept, and those that wait for my confirmation."""
        found: Sequence[KeptCard] = await cards.shown(session, ctx.account.id)
        uses = await cards.paid_with(session, found)
        return Page(items=[self._view(each, uses) for each in found])

    async def show_card(self, ctx: Context, session: AsyncSession, id: UUID) -> CardView:
        """Show one of my cards."""
        card = await session.get(KeptCard, id)
        if card is None or card.person_id != ctx.account.id or card.status == "removed":
            raise not_found("card")
        return self._view(card, await cards.paid_with(session, [card]))

    async def remove_card(self, ctx: Context, session: AsyncSession, id: UUID) -> None:
        """Have a card of mine forgotten, here and at the gateway; not one that a subscription is paid with."""
        await cards.remove(session, ctx.account.id, id, ctx.clock.now())

    def _view(self, card: KeptCard, uses: Mapping[UUID, list[UUID]]) -> CardView:
        setup = None
        if card.status == "asked":
            setup = CardSetup(
                gateway=self.gateway.name,
                gateway_url=self.gateway.public_url(),
                setup_id=card.setup_id,
                client_secret=card.client_secret,
            )
        return CardView.model_validate(
            {
                "id": card.id,
                "status": card.status,
                "brand": card.brand,
                "last4": card.last4,
                "failure": card.failure,
                "subscription_ids": uses.get(card.id, []),
                "setup": setup,
                "created_at": card.created_at,
            }
        )


def routes(api: Api, endpoints: Cards) -> None:
    """Everything under /cards, and another card for a subscription."""
    asks = {"problems": ("conflict",), "idempotent": True}
    api.post("/subscriptions/{id}/card", endpoints.change_card, roles=("client",), status=201, **asks)
    api.get("/cards", endpoints.list_cards, roles=("client",))
    api.get("/cards/{id}", endpoints.show_card, roles=("client",))
    api.delete("/cards/{id}", endpoints.remove_card, roles=("client",), status=204, problems=("conflict",))
