"""The history of one document: every save and every act, in one line of time. Nothing reverts."""

from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from reversion.models import Version

from editorial.admin.base import ModelAdmin
from editorial.admin.choices import is_number
from editorial.admin.preview import found
from editorial.admin.revisions import UnreadableVersion, fields_of, revision_fields
from editorial.labels import field_label
from editorial.models import AuditEvent, Document
from editorial.public.paging import page_of
from editorial.rights import is_editor
from editorial.snapshot import rows_of
from editorial.workflow import Act

PER_PAGE = 25
PACKS = 5  # an older one by its number in the address
SAVES = [Act.CREATE, Act.EDIT]  # the history itself tells more of them
Contents = dict[str, object] | None  # None: the version cannot be read
# The door counts these up by itself; they say nothing about the text.
NOT_LISTED = {"draft_version", "updated_at", "document_ptr", "state", "created_at", "kind"}


@dataclass(frozen=True)
class Moment:
    time: datetime
    who: str
    what: str
    text: str = ""
    changed: list[str] = field(default_factory=list)
    revision: int = 0  # of a save; 0 for an act
    unreadable: bool = False

    @property
    def says_only_what_changed(self) -> bool:
        """The comment says no more than the list of changed fields."""
        return bool(self.changed) and self.text.startswith("Changed ")


def document_history(
    document_admin: ModelAdmin[Document], request: HttpRequest, object_id: str
) -> HttpResponse:
    document = found(document_admin, request, int(object_id) if is_number(object_id) else 0)
    stored = document.stored()
    page = page_of(request, _keys(stored), PER_PAGE)
    context = {
        **document_admin.admin_site.each_context(request),
        "title": "History",
        "subtitle": stored.title,
        "opts": document_admin.model._meta,
        "stored": stored,
        "page_obj": page,
        "moments": _moments(stored, list(page)),
        "packs": _packs(request, stored),
        "may_restore": document_admin.has_change_permission(request, stored),
    }
    return TemplateResponse(request, "admin/document/history.html", context)


def _packs(request: HttpRequest, stored: Document) -> list[int]:
    """Numbers of the newest editions, for an editor, who answers for them before an auditor."""
    if not is_editor(request.user):
        return []
    return list(stored.editions.order_by("-number").values_list("number", flat=True)[:PACKS])


def _keys(stored: Document) -> list[tuple[datetime, str, int]]:
    """When, what sort and which number: all that is needed to put them in order."""
    saves = Version.objects.get_for_object(stored).order_by("-pk")
    keys = [(time, "save", pk) for pk, time in saves.values_list("pk", "revision__date_created")]
    acts = AuditEvent.objects.acts_on(stored).exclude(act__in=SAVES).values_list("pk", "time")
    keys += [(time, "act", pk) for pk, time in acts]
    return sorted(keys, reverse=True)


def _moments(stored: Document, keys: list[tuple[datetime, str, int]]) -> list[Moment]:
    saves = _saves(stored, [pk for _, sort, pk in keys if sort == "save"])
    events = AuditEvent.objects.acts_on(stored).in_bulk(
        [pk for _, sort, pk in keys if sort == "act"]
    )
    return [saves[pk] if sort == "save" else _act(events[pk]) for _, sort, pk in keys]


def _act(event: AuditEvent) -> Moment:
    return Moment(event.time, event.actor, event.act, event.reason)


def _saves(stored: Document, pks: list[int]) -> dict[int, Moment]:
    """The saves of one page of the history, each compared with the one before it."""
    if not pks:
        return {}
    every = Version.objects.get_for_object(stored).order_by("-pk").filter(pk__lte=max(pks))
    versions = list(every.select_related("revision__user")[: len(pks) + 1])
    contents = [_contents(version) for version in versions]
    before = [*contents[1:], None]
    return {
        version.pk: _save(stored, version, now, was)
        for version, now, was in zip(versions, contents, before, strict=True)
    }


def _save(stored: Document, version: Version, now: Contents, was: Contents) -> Moment:
    revision = version.revision
    return Moment(
        revision.date_created,
        str(revision.user or "Nobody known"),
        "saved",
        revision.get_comment(),
        changed_names(stored, now, was) if now and was else [],
        revision.pk,
        unreadable=now is None,
    )


def _contents(version: Version) -> Contents:
    """The document's fields, and the rows of each kind that were saved with it."""
    try:
        contents = revision_fields(version)
        for part in version.revision.version_set.exclude(object_id=version.object_id):
            _add_row(contents, part)
    except UnreadableVersion:
        return None
    return contents


def _add_row(contents: dict[str, object], part: Version) -> None:
    model = part.content_type.model_class()
    if model and not issubclass(model, Document):
        row = fields_of(part)
        rows = contents.setdefault(str(model._meta.verbose_name_plural), [])
        contents[str(model._meta.verbose_name_plural)] = [*rows_of(rows), row]


def changed_names(stored: Document, now: dict[str, object], was: dict[str, object]) -> list[str]:
    names = [name for name in {**was, **now} if name not in NOT_LISTED]
    return sorted(
        field_label(type(stored), name) for name in names if _alike(now, name) != _alike(was, name)
    )


def _alike(contents: dict[str, object], name: str) -> object:
    value = contents.get(name)
    # Relations and rows come in no order.
    return sorted(map(str, value)) if isinstance(value, list) else value or ""


# --- Copying an old version's text into the form, unsaved ---------------------------------------


def restored_text(stored: Document, revision: str) -> dict[str, str]:
    """The words of an old version by field, for a form that is not saved yet; {} where there is no
    such version, or it cannot be read."""
    if not is_number(revision):
        return {}
    version = Version.objects.get_for_object(stored).filter(revision_id=int(revision)).first()
    try:
        fields = revision_fields(version) if version else {}
    except UnreadableVersion:
        return {}
    texts = {name: value for name, value in fields.items() if isinstance(value, str)}
    return {name: text for name, text in texts.items() if _is_text(stored, name)}


def _is_text(stored: Document, name: str) -> bool:
    try:
        model_field = stored._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    words = isinstance(model_field, (models.CharField, models.TextField))
    return words and model_field.editable and not isinstance(model_field, models.SlugField)
