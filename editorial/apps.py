from importlib import import_module

from django.apps import AppConfig, apps
from django.apps.registry import Apps
from django.contrib.admin import apps as admin_apps
from django.core import checks
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.module_loading import module_has_submodule

from editorial import kinds, roles
from editorial.record import triggers


class EditorialConfig(AppConfig):
    name = "editorial"
    verbose_name = "Editorial"

    def ready(self) -> None:
        post_migrate.connect(install_triggers, sender=self)
        post_migrate.connect(set_groups, sender=self)
        register_kinds()
        from editorial.people import listeners  # noqa: PLC0415 - it needs the tables

        listeners.connect()
        from editorial.checks import check_kinds, check_receipt_key  # noqa: PLC0415 - they need tables

        checks.register(check_kinds)
        checks.register(check_receipt_key, deploy=True)


def register_kinds() -> None:
    """Those that each app gives in its own module `kinds`."""
    for app in apps.get_app_configs():
        if module_has_submodule(app.module, "kinds"):
            for kind in getattr(import_module(f"{app.name}.kinds"), "KINDS", ()):
                kinds.register(kind)


def install_triggers(using: str, **kwargs: object) -> None:
    connection = connections[using]
    wanted = {trigger.table for trigger in triggers.TRIGGERS}
    # Migrating back to before the tables were made leaves nothing to guard.
    if wanted <= set(connection.introspection.table_names()):
        triggers.install(connection)


def set_groups(using: str, apps: Apps, **kwargs: object) -> None:
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
        from allauth.account.models import EmailAddress  # noqa: PLC0415
        from allauth.mfa.models import Authenticator  # noqa: PLC0415
        from django.contrib import admin  # noqa: PLC0415
        from django.contrib.auth.models import Group  # noqa: PLC0415

        from editorial.admin.groups import GroupAdmin  # noqa: PLC0415

        # An account has the one address of its own form; nobody edits another's second factor.
        admin.site.unregister([EmailAddress, Authenticator])
        # Django's own page would also change what the four roles may do.
        admin.site.unregister(Group)
        admin.site.register(Group, GroupAdmin)
