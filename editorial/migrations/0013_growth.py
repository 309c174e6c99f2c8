"""Lists that do not grow slower with the site: see docs/adr/0045."""

from django.db import migrations, models

IN_FORCE = ["effective_from", "effective_until", "withdrawn"]
LONG = [("edition", "snapshot"), ("review", "snapshot"), ("auditevent", "data")]
OLD = [
    "editorial_e_kind_ba6cfe_idx",
    "editorial_e_title_4a35bc_idx",
    "editorial_e_documen_1a7193_idx",
    "editorial_e_kind_30c678_idx",
]
NEW = {
    "edition_of_kind": ["kind", "title", "document", *IN_FORCE],
    "edition_by_title": ["title", "document", *IN_FORCE],
    "edition_of_document": ["document", *IN_FORCE, "number", "next_review_due"],
    "edition_newest_of_kind": ["kind", *IN_FORCE, "title", "digest"],
    "edition_by_next_review": ["next_review_due", *IN_FORCE],
}
OF_DOCUMENTS = {
    "document_by_title": ["title", "id"],
    "document_of_kind": ["kind", "title", "id"],
    "document_by_update": ["updated_at"],
    "document_of_owner": ["owner", "state", "updated_at"],
}


def long_columns_last(apps, schema_editor):
    """SQLite reads a row from its beginning: what stands behind a text of 20 KB costs reading that
    text. PostgreSQL keeps long texts apart."""
    if schema_editor.connection.vendor != "sqlite":
        return
    _without_triggers(schema_editor)
    for model, name in LONG:
        row = apps.get_model("editorial", model)
        field = row._meta.get_field(name)
        last = field.clone()  # the newest field of a model is its last column
        last.set_attributes_from_name(name)
        schema_editor._remake_table(row, alter_fields=[(field, last)])


def _without_triggers(schema_editor):
    """They name tables that are renamed; what follows each `migrate` puts them back."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'editorial_%%'"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {schema_editor.quote_name(name)}")


class Migration(migrations.Migration):

    dependencies = [("editorial", "0012_naming")]

    operations = [
        *(migrations.RemoveIndex("edition", name) for name in OLD),
        *(
            migrations.AddIndex("edition", models.Index(fields=fields, name=name))
            for name, fields in NEW.items()
        ),
        *(
            migrations.AddIndex("document", models.Index(fields=fields, name=name))
            for name, fields in OF_DOCUMENTS.items()
        ),
        migrations.AddIndex(
            "document",
            models.Index(
                fields=["owner"], condition=models.Q(naming="asked"), name="document_asks_owner"
            ),
        ),
        migrations.AddIndex(
            "review",
            models.Index(fields=["decision", "assignee", "due"], name="review_of_assignee"),
        ),
        migrations.RunPython(long_columns_last, migrations.RunPython.noop),
    ]
