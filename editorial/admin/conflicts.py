"""Two people, one draft: what the newer save changed, to be shown beside the user's own text."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe

from editorial import changes
from editorial.admin.revisions import Save, loaded_version, revision_fields, saves_since
from editorial.admin.values import ModelField, comparable, field_of, in_words, part_of
from editorial.models import Document, User
from editorial.text.rich_text import RichTextField

NOT_KNOWN = object()  # what the field was when the user opened it
MOST_SAVES = 5


@dataclass(frozen=True)
class Newer:
    """One field as it was saved meanwhile."""

    html: SafeString | str
    raw: str  # what a script puts into the field, as JSON
    only_theirs: bool  # the user did not change this field
    change: changes.Change  # from the saved text to the user's own


@dataclass
class Conflict:
    """`fields` holds what the newer saves changed, where the user's own text differs from it;
    `saves` are those since the user opened the page, newest first, and empty where that cannot be
    told. `loaded` is the draft version that the user's form began with."""

    by: User
    saves: list[Save]
    loaded: int
    fields: dict[str, Newer] = field(default_factory=dict)

    @property
    def is_own(self) -> bool:
        """All of it was saved by the user, in another tab or window."""
        return bool(self.saves) and all(save.who == self.by for save in self.saves)

    @property
    def saved(self) -> str:
        """“by Will Sample (3 March 2027, 10:15 UTC)”, each save since the page was opened."""
        saves = [f"by {self._name(each.who)} ({_at(each)})" for each in self.saves[:MOST_SAVES]]
        more = len(self.saves) - MOST_SAVES
        return "; ".join([*saves, *([f"and {more} times before"] if more > 0 else [])])

    def message(self) -> str:
        if not self.saves:
            return (
                "The form does not say which version of this page it began with, so it cannot be "
                "told what was saved meanwhile. Your text is in the fields and is not saved yet; "
                "each field that differs has the saved text below it. Put together what should "
                "stay, then save again."
            )
        return (
            f"A newer version of this page was saved after you opened it: {self.saved}. "
            "Your text is in the fields and is not saved yet. Below each field that was changed "
            "meanwhile and differs from yours stands the saved text. Put together what should "
            "stay, then save again: what is in the fields replaces what was saved."
        )

    def _name(self, who: User | None) -> str:
        return "yourself in another tab or window" if who == self.by else str(who or "somebody")


def _at(save: Save) -> str:
    return f"{date_format(timezone.localtime(save.when), 'j F Y, H:i')} UTC"


def conflict_of(
    stored: Document, draft_version: int, mine: dict[str, object], by: User
) -> Conflict:
    """Compare three texts: the one the user loaded, the user's own, and the stored one."""
    conflict = Conflict(by, saves_since(stored, draft_version), draft_version)
    version = loaded_version(stored, draft_version)
    loaded = revision_fields(version) if version else {}
    for name, value in mine.items():
        newer = newer_of(stored, name, value, loaded)
        if newer:
            conflict.fields[name] = newer
    return conflict


def newer_of(stored: Document, name: str, mine: object, loaded: dict[str, object]) -> Newer | None:
    model_field = field_of(stored, name)
    theirs = model_field.value_from_object(stored)
    base = comparable(model_field, loaded[name]) if name in loaded else NOT_KNOWN
    if comparable(model_field, theirs) in (comparable(model_field, mine), base):
        return None
    only_theirs = comparable(model_field, mine) == base
    change = changes.of_part(part_of(model_field, theirs), part_of(model_field, mine))
    return Newer(shown(model_field, theirs), raw_json(model_field, theirs), only_theirs, change)


def shown(model_field: ModelField, value: object) -> SafeString | str:
    """The saved value in full."""
    if isinstance(model_field, RichTextField):
        return mark_safe(model_field.clean_html(str(value))) or "(empty)"  # noqa: S308 - cleaned
    words = in_words(model_field, value)
    return mark_safe(linebreaks(words, autoescape=True)) or "(empty)"  # noqa: S308 - escaped


def raw_json(model_field: ModelField, value: object) -> str:
    """For the button “Use the newer text”: a string, or a list of [id, name] to choose."""
    if isinstance(model_field, models.ManyToManyField) and isinstance(value, Iterable):
        return json.dumps([[str(each.pk), str(each)] for each in value])
    if isinstance(value, (str, int, list)):
        return json.dumps(value)
    return ""
