"""Two people, one draft: what the newer save changed, to be shown beside the user's own text."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from reversion.models import Version

from editorial.models import Document, User
from editorial.richtext import RichTextField
from editorial.text import clean_text


@dataclass(frozen=True)
class Newer:
    """One field as it was saved meanwhile."""

    html: SafeString | str
    raw: str  # what a script puts into the field, as JSON
    only_theirs: bool  # the user did not change this field


@dataclass
class Conflict:
    """`fields` holds what the newer save changed, where the user's own text differs from it."""

    who: User | None
    when: datetime
    fields: dict[str, Newer] = field(default_factory=dict)

    @property
    def at(self) -> str:
        return f"{date_format(timezone.localtime(self.when), 'j F Y, H:i')} UTC"

    def message(self, by: User) -> str:
        who = "You yourself" if self.who == by else self.who or "Somebody"
        return (
            f"{who} saved a newer version of this page ({self.at}) after you opened it. "
            "Your text is in the form and is not saved yet; the newer text stands below each "
            "field that was changed. Put together what should stay, then save again."
        )


def conflict_of(stored: Document, loaded_version: int, mine: dict[str, Any]) -> Conflict:
    """Compare three texts: the one the user loaded, the user's own, and the stored one."""
    last = Version.objects.get_for_object(stored).select_related("revision__user").first()
    conflict = Conflict(last.revision.user if last else None, stored.updated_at)
    loaded = loaded_fields(stored, loaded_version)
    for name, value in mine.items():
        newer = newer_of(stored, name, value, loaded)
        if newer:
            conflict.fields[name] = newer
    return conflict


def newer_of(stored: Document, name: str, mine: Any, loaded: dict[str, Any]) -> Newer | None:
    model_field = stored._meta.get_field(name)
    theirs = model_field.value_from_object(stored)  # type: ignore[union-attr]
    base = comparable(model_field, loaded.get(name))
    if comparable(model_field, theirs) in (comparable(model_field, mine), base):
        return None
    only_theirs = name in loaded and comparable(model_field, mine) == base
    return Newer(shown(model_field, stored), raw_json(model_field, theirs), only_theirs)


def loaded_fields(stored: Document, draft_version: int) -> dict[str, Any]:
    """The fields as the revision of that draft version keeps them; {} if there is none."""
    saves_since = stored.draft_version - draft_version
    if not 0 < saves_since < 1000:
        return {}
    # Each save counts the draft up by one and makes one revision.
    version = Version.objects.get_for_object(stored)[saves_since : saves_since + 1].first()
    try:
        fields = revision_fields(version) if version else {}
    except UnreadableVersion:
        return {}
    return fields if fields.get("draft_version") == draft_version else {}


class UnreadableVersion(Exception):
    """A stored version is no JSON, or not of the shape that django-reversion writes."""


def revision_fields(version: Version) -> dict[str, Any]:
    """The raw fields of a document in one revision, those of its base included.

    Raises UnreadableVersion."""
    parts = version.revision.version_set.filter(object_id=version.object_id)
    fields: dict[str, Any] = {}
    for part in parts:
        if issubclass(part.content_type.model_class() or object, Document):
            fields |= fields_of(part)
    return fields


def fields_of(part: Version) -> dict[str, Any]:
    """The raw fields of one row. Raises UnreadableVersion."""
    try:
        fields: dict[str, Any] = dict(json.loads(part.serialized_data)[0]["fields"])
    except (ValueError, LookupError, TypeError) as error:
        raise UnreadableVersion from error
    return fields


def comparable(model_field: Any, value: Any) -> Any:
    """A form's, a row's and a revision's value of one field, made alike."""
    if isinstance(model_field, RichTextField):
        return model_field.clean_html(str(value or ""))
    if isinstance(model_field, models.ManyToManyField):
        return sorted(str(getattr(each, "pk", each)) for each in value or [])
    if isinstance(model_field, models.ForeignKey):
        return str(getattr(value, "pk", value))
    if isinstance(model_field, (models.CharField, models.TextField)):
        return clean_text(str(value or "")).strip()
    try:
        return model_field.to_python(value)
    except (ValidationError, TypeError):  # a date and a time, one of them half typed
        return value


def shown(model_field: Any, document: Document) -> SafeString | str:
    """The stored value as a person reads it."""
    value = getattr(document, model_field.name)
    if isinstance(model_field, RichTextField):
        return mark_safe(model_field.clean_html(value)) or "(empty)"  # noqa: S308 - cleaned
    if isinstance(model_field, models.ManyToManyField):
        return ", ".join(str(each) for each in value.all()) or "(none)"
    if model_field.choices:
        return str(document._get_FIELD_display(model_field))  # type: ignore[attr-defined]
    if isinstance(model_field, models.TextField):
        return mark_safe(linebreaks(value, autoescape=True)) or "(empty)"  # noqa: S308 - escaped
    return str(value) if value not in (None, "", []) else "(empty)"


def raw_json(model_field: Any, value: Any) -> str:
    """For the button “Use the newer text”: a string, or a list of [id, name] to choose."""
    if isinstance(model_field, models.ManyToManyField):
        return json.dumps([[str(each.pk), str(each)] for each in value])
    if isinstance(value, (str, int, list)):
        return json.dumps(value)
    return ""
