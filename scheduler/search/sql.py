"""The search as one statement, pure: from `Wanted` to SQL text and its values.

The rules kept here: every value is a parameter; every order ends in (sort_name, person_id), so it is total and a page
can go on from any place in it; a facet counts what would be found were its own choice taken back.

Where words must be there, the plan is good for any words and times, so that it is made once: the query of the words
and the asked time are a row of their own (`asked`), which the planner does not know beforehand. It then expects few
documents and takes the words' index, which is right, and has no reason to plan anew for each time.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from scheduler.freetime.tables import LONG
from scheduler.search.wanted import Position, Wanted

FAR: Final = 1 << 52
FUZZY_FROM: Final = 4
# Up to so long, the windows of the asked time are read once for everybody; beyond, those of each who is looked at.
SHORT_S: Final = 36 * 3600
_QUERY: Final = "(SELECT query FROM asked)"
_OPENS: Final = "(SELECT opens FROM asked)"
_CLOSES: Final = "(SELECT closes FROM asked)"
MOST_VALUES: Final = 30
FACETS: Final = ("categories", "languages", "prices")
# Unrated last; else the mean, drawn to 4 as by five more ratings, so that one happy client is not the best of all.
_RATED: Final = "CASE WHEN d.rating_count = 0 THEN 0 ELSE (d.rating_sum + 20) * 10000 / (d.rating_count + 5) END"


@dataclass(slots=True)
class Values:
    """The parameters of one statement."""

    given: list[Any] = field(default_factory=list)

    def add(self, value: Any, kind: str) -> str:
        """Its place, as `$n::kind`."""
        self.given.append(value)
        return f"${len(self.given)}::{kind}"


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def statement(wanted: Wanted, limit: int, after: Position | None, before: int | None = None) -> tuple[str, list[Any]]:
    """The page: rows (person_id, key, sort_name), in order. `before`: of the soonest, only those who are free before
    this instant; they come first in the whole list too."""
    values = Values()
    conditions = [*_base(wanted, values), *_choices(wanted, values).values()]
    source = _source(wanted, values) if before is None else _soon(wanted, values, before)
    found = f"SELECT d.person_id, {_key(wanted, values)} AS key, d.sort_name FROM {source}"
    page = f"{found} WHERE {' AND '.join(conditions)}{_window(wanted, values, limit, after)}"
    return f"WITH {asked} {page}" if (asked := _asked(wanted, values)) else page, values.given


def faceted(wanted: Wanted, limit: int, after: Position | None, bands: list[int]) -> tuple[str, list[Any]]:
    """One row: the page (`keys`, `sort_names`, `people`: arrays in its order, null when it is empty), categories,
    languages and prices as JSON ([[value, count], …]; of prices the value is the number of the band, from 0), and the
    total."""
    values = Values()
    base = _base(wanted, values)
    choices = _choices(wanted, values)
    source = _source(wanted, values)
    priced = f"(d.prices -> {values.add(wanted.currency, 'text')} ->> 0)::bigint" if wanted.currency else "NULL"
    band = f"width_bucket({priced}, {values.add(bands, 'bigint[]')}) - 1" if wanted.currency else "NULL::integer"
    chosen = ", ".join(f"({condition}) AS in_{name}" for name, condition in choices.items())
    names = list(choices)

    def others(own: str) -> str:
        return " AND ".join(f"in_{name}" for name in names if name != own) or "true"

    def counted(column: str) -> str:
        return (
            "(SELECT coalesce(json_agg(json_build_array(value, times))::text, '[]')"
            " FROM (SELECT value, count(*) AS times"
            f" FROM (SELECT unnest({column}) AS value FROM found WHERE {others(column)}) AS each GROUP BY value"
            f" ORDER BY times DESC, value LIMIT {MOST_VALUES}) AS counts)"
        )

    def listed(column: str) -> str:
        return f"(SELECT array_agg({column} ORDER BY key, sort_name, person_id) FROM page)"

    asked = _asked(wanted, values)
    return (
        f"WITH {f'{asked}, ' if asked else ''}found AS MATERIALIZED ("
        f"SELECT d.person_id, d.sort_name, d.categories, d.languages, {band} AS band,"
        f" {_key(wanted, values)} AS key{', ' + chosen if chosen else ''} FROM {source} WHERE {' AND '.join(base)})"
        f", page AS MATERIALIZED (SELECT d.person_id, d.key, d.sort_name FROM found AS d WHERE {others('')}"
        f"{_window(wanted, values, limit, after, ready='d.key')})"
        f" SELECT {listed('key')} AS keys, {listed('sort_name')} AS sort_names, {listed('person_id')} AS people,"
        f" {counted('categories')} AS categories, {counted('languages')} AS languages,"
        " (SELECT coalesce(json_agg(json_build_array(band, times) ORDER BY band)::text, '[]') FROM (SELECT band,"
        f" count(*) AS times FROM found WHERE band IS NOT NULL AND {others('prices')} GROUP BY band) AS bands)"
        " AS prices,"
        f" (SELECT count(*) FROM found WHERE {others('')}) AS total",
        values.given,
    )


def _window(wanted: Wanted, values: Values, limit: int, after: Position | None, ready: str = "") -> str:
    """From where, in which order, how many. `ready`: the column the key is in already."""
    key = ready or _key(wanted, values)
    place = "d.sort_name, d.person_id" if wanted.sort == "name" else f"{key}, d.sort_name, d.person_id"
    text = ""
    if after is not None:
        here = f"{values.add(after.sort_name, 'text')}, {values.add(after.person_id, 'uuid')}"
        if wanted.sort != "name":
            here = f"{values.add(after.key, 'bigint')}, {here}"
        text = f" AND ({place}) > ({here})"
    return f"{text} ORDER BY {place} LIMIT {values.add(limit, 'integer')}"


def _key(wanted: Wanted, values: Values) -> str:
    """What the order goes by, ascending."""
    match wanted.sort:
        case "relevance":
            return _relevance(wanted, values)
        case "rating":
            return f"-({_RATED})::bigint"
        case "price":
            return f"coalesce((d.prices -> {values.add(wanted.currency, 'text')} ->> 0)::bigint, {FAR})"
        case "soonest":
            return f"coalesce(soon.first, {FAR})"
        case "name":
            return "0::bigint"


def _relevance(wanted: Wanted, values: Values) -> str:
    """Where the words are (name and headline before services, services before the rest), how alike they are when
    nothing has them exactly, and a little of the rating."""
    if not wanted.tokens:
        return f"-({_RATED})::bigint"
    query = _QUERY if wanted.exact else f"search_query({values.add(list(wanted.tokens), 'text[]')})"
    rank = f"ts_rank('{{0, 0.1, 0.4, 1}}', d.ranked, {query})"
    if wanted.fuzzy:
        alike = (f"word_similarity({_plain(token, values)}, d.haystack)" for token in wanted.tokens)
        rank += f" + ({' + '.join(alike)}) / {len(wanted.tokens)}"
    return f"-(1000000 * ({rank}) + ({_RATED}) / 2)::bigint"


def _source(wanted: Wanted, values: Values) -> str:
    """The documents, with the first free time of each where it is asked for."""
    if wanted.sort != "soonest":
        return "search_document AS d"
    begin, end = wanted.free or (wanted.as_of, None)
    begin = max(begin, wanted.as_of)
    until = values.add(None if end is None else _instant(end), "timestamptz")
    starts = (
        f"greatest(w.opens, {values.add(_instant(begin), 'timestamptz')},"
        f" {values.add(_instant(wanted.as_of), 'timestamptz')} + make_interval(mins => d.notice_minutes))"
    )
    fits = f"{starts} + make_interval(mins => {_minutes(wanted, values)}) <= least(w.closes, {until})"
    return (
        f"search_document AS d LEFT JOIN LATERAL (SELECT extract(epoch FROM {starts})::bigint AS first"
        f" FROM free_window AS w WHERE w.person_id = d.person_id AND {fits} ORDER BY w.opens LIMIT 1) AS soon"
        " ON true"
    )


def _soon(wanted: Wanted, values: Values, before: int) -> str:
    """The same for those alone whose first free time is before an instant: all windows of that time are looked
    through once, instead of each person's."""
    now, until = values.add(_instant(wanted.as_of), "timestamptz"), values.add(_instant(before), "timestamptz")
    starts = f"greatest(w.opens, {now} + make_interval(mins => n.notice_minutes))"
    least = _minutes(wanted, values).replace("d.", "n.")
    return (
        f"search_document AS d JOIN (SELECT w.person_id, extract(epoch FROM min({starts}))::bigint AS first"
        f" FROM ({open_windows(now, until)}) AS w JOIN search_document AS n USING (person_id)"
        f" WHERE {starts} < {until} AND {starts} + make_interval(mins => {least}) <= w.closes"
        " GROUP BY w.person_id) AS soon"
        " ON soon.person_id = d.person_id"
    )


