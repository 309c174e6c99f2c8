"""The full-text indexes over the search tables: FTS5 on SQLite; tsvector, GIN and pg_trgm on
PostgreSQL. Both follow the tables by themselves.
"""

from django.db import migrations
from django.db.utils import ProgrammingError

# An external-content table holds no second copy of the text; its triggers are those of
# https://www.sqlite.org/fts5.html#external_content_tables, less the update that never happens.
# The words stand between marks, so that their first and last letters count as trigrams, too.
SQLITE = [
    r"""CREATE VIRTUAL TABLE search_fulltext USING fts5(
        title, names, summary, body,
        content='search_searchtext', content_rowid='entry_id',
        tokenize="porter ascii", prefix='2 3')""",
    r"""CREATE TRIGGER search_fulltext_add AFTER INSERT ON search_searchtext BEGIN
        INSERT INTO search_fulltext (rowid, title, names, summary, body)
        VALUES (NEW.entry_id, NEW.title, NEW.names, NEW.summary, NEW.body);
    END""",
    r"""CREATE TRIGGER search_fulltext_drop AFTER DELETE ON search_searchtext BEGIN
        INSERT INTO search_fulltext (search_fulltext, rowid, title, names, summary, body)
        VALUES ('delete', OLD.entry_id, OLD.title, OLD.names, OLD.summary, OLD.body);
    END""",
    "CREATE VIRTUAL TABLE search_spelling USING fts5(word, tokenize='trigram')",
    r"""CREATE TRIGGER search_spelling_add AFTER INSERT ON search_searchword BEGIN
        INSERT INTO search_spelling (rowid, word) VALUES (NEW.id, '^^' || NEW.word || '$');
    END""",
    r"""CREATE TRIGGER search_spelling_drop AFTER DELETE ON search_searchword BEGIN
        DELETE FROM search_spelling WHERE rowid = OLD.id;
    END""",
]
SQLITE_BACK = [
    "DROP TRIGGER search_spelling_drop",
    "DROP TRIGGER search_spelling_add",
    "DROP TABLE search_spelling",
    "DROP TRIGGER search_fulltext_drop",
    "DROP TRIGGER search_fulltext_add",
    "DROP TABLE search_fulltext",
]

# No stop words: “T cell” must not lose its T; the query leaves out small words by itself.
# The words are ASCII already (`search.text.indexed`), so no locale and no parser has a say.
POSTGRESQL = [
    "CREATE TEXT SEARCH DICTIONARY immunosite_stem (TEMPLATE = snowball, Language = english)",
    "CREATE TEXT SEARCH CONFIGURATION immunosite (COPY = pg_catalog.simple)",
    r"""ALTER TEXT SEARCH CONFIGURATION immunosite
        ALTER MAPPING FOR asciiword, word, numword WITH immunosite_stem""",
    # Ranking reads `head` of every match, so it is kept apart from the long vector.
    r"""ALTER TABLE search_searchtext
        ADD COLUMN head tsvector GENERATED ALWAYS AS (
            setweight(to_tsvector('immunosite', title), 'A')
            || setweight(to_tsvector('immunosite', names), 'B')
            || setweight(to_tsvector('immunosite', summary), 'C')) STORED,
        ADD COLUMN document tsvector GENERATED ALWAYS AS (
            setweight(to_tsvector('immunosite', title), 'A')
            || setweight(to_tsvector('immunosite', names), 'B')
            || setweight(to_tsvector('immunosite', summary), 'C')
            || setweight(to_tsvector('immunosite', body), 'D')) STORED""",
    "CREATE INDEX search_fulltext_document ON search_searchtext USING gin (document)",
    "CREATE INDEX search_fulltext_head ON search_searchtext USING gin (head)",
    "CREATE INDEX search_fulltext_word ON search_searchword USING gin (word gin_trgm_ops)",
]
POSTGRESQL_BACK = [
    "DROP INDEX search_fulltext_word",
    "DROP INDEX search_fulltext_head",
    "DROP INDEX search_fulltext_document",
    "ALTER TABLE search_searchtext DROP COLUMN document, DROP COLUMN head",
    "DROP FUNCTION text",
    "DROP TEXT SEARCH CONFIGURATION immunosite",
    "DROP TEXT SEARCH DICTIONARY immunosite_stem",
]


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        run(schema_editor, SQLITE)
    else:
        make_extension(schema_editor)
        run(schema_editor, POSTGRESQL)


def unmake(apps, schema_editor):
    run(schema_editor, SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_BACK)


def make_extension(schema_editor):
    """pg_trgm is a trusted extension: whoever may create in the database may add it."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
        if cursor.fetchone():
            return
        try:
            cursor.execute("CREATE EXTENSION pg_trgm")
        except Exception as error:
            raise ProgrammingError(
                "Search needs PostgreSQL's extension pg_trgm, and it cannot be made with this"
                f" account ({error}). Install PostgreSQL's contrib package where it is missing, let"
                " an administrator run CREATE EXTENSION pg_trgm in this database, and migrate again."
            ) from error


def run(schema_editor, statements):
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(make, unmake)]
