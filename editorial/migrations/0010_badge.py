import django.db.models.deletion
from django.db import migrations, models


def event():
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="editorial.auditevent",
        default=0,
    )


class Migration(migrations.Migration):

    dependencies = [("editorial", "0009_own_key")]

    # No row was ever made without its event outside the tests, so there is nothing to fill in.
    operations = [
        migrations.AddField("edition", "event", event(), preserve_default=False),
        migrations.AddField("signoff", "event", event(), preserve_default=False),
    ]