def _minutes(wanted: Wanted, values: Values) -> str:
    """How long a free time must be for somebody."""
    if wanted.minutes is None:
        return "d.shortest_minutes"
    return f"greatest(d.shortest_minutes, {values.add(wanted.minutes, 'integer')})"


def _base(wanted: Wanted, values: Values) -> list[str]:
    """What must hold whatever is chosen among the facets."""
    conditions = ["d.listed"]
    conditions += _worded(wanted, values)
    if wanted.rating_min is not None:
        least = values.add(wanted.rating_min, "float8")
        conditions.append(f"(d.rating_count > 0 AND d.rating_sum >= {least} * d.rating_count)")
    if wanted.free is not None:
        conditions.append(_free(wanted, values, *wanted.free))
    if wanted.minutes is not None:
        conditions.append(f"d.longest_minutes >= {values.add(wanted.minutes, 'integer')}")
    return conditions


def having_words(wanted: Wanted) -> tuple[str, list[Any]]:
    """Whether anybody who is listed has all the words, whatever else is asked for: one row, `has`."""
    values = Values()
    conditions = " AND ".join(("d.listed", *_worded(wanted, values)))
    text = f"SELECT EXISTS (SELECT 1 FROM search_document AS d WHERE {conditions}) AS has"
    return f"WITH {_asked(wanted, values)} {text}", values.given


