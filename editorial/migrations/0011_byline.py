from django.db import migrations, models
from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, Concat, NullIf, Trim


def name_of_each_account(apps, schema_editor):
    name = Trim(Concat(F("first_name"), Value(" "), F("last_name")))
    users = apps.get_model("editorial", "User").objects.filter(pk=OuterRef("owner"))
    name = users.values(name=Coalesce(NullIf(name, Value("")), F("username")))
    apps.get_model("editorial", "Document").objects.update(byline=Subquery(name))


class Migration(migrations.Migration):

    dependencies = [("editorial", "0010_badge")]

    operations = [
        migrations.AddField(
            "document", "byline", models.CharField(default="", editable=False, max_length=310)
        ),
        migrations.RunPython(name_of_each_account, migrations.RunPython.noop),
    ]
