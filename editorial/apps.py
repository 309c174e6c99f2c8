from typing import Any

from django.apps import AppConfig
from django.apps.registry import Apps
from django.db import connections
from django.db.models.signals import post_migrate

from editorial import roles, triggers


class EditorialConfig(AppConfig):
    name = "editorial"
    verbose_name = "Editorial"

    def ready(self) -> None:
        post_migrate.connect(install_triggers, sender=self)
        post_migrate.connect(set_groups, sender=self)


def install_triggers(using: str, **kwargs: Any) -> None:
    connection = connections[using]
    wanted = {trigger.table for trigger in triggers.TRIGGERS}
    # Migrating back to before the tables were made leaves nothing to guard.
    if wanted <= set(connection.introspection.table_names()):
        triggers.install(connection)


def set_groups(using: str, apps: Apps, **kwargs: Any) -> None:
    # Migrating back to before the documents leaves nothing that anybody may do.
    if "document" in apps.all_models["editorial"]:
        roles.set_groups(apps, using)
