"""What search reads: the directory's documents and the cache of free windows; fields of profiles, former slugs."""

from scheduler.store.sql import script

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

STEMMERS = {
    "en": "english",
    "de": "german",
    "fr": "french",
    "es": "spanish",
    "it": "italian",
    "pt": "portuguese",
    "nl": "dutch",
}
WORDS = "asciiword, asciihword, hword_asciipart, word, hword, hword_part"
CONFIGURATIONS = "\n".join(
    f"CREATE TEXT SEARCH CONFIGURATION visavis_{language} (COPY = {name});\n"
    f"ALTER TEXT SEARCH CONFIGURATION visavis_{language} ALTER MAPPING FOR {WORDS} WITH unaccent, {name}_stem;"
    for language, name in STEMMERS.items()
)
VECTORS = "\n".join(
    f"    IF '{language}' = ANY (languages) THEN\n"
    f"        found := found || search_weigh('visavis_{language}', a, b, c);\n"
    "    END IF;"
    for language in STEMMERS
)
QUERIES = "\n".join(
    f"        stems := plainto_tsquery('visavis_{language}', word);\n"
    "        stop := stop OR numnode(stems) = 0;\n"
    "        IF NOT each @> stems THEN each := each || stems; END IF;"
    for language in STEMMERS
)

UP = f"""
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;

ALTER TABLE professional
    ADD skills text[] NOT NULL DEFAULT '{{}}',
    ADD credentials jsonb NOT NULL DEFAULT '[]';
UPDATE professional SET categories = array(
    SELECT lower(btrim(category)) FROM unnest(categories) WITH ORDINALITY AS typed (category, place)
    GROUP BY lower(btrim(category)) ORDER BY min(place)
);

CREATE TABLE former_slug (
    slug text CONSTRAINT pk_former_slug PRIMARY KEY,
    person_id uuid NOT NULL CONSTRAINT fk_former_slug_person_id_person REFERENCES person ON DELETE CASCADE,
    left_at timestamptz NOT NULL
);
CREATE INDEX ix_former_slug_person_id ON former_slug (person_id);

CREATE TEXT SEARCH CONFIGURATION visavis_simple (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION visavis_simple ALTER MAPPING FOR {WORDS}, numword, numhword WITH unaccent, simple;
{CONFIGURATIONS}

CREATE FUNCTION search_weigh(config regconfig, a text, b text, c text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE AS $$
    SELECT setweight(to_tsvector(config, a), 'A') || setweight(to_tsvector(config, b), 'B')
        || setweight(to_tsvector(config, c), 'C')
$$;
-- The words as they are, and their stems in each of the languages.
CREATE FUNCTION search_vector(languages text[], a text, b text, c text) RETURNS tsvector
    LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE found tsvector := search_weigh('visavis_simple', a, b, c);
BEGIN
{VECTORS}
    RETURN found;
END $$;
-- Every word, as a beginning or as a stem in any language; beside other words, one that some language stops is let
-- go. The words hold letters, digits and marks only.
CREATE FUNCTION search_query(words text[]) RETURNS tsquery
    LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE word text; each tsquery; stems tsquery; stop boolean; kept tsquery; stopped tsquery;
BEGIN
    FOREACH word IN ARRAY words LOOP
        each := to_tsquery('visavis_simple', '''' || word || ''':*');
        stop := false;
{QUERIES}
        IF stop THEN stopped := coalesce(stopped && each, each); ELSE kept := coalesce(kept && each, each); END IF;
    END LOOP;
    RETURN coalesce(kept, stopped);
END $$;

CREATE TABLE search_document (
    person_id uuid CONSTRAINT pk_search_document PRIMARY KEY
        CONSTRAINT fk_search_document_person_id_person REFERENCES person ON DELETE CASCADE,
    listed boolean NOT NULL,
    sort_name text NOT NULL,
    tsv tsvector NOT NULL,
    ranked tsvector NOT NULL,
    haystack text NOT NULL,
    categories text[] NOT NULL,
    languages text[] NOT NULL,
    prices jsonb NOT NULL,
    shortest_minutes integer,
    longest_minutes integer,
    notice_minutes integer,
    rating_sum integer NOT NULL,
    rating_count integer NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT ck_search_document_rating
        CHECK (rating_count >= 0 AND rating_sum BETWEEN rating_count AND rating_count * 5)
);
CREATE INDEX ix_search_document_tsv ON search_document USING gin (tsv);
CREATE INDEX ix_search_document_haystack ON search_document USING gin (haystack gin_trgm_ops);
CREATE INDEX ix_search_document_categories ON search_document USING gin (categories);
CREATE INDEX ix_search_document_sort_name ON search_document (sort_name, person_id);

CREATE TABLE free_until (
    person_id uuid CONSTRAINT pk_free_until PRIMARY KEY
        CONSTRAINT fk_free_until_person_id_person REFERENCES person ON DELETE CASCADE,
    until timestamptz NOT NULL
);
CREATE INDEX ix_free_until_until ON free_until (until);
CREATE TABLE free_window (
    person_id uuid NOT NULL CONSTRAINT fk_free_window_person_id_free_until REFERENCES free_until ON DELETE CASCADE,
    during tstzrange NOT NULL,
    length integer NOT NULL,
    CONSTRAINT pk_free_window PRIMARY KEY (person_id, during),
    CONSTRAINT ck_free_window_half_open CHECK (NOT isempty(during) AND lower_inc(during) AND NOT upper_inc(during))
);
CREATE INDEX ix_free_window_during ON free_window USING gist (during) INCLUDE (person_id);
"""  # noqa: S608 - constants

DOWN = "\n".join(
    (
        "DROP TABLE free_window, free_until, search_document, former_slug;",
        "DROP FUNCTION search_query(text[]);",
        "DROP FUNCTION search_vector(text[], text, text, text);",
        "DROP FUNCTION search_weigh(regconfig, text, text, text);",
        *(f"DROP TEXT SEARCH CONFIGURATION visavis_{language};" for language in ("simple", *STEMMERS)),
        "ALTER TABLE professional DROP skills, DROP credentials;",
    )
)


def upgrade() -> None:
    """Make it all. Documents and windows of those who are there already are made by the job (search/upkeep.py)."""
    script(UP)


def downgrade() -> None:
    """Take it all away; the extensions stay, something else may use them."""
    script(DOWN)
