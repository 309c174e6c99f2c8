"""What the revisions of a document keep: its fields and the rows saved with it, as raw values."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from reversion.models import Version

from editorial.models import Document, User


@dataclass(frozen=True)
class Save:
    who: User | None
    when: datetime


def saves_since(stored: Document, draft_version: int) -> list[Save]:
    """Newest first. Empty where nothing tells which version that was."""
    count = stored.draft_version - draft_version
    if loaded_version(stored, draft_version) is None:
        return []
    versions = Version.objects.get_for_object(stored).select_related("revision__user")[:count]
    return [Save(each.revision.user, each.revision.date_created) for each in versions]


def loaded_version(stored: Document, draft_version: int) -> Version | None:
    """The revision of that draft version, if there is one and it can be read."""
    count = stored.draft_version - draft_version
    if not 0 < count < 1000:
        return None
    # Each save counts the draft up by one and makes one revision.
    version = Version.objects.get_for_object(stored)[count : count + 1].first()
    try:
        fields = revision_fields(version) if version else {}
    except UnreadableVersion:
        return None
    return version if fields.get("draft_version") == draft_version else None


class UnreadableVersion(Exception):
    """A stored version is no JSON, or not of the shape that django-reversion writes."""


def revision_fields(version: Version) -> dict[str, object]:
    """The raw fields of a document in one revision, those of its base included.

    Raises UnreadableVersion."""
    parts = version.revision.version_set.filter(object_id=version.object_id)
    fields: dict[str, object] = {}
    for part in parts:
        if issubclass(part.content_type.model_class() or object, Document):
            fields |= fields_of(part)
    return fields


def revision_rows(version: Version, model: type[models.Model]) -> dict[str, dict[str, object]]:
    """The raw fields of the rows of a model in one revision, by their primary keys.

    Raises UnreadableVersion."""
    parts = version.revision.version_set.filter(
        content_type__app_label=model._meta.app_label, content_type__model=model._meta.model_name
    )
    return {part.object_id: fields_of(part) for part in parts}


def fields_of(part: Version) -> dict[str, object]:
    """The raw fields of one row. Raises UnreadableVersion."""
    try:
        fields: dict[str, object] = dict(json.loads(part.serialized_data)[0]["fields"])
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise UnreadableVersion from error
    return fields
