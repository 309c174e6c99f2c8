"""The field of rich text. What is rich text, `editorial/text/schema.py` says."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db.models import Model
from django.utils.html import escape
from django_prose_editor.fields import ProseEditorField

from editorial.text.incoming import Incoming, Unreadable, transform
from editorial.text.schema import EXTENSIONS

# What the editor does besides: static/admin-editor.js and static/admin-pasting.js.
BEHAVIOUR = {"Toolbar": True, "Pasting": True, "Unseen": True}

# A long article is about 60,000 characters; ten times that is a mistake or an attack.
MAX_LENGTH = 600_000
LEFT_OUT = "_left_out"  # of a document in hand


def accepted(value: str) -> str:
    """The text in the schema; doing it twice is doing it once. Raises ValidationError for what
    cannot be read, and for characters that cannot be seen.
    """
    return _incoming(value).html


def _incoming(value: str) -> Incoming:
    try:
        incoming = transform(value)
    except Unreadable as error:
        raise ValidationError(error.message) from None
    if incoming.refused:
        raise ValidationError([str(each) for each in incoming.refused])
    return incoming


class RichTextField(ProseEditorField):
    """HTML of the restricted schema. `accepted` is also called by the door for drafts,
    because the field itself cleans only in `full_clean()`."""

    description: ClassVar[str] = "Restricted rich text"

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("max_length", MAX_LENGTH)
        super().__init__(*args, extensions=EXTENSIONS | BEHAVIOUR, sanitize=accepted, **kwargs)
        self.validators.append(MaxLengthValidator(self.max_length or 0))

    def clean(self, value: str, instance: Model) -> str:
        """As Django's; what was left out is noted on the document, to be told once it is saved."""
        incoming = _incoming(super(ProseEditorField, self).clean(value, instance))
        messages = [f"{self.verbose_name}: {message}" for message in incoming.messages]
        if messages:
            vars(instance).setdefault(LEFT_OUT, []).extend(messages)
        return incoming.html

    def clean_html(self, value: str) -> str:
        """For showing and comparing: as `accepted`, but refuses nothing."""
        try:
            return transform(value).html
        except Unreadable:
            return f"<p>{escape(value)}</p>"
