"""Roles: what each group may do. The migration makes the groups from this table.

Permissions are checked in the engine (`rules.py`), so admin, views, commands and shell agree.
"""

from typing import Any

from django.apps.registry import Apps

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
        "recall_document",
        "reaffirm_document",
        "reschedule_document",
        "withdraw_document",
        "lower_risk_document",
    ],
    ADMINISTRATOR: ["view_document"],
}

# What administrators keep in order, as (model, verbs) of this app.
ADMINISTERED = {
    "user": ["view", "add", "change"],
    "reviewerprofile": ["view", "add", "change"],
    "reviewteam": ["view", "add", "change"],
    "auditevent": ["view"],
}


def make_groups(apps: Apps) -> None:
    """Make the four groups with their permissions; used by a migration, safe to run again."""
    group_model = apps.get_model("auth", "Group")
    for role, codenames in ROLES.items():
        group, _ = group_model.objects.get_or_create(name=role)
        group.permissions.add(*(_permission(apps, "document", name) for name in codenames))
    for model, verbs in ADMINISTERED.items():
        grant(apps, ADMINISTRATOR, model, verbs)


def grant(apps: Apps, role: str, model: str, verbs: list[str], app: str = "editorial") -> None:
    """Give a role Django's own permissions on a model, for a migration: verbs as in `view_user`."""
    group = apps.get_model("auth", "Group").objects.get(name=role)
    names = [f"{verb}_{model}" for verb in verbs]
    group.permissions.add(*(_permission(apps, model, name, app) for name in names))


def _permission(apps: Apps, model: str, codename: str, app: str = "editorial") -> Any:
    # Django makes permissions only after all migrations, so those needed now are made here.
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app, model=model
    )
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename=codename,
        defaults={"name": f"Can {codename.replace('_', ' ')}"},
    )
    return permission
