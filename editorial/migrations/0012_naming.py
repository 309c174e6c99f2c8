from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("editorial", "0011_byline")]

    operations = [
        migrations.AddField(
            "document",
            "naming",
            models.CharField(
                choices=[
                    ("own", "named themself"),
                    ("asked", "was named by somebody else and is asked"),
                    ("agreed", "agreed"),
                    ("declined", "declined"),
                ],
                default="own",
                editable=False,
                max_length=10,
            ),
        ),
    ]
