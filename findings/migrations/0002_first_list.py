"""The list of big words that a new site begins with; editors change it in the admin."""

from django.db import migrations

from findings.hype import FIRST


def add_phrases(apps, schema_editor):
    model = apps.get_model("findings", "HypePhrase")
    model.objects.bulk_create(model(words=words, unless=unless) for words, unless in FIRST)


class Migration(migrations.Migration):

    dependencies = [("findings", "0001_hype_phrases")]

    operations = [migrations.RunPython(add_phrases, migrations.RunPython.noop)]