def _asked(wanted: Wanted, values: Values) -> str:
    """The query of the words and the asked time, as a row, where all words must be there."""
    if not wanted.exact:
        return ""
    query = f"search_query({values.add(list(wanted.tokens), 'text[]')}) AS query"
    during = ""
    if wanted.free is not None:
        opens, closes = _bounds(wanted, values, *wanted.free)
        during = f", {opens} AS opens, {closes} AS closes"
    return f"asked AS MATERIALIZED (SELECT {query}{during})"


def _bounds(wanted: Wanted, values: Values, begin: int, end: int) -> tuple[str, str]:
    """The asked time from now on."""
    opens = values.add(_instant(max(begin, wanted.as_of)), "timestamptz")
    return opens, values.add(_instant(max(end, wanted.as_of)), "timestamptz")


def _worded(wanted: Wanted, values: Values) -> list[str]:
    """Who has the words, or what resembles them."""
    conditions = [f"d.tsv @@ {_QUERY}"] if wanted.exact else []
    if wanted.fuzzy:
        conditions += (_resembles(token, values) for token in wanted.tokens)
    for symbol in wanted.symbols:
        escaped = symbol.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        conditions.append(f"d.haystack LIKE {values.add(f'%{escaped}%', 'text')}")
    return conditions


def _free(wanted: Wanted, values: Values, begin: int, end: int) -> str:
    """Some window leaves room enough within the asked time."""
    opens, closes = (_OPENS, _CLOSES) if wanted.exact else _bounds(wanted, values, begin, end)
    windows = f"free_window AS w WHERE w.opens < {closes} AND w.closes > {opens} AND"
    if end - begin <= SHORT_S:  # OFFSET keeps the planner from looking up each person's own
        windows = f"({open_windows(opens, closes)} OFFSET 0) AS w WHERE"
    return (
        f"EXISTS (SELECT 1 FROM {windows} w.person_id = d.person_id"
        f" AND least(w.closes, {closes}) - greatest(w.opens, {opens})"
        f" >= make_interval(mins => {_minutes(wanted, values)}))"
    )


def open_windows(begin: str, end: str) -> str:
    """Everybody's windows that are open at some time in [begin, end), by two indexes: the long ones are few, so what
    begins earlier than the others can need not be looked through."""
    row = "SELECT person_id, opens, closes FROM free_window WHERE"
    return (
        f"{row} opens > {begin} - {LONG} AND opens < {end} AND closes > {begin} UNION ALL"
        f" {row} opens <= {begin} - {LONG} AND closes > {begin} AND closes - opens > {LONG}"
    )


def _resembles(token: str, values: Values) -> str:
    has = f"d.tsv @@ search_query({values.add([token], 'text[]')})"
    return has if len(token) < FUZZY_FROM else f"({has} OR {_plain(token, values)} <% d.haystack)"


def _plain(token: str, values: Values) -> str:
    return f"lower(unaccent({values.add(token, 'text')}))"


def _choices(wanted: Wanted, values: Values) -> dict[str, str]:
    """What is chosen among the facets, by the facet's name."""
    found = {}
    if wanted.categories:
        found["categories"] = f"d.categories && {values.add(list(wanted.categories), 'text[]')}"
    if wanted.languages:
        found["languages"] = f"d.languages && {values.add(list(wanted.languages), 'text[]')}"
    if wanted.asks_price:
        low, high = values.add(wanted.price_min or 0, "bigint"), values.add(wanted.price_max, "bigint")
        found["prices"] = (
            "EXISTS (SELECT 1 FROM jsonb_array_elements("
            f"d.prices -> {values.add(wanted.currency, 'text')}) AS price"
            f" WHERE price::bigint >= {low} AND price::bigint <= coalesce({high}, {FAR}))"
        )
    return found
