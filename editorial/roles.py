"""Roles: what each of the four groups may do. After each `migrate` they may do exactly this.

Permissions are checked in the engine (`rules.py`), so admin, views, commands and shell agree.
"""

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.apps.registry import Apps
from django.apps.registry import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import transaction
from django.db.models import QuerySet

# The groups are set while apps are loading, before there are models.
if TYPE_CHECKING:
    from django.contrib.auth.models import Permission

log = logging.getLogger(__name__)
WRITER = "Writer"
REVIEWER = "Reviewer"
EDITOR = "Editor"
ADMINISTRATOR = "Administrator"

# Permissions on Document, by codename.
ROLES: dict[str, list[str]] = {
    WRITER: [
        "view_document",
        "add_document",
        "change_document",
        "submit_document",
        "revise_document",
        "reaffirm_document",
    ],
    REVIEWER: [
        "view_document",
        "change_document",
        "review_document",
        "reaffirm_document",
        "withdraw_document",
    ],
    EDITOR: [
        "view_document",
        "add_document",
        "change_document",
        "act_as_editor",
        "reaffirm_document",
        "reschedule_document",
        "withdraw_document",
        "lower_risk_document",
        "accept_clock",
    ],
    ADMINISTRATOR: ["view_document", "accept_clock"],
}

# Django's own permissions on further models, as (role, app, model) and verbs.
GRANTS: dict[tuple[str, str, str], list[str]] = {
    (ADMINISTRATOR, "editorial", "user"): ["view", "add", "change"],
    (ADMINISTRATOR, "editorial", "reviewerprofile"): ["view", "add", "change"],
    (ADMINISTRATOR, "editorial", "reviewteam"): ["view", "add", "change"],
    (ADMINISTRATOR, "editorial", "auditevent"): ["view"],
    (ADMINISTRATOR, "auth", "group"): ["view", "add", "change"],
}


def grant(role: str, app: str, model: str, verbs: list[str]) -> None:
    """For the rooms above, while the apps are loading: verbs as in `view_user`."""
    GRANTS[role, app, model] = verbs


def wanted(role: str) -> set[tuple[str, str, str]]:
    """What a role may do, as (app, model, codename)."""
    further = {
        (app, model, f"{verb}_{model}")
        for (holder, app, model), verbs in GRANTS.items()
        if holder == role
        for verb in verbs
    }
    return further | {("editorial", "document", codename) for codename in ROLES[role]}


def set_groups(apps: Apps, using: str) -> None:
    """Make the groups where they are missing, and give each its permissions and no others.

    Who is in them stays. Rights on tables that are not there (yet, or any more) are left out.
    """
    from editorial.record.audit import queue  # noqa: PLC0415 - models, while this is read before them

    with transaction.atomic(using):
        queue(using)  # another machine may be migrating, too
        for app in sorted({app for role in ROLES for app, _, _ in wanted(role)}):
            # Django makes them app by app, and may not have come to this one.
            create_permissions(installed.get_app_config(app), verbosity=0, using=using, apps=apps)
        for role in ROLES:
            _set_group(apps, using, role)


def _set_group(apps: Apps, using: str, role: str) -> None:
    group, _ = apps.get_model("auth", "Group").objects.using(using).get_or_create(name=role)
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    held = set(group.permissions.values_list("pk", flat=True))
    ids = set(_ids(permissions, wanted(role)))
    if held - ids:
        names = permissions.filter(pk__in=held - ids).values_list("codename", flat=True)
        log.warning("Taken away from the group %s: %s.", role, ", ".join(sorted(names)))
    # Set and not added to: a right that a role lost in a release must be gone from the database,
    # too.
    group.permissions.set(ids)


def _ids(
    permissions: "QuerySet[Permission]", names: Iterable[tuple[str, str, str]]
) -> Iterable[int]:
    for app, model, codename in names:
        of_model = {"content_type__app_label": app, "content_type__model": model}
        yield from permissions.filter(codename=codename, **of_model).values_list("pk", flat=True)
