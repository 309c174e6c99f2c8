"""Is everything there that the record points at, and do the groups have the rights of their roles?

Whoever writes to the tables with the constraints off, as a plain `sqlite3` shell does, can delete
rows that others need; the page that shows them fails long after.
"""

from collections.abc import Iterator

from django.apps import apps
from django.contrib.auth.models import Group
from django.db.models import Exists, ForeignKey, Model, OuterRef
from django.utils.text import capfirst

from editorial.kinds import all_kinds
from editorial.models import Document
from editorial.roles import ROLES, wanted

# Of these, every row that a row of theirs names must be there.
APPS = ("editorial", "reversion", "auth")


def missing_rows() -> Iterator[str]:
    """One query for each reference from one table to another."""
    for model in _models():
        for field in model._meta.concrete_fields:
            if isinstance(field, ForeignKey):
                yield from _missing(model, field)
    for kind in all_kinds():
        own = Document.model_of(kind.name)._base_manager.filter(pk=OuterRef("pk"))
        for document in Document.objects.filter(~Exists(own), kind=kind.name).only("slug"):
            yield f"Document {document.pk} ({document.slug}): its text is missing."


def _models() -> list[type[Model]]:
    kinds = [Document.model_of(kind.name) for kind in all_kinds()]
    labels = {*APPS, *(kind._meta.app_label for kind in kinds)}
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in labels and not model._meta.proxy
    ]


def _missing(model: type[Model], field: "ForeignKey[Model, Model]") -> Iterator[str]:
    target = field.remote_field.model._base_manager.filter(
        **{field.target_field.attname: OuterRef(field.attname)}
    )
    rows = model._base_manager.filter(~Exists(target), **{f"{field.attname}__isnull": False})
    for pk, named in rows.values_list("pk", field.attname):
        name = model._meta.verbose_name
        yield f"{capfirst(str(name))} {pk}: {field.verbose_name} {named} is missing."


def role_faults() -> Iterator[str]:
    """The four roles have their rights and no others; what each may do stands in the code."""
    for role in ROLES:
        group = Group.objects.filter(name=role).first()
        if group is None:
            yield f"The group {role} is missing."
            continue
        held = group.permissions.values_list(
            "content_type__app_label", "content_type__model", "codename"
        )
        if set(held) != wanted(role):
            yield f"The group {role} has other rights than its role. `migrate` puts them back."


def group_faults(rights: dict[str, set[str]]) -> Iterator[str]:
    """Of the groups that administrators made: the rights that the audit log says, by its id."""
    for group in Group.objects.exclude(name__in=ROLES):
        held = group.permissions.values_list("content_type__app_label", "codename")
        if {f"{app}.{codename}" for app, codename in held} != rights.get(str(group.pk), set()):
            yield f"The group {group.name} has other rights than the audit log says."
