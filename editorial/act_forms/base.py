"""What a form of any act does: it carries the act out, and shows a refusal where the fault lies.

The engine checks everything; a form asks for what is missing so that all of it is told at once.
"""

from collections.abc import Iterable
from typing import ClassVar

from django import forms
from django.http import QueryDict

from editorial.exceptions import Incomplete, Refusal, WrongCode, WrongPassword
from editorial.models import User
from editorial.rules import Subject
from editorial.workflow import Act


class BaseActForm(forms.Form):
    """`name` stands before the ids of its fields: a page may hold the forms of several acts."""

    name: str
    fault_lies_at: ClassVar[str | None] = None  # the field that a refused input belongs to

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        user: User,
        initial: dict[str, object] | None = None,
    ) -> None:
        self.user = user
        super().__init__(data, auto_id=f"{self.name}-%s", initial=initial)

    def perform(self) -> str:
        """Carry the act out; what to tell the user then. Raises Refusal."""
        raise NotImplementedError

    def refuse(self, refusal: Refusal) -> None:
        field = self.fault_lies_at if isinstance(refusal, Incomplete) else None
        if isinstance(refusal, WrongPassword):
            field = "code" if isinstance(refusal, WrongCode) else "password"
        self.add_error(field, refusal.message)


class ActForm(BaseActForm):
    """Of an act of the workflow."""

    act: ClassVar[Act]

    required_css_class = "required"

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        subject: Subject,
        user: User,
        initial: dict[str, object] | None = None,
    ) -> None:
        self.subject = subject
        super().__init__(data, user=user, initial=initial)

    @property
    def typed(self) -> list[tuple[str, str]]:
        """What the user wrote, by label, for a page that has no room for the form any more."""
        texts = [name for name, field in self.fields.items() if _is_text(field)]
        written = [(str(self[name].label), str(self[name].value() or "")) for name in texts]
        return [(label, text) for label, text in written if self.is_bound and text.strip()]


def _is_text(field: forms.Field) -> bool:
    return isinstance(field.widget, forms.Textarea)


def long_text(
    label: str, rows: int = 3, limit: int = 2000, *, required: bool = False, help_text: str = ""
) -> forms.CharField:
    """Free text, measured by the engine: browsers count line ends otherwise than Python."""
    attrs = {"rows": rows, "maxlength": limit, "class": "vLargeTextField"}  # the admin's width
    widget = forms.Textarea(attrs=attrs)
    return forms.CharField(label=label, required=required, help_text=help_text, widget=widget)


def one_of(label: str, choices: Iterable[tuple[str, str]], missing: str) -> forms.ChoiceField:
    errors = {"required": missing, "invalid_choice": missing}
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, error_messages=errors
    )


def date_field(label: str, help_text: str = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, widget=widget)
