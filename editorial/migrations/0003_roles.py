"""Once made the groups, which `editorial/roles.py` now sets after each `migrate`."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0002_documents"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = []
