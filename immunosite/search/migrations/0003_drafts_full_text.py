"""The full-text index over the words of drafts, for the search box of the admin."""

from django.db import migrations

# As in 0002: the triggers of https://www.sqlite.org/fts5.html#external_content_tables.
SQLITE = [
    r"""CREATE VIRTUAL TABLE search_drafts USING fts5(
        title, names, body, content='search_drafttext', content_rowid='document_id',
        tokenize="porter ascii", prefix='2 3')""",
    r"""CREATE TRIGGER search_drafts_add AFTER INSERT ON search_drafttext BEGIN
        INSERT INTO search_drafts (rowid, title, names, body)
        VALUES (NEW.document_id, NEW.title, NEW.names, NEW.body);
    END""",
    r"""CREATE TRIGGER search_drafts_drop AFTER DELETE ON search_drafttext BEGIN
        INSERT INTO search_drafts (search_drafts, rowid, title, names, body)
        VALUES ('delete', OLD.document_id, OLD.title, OLD.names, OLD.body);
    END""",
]
POSTGRESQL = [
    r"""ALTER TABLE search_drafttext ADD COLUMN words tsvector GENERATED ALWAYS AS (
        to_tsvector('immunosite', title) || to_tsvector('immunosite', names)
        || to_tsvector('immunosite', body)) STORED""",
    "CREATE INDEX search_drafts_words ON search_drafttext USING gin (words)",
]


def make(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def unmake(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for statement in ("TRIGGER search_drafts_drop", "TRIGGER search_drafts_add", "TABLE search_drafts"):
            schema_editor.execute(f"DROP {statement}")


class Migration(migrations.Migration):

    dependencies = [("search", "0002_full_text")]

    operations = [migrations.RunPython(make, unmake)]
