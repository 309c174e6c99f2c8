"""Names the writers' site as Django's admin. Apart, because it is read before any model."""

from django.contrib.admin.apps import AdminConfig


class WritersAdminConfig(AdminConfig):
    default_site = "editorial.writers_site.WritersSite"

    def ready(self) -> None:
        super().ready()
        from django.contrib import admin  # noqa: PLC0415
        from django.contrib.auth.models import Group  # noqa: PLC0415

        from editorial.admin.groups import GroupAdmin  # noqa: PLC0415

        # Django's own page would also change what the four roles may do.
        admin.site.unregister(Group)
        admin.site.register(Group, GroupAdmin)
