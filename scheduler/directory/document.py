"""Keeping the documents: in the transaction that changes a profile, a service or a rating.

The rule kept here: a document is only ever made whole, from what the transaction sees, by one statement. It knows the
tables it is made from by name only, so that every idea above may call it.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.store.driver import driver

# Who may be found, over the rows `professional` and `person`. Whoever adds a condition (vetting, suspension) adds it
# here, and calls `refresh_document` when it changes.
LISTED: Final = (
    "professional.active AND professional.vetting <> 'suspended'"
    " AND EXISTS (SELECT 1 FROM account WHERE account.id = professional.person_id AND disabled_at IS NULL)"
)

# Texts are cut so that a vector stays far below PostgreSQL's megabyte, also in several languages.
REFRESH: Final = f"""
INSERT INTO search_document (person_id, listed, sort_name, tsv, ranked, haystack, categories, languages, prices,
    shortest_minutes, longest_minutes, notice_minutes, rating_sum, rating_count, updated_at)
SELECT person.id, {LISTED}, lower(unaccent(person.name)),
    strip(search_vector(spoken.languages[:4], texts.a, texts.b, texts.c)),
    search_vector(spoken.languages[:4], texts.a, texts.b, ''), lower(unaccent(texts.a || ' ' || texts.b)),
    professional.categories, spoken.languages, coalesce(costs.prices, '{{}}'), offered.shortest, offered.longest,
    offered.notice, 0, 0, $2::timestamptz
FROM person
JOIN professional ON professional.person_id = person.id
CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(language ORDER BY place), '{{}}') AS languages FROM (
        SELECT split_part(tag, '-', 1) AS language, min(place) AS place
        FROM unnest(professional.languages) WITH ORDINALITY AS typed (tag, place) GROUP BY 1
    ) AS primary_subtags
) AS spoken
CROSS JOIN LATERAL (
    SELECT min(duration_minutes) AS shortest, max(duration_minutes) AS longest, min(notice_minutes) AS notice,
        coalesce(string_agg(title, ' '), '') AS titles,
        left(coalesce(string_agg(left(description, 1000), ' '), ''), 8000) AS descriptions
    FROM service WHERE professional_id = person.id AND active AND NOT secret AND deleted_at IS NULL
) AS offered
CROSS JOIN LATERAL (
    SELECT jsonb_object_agg(currency, amounts) AS prices FROM (
        SELECT currency, jsonb_agg(DISTINCT price_minor ORDER BY price_minor) AS amounts
        FROM service WHERE professional_id = person.id AND active AND NOT secret AND deleted_at IS NULL
        GROUP BY currency
    ) AS of_currency
) AS costs
CROSS JOIN LATERAL (
    SELECT person.name || ' ' || professional.headline AS a,
        concat_ws(' ', array_to_string(professional.categories, ' '), array_to_string(professional.skills, ' '),
            offered.titles) AS b,
        concat_ws(' ', professional.bio, offered.descriptions, (
            SELECT string_agg(concat_ws(' ', each ->> 'title', each ->> 'issuer'), ' ')
            FROM jsonb_array_elements(professional.credentials) AS each
        )) AS c
) AS texts
WHERE person.id = $1
ON CONFLICT (person_id) DO UPDATE SET (listed, sort_name, tsv, ranked, haystack, categories, languages, prices,
    shortest_minutes, longest_minutes, notice_minutes, updated_at) = (excluded.listed, excluded.sort_name,
    excluded.tsv, excluded.ranked, excluded.haystack, excluded.categories, excluded.languages, excluded.prices,
    excluded.shortest_minutes, excluded.longest_minutes, excluded.notice_minutes, excluded.updated_at)
"""  # noqa: S608 - a constant
# Two transactions that change the same person's things each see the other's only once it has committed.
_HOLD: Final = "SELECT pg_advisory_xact_lock(hashtextextended('directory:' || $1::uuid, 0))"
_RATE: Final = "UPDATE search_document SET rating_sum = $2, rating_count = $3, updated_at = $4 WHERE person_id = $1"


async def refresh_document(session: AsyncSession, person_id: UUID, now: datetime) -> None:
    """Make somebody's document anew from what this transaction sees; nothing for whoever has no professional profile.

    To be called after every change of person, profile or services. The rating stays."""
    await session.flush()
    connection = await driver(session)
    await connection.fetch(_HOLD, person_id)
    await connection.fetch(REFRESH, person_id, now)


async def set_rating(
    session: AsyncSession, person_id: UUID, rating_sum: int, rating_count: int, *, now: datetime
) -> None:
    """Write the sum (of 1 to 5 each) and the number of a professional's published reviews."""
    await session.flush()
    connection = await driver(session)
    await connection.fetch(_HOLD, person_id)
    await connection.fetch(_RATE, person_id, rating_sum, rating_count, now)
