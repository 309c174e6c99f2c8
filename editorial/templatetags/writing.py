"""Small words of the writers' admin."""

from typing import Any

from django import template

from editorial.admin.work import change_url
from editorial.models import Document, State

register = template.Library()

LOCKED = {
    State.MEDICAL_REVIEW: "Locked: this text is under medical review",
    State.PUBLISHED: "Locked: this text is signed",
    State.WITHDRAWN: "Locked: this page is withdrawn",
    State.DRAFT: "You may read this draft",
}
WAY_ON = {
    State.MEDICAL_REVIEW: "The reviewer signs exactly this text, so nobody can edit it now. "
    "To edit it, whoever submitted it, or an editor, recalls it.",
    State.PUBLISHED: "To change it, choose “Revise”: the text opens for editing, and what is "
    "public stays until a new sign-off.",
    State.WITHDRAWN: "Readers see a notice in its place. To bring it back, choose “Revise”, "
    "correct the text and submit it for review.",
    State.DRAFT: "Writers, reviewers and editors can edit it.",
}


@register.filter
def of(mapping: dict[str, Any], key: str) -> Any:
    return mapping.get(key)


@register.filter
def label_of(form: Any, name: str) -> str:
    return str(form[name].label)


@register.filter
def form_address(document: Document) -> str:
    return change_url(document.kind, document.pk)


@register.filter
def locked_because(document: Document) -> str:
    return LOCKED[State(document.state)]


@register.filter
def way_on(document: Document) -> str:
    return WAY_ON[State(document.state)]
