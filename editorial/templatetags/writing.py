"""Small words of the writers' admin."""

from collections.abc import Iterator

from django import template
from django.forms import BaseForm
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from editorial.admin.lists import word_of
from editorial.admin.work import change_url
from editorial.models import Document, State

register = template.Library()

LOCKED = {
    State.MEDICAL_REVIEW: "Locked: this text is under medical review",
    State.PUBLISHED: "Locked: this text is signed",
    State.WITHDRAWN: "Locked: this page is withdrawn",
    State.DRAFT: "You may read this draft",
    State.DISCARDED: "Discarded: this text is put away",
}
NEXT_STEPS = {
    State.MEDICAL_REVIEW: "The reviewer signs exactly this text, so nobody can edit it now. "
    "To edit it, whoever submitted it, or an editor, recalls it.",
    State.PUBLISHED: "To change it, choose “Revise”: the text opens for editing, and what is "
    "public stays until a new sign-off.",
    State.WITHDRAWN: "Readers see a notice in its place. To bring it back, choose “Revise”, "
    "correct the text and submit it for review.",
    State.DISCARDED: "It never was public, and it is in no list but that of what was discarded. "
    "To go on with it, bring it back.",
    State.DRAFT: "Writers, reviewers and editors can edit it.",
}


@register.filter
def of(mapping: dict[str, object], key: str) -> object:
    return mapping.get(key)


@register.filter
def label_of(form: BaseForm, name: str) -> str:
    return str(form[name].label)


@register.filter
def cells_of(row: list[str], headers: list[dict[str, object]]) -> Iterator[SafeString]:
    """The cells of one row of Django's lists, each with its role and the name of its column."""
    for cell, header in zip(row, headers, strict=False):
        tag = cell[:3]  # "<td" or "<th"
        role = "rowheader" if tag == "<th" else "cell"
        is_box = "action-checkbox" in str(header.get("class_attrib"))
        name = "" if is_box else str(header["text"])
        named = format_html(' data-name="{}"', name[:1].upper() + name[1:]) if name else ""
        # Django escaped the cell.
        yield mark_safe(f'{tag} role="{role}"{named}{cell[3:]}')  # noqa: S308


@register.filter
def form_address(document: Document) -> str:
    return change_url(document.kind, document.pk)


@register.filter
def state_word(document: Document) -> str:
    """“Published” only where readers see it."""
    return word_of(document.state, bool(document.live_edition()), bool(document.waiting_edition()))


@register.filter
def locked_because(document: Document) -> str:
    return LOCKED[State(document.state)]


@register.filter
def next_step(document: Document) -> str:
    return NEXT_STEPS[State(document.state)]
