from typing import Any

from django.apps import AppConfig
from django.apps.registry import Apps
from django.contrib.admin import apps as admin_apps
from django.db import connections
from django.db.models.signals import post_migrate

from editorial import roles
from editorial.record import triggers


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


class WritersAdminConfig(admin_apps.AdminConfig):
    """The writers' site as Django's admin."""

    default = False
    default_site = "editorial.admin.site.WritersSite"

    def ready(self) -> None:
        # First of all: to load the site is to load the room around it, which registers at the site.
        import editorial.admin  # noqa: PLC0415, F401

        super().ready()
        from django.contrib import admin  # noqa: PLC0415
        from django.contrib.auth.models import Group  # noqa: PLC0415

        from editorial.admin.groups import GroupAdmin  # noqa: PLC0415

        # Django's own page would also change what the four roles may do.
        admin.site.unregister(Group)
        admin.site.register(Group, GroupAdmin)
