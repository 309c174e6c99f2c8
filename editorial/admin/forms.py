"""The form of a draft: it carries the version it was loaded with, and loses nothing."""

from typing import TYPE_CHECKING, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.text import capfirst

from editorial.admin.conflicts import Conflict, conflict_of
from editorial.draft_checks import span_fault
from editorial.models import Document, State, User
from editorial.text.slugs import slug_of
from editorial.workflow import Act, why_not

LOADED = "loaded_version"


if TYPE_CHECKING:
    DocumentForm = forms.ModelForm[Document]
else:  # Django's own classes take no type parameters
    DocumentForm = forms.ModelForm


class DraftForm(DocumentForm):
    """Bound by `DocumentAdmin.get_form`, which names the user and what the door refused."""

    by: ClassVar[User]
    refused: ClassVar[ValidationError | None] = None
    restored: ClassVar[dict[str, str]] = {}

    loaded_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: QueryDict | None = None,
        files: "MultiValueDict[str, UploadedFile[bytes]] | None" = None,
        *,
        instance: Document | None = None,
        initial: dict[str, object] | None = None,
    ) -> None:
        super().__init__(data, files, instance=instance, initial=initial)
        self.conflict: Conflict | None = None
        self.no_longer_draft = ""
        self.initial[LOADED] = self.instance.draft_version
        if "slug" in self.fields:
            self.fields["slug"].required = False
        self.initial.update(self.restored)

    def clean_slug(self) -> str:
        """Left empty, it is made from the title, which stands before it in the form."""
        given: str = self.cleaned_data["slug"] or slug_of(self.cleaned_data.get("title", ""))
        if not given and "title" in self.cleaned_data:
            raise ValidationError("No address can be made from this title; type one.")
        return given

    @property
    def changed_labels(self) -> list[str]:
        """The names of the changed fields, as a person reads them."""
        names = [name for name in self.changed_data if name != LOADED]
        labels = [str(self.fields[name].label or name) for name in names]
        # A save takes the name that the account has by now.
        document = self.instance
        if document.pk and "owner" not in names and document.byline != str(document.owner):
            labels.append("the name of its writer")
        return labels

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        # Here, before ModelForm writes into the instance.
        if self.instance.pk:
            self._compare(self.instance.stored())
        self._check_span()
        if self.refused and not (self.conflict or self.no_longer_draft):
            self._add_refusal(self.refused)
        return cleaned

    def _check_span(self) -> None:
        """Of a plan that is made now; an old one must not keep anybody from saving words."""
        if {"publish_at", "expire_at"} & set(self.changed_data):
            given = self.cleaned_data
            fault = span_fault(given.get("publish_at"), given.get("expire_at"))
            if fault:
                self.add_error("expire_at", f"This time {fault}")

    def _compare(self, stored: Document) -> None:
        loaded = self.cleaned_data.get(LOADED) or 0
        if stored.state != State.DRAFT:
            self.no_longer_draft = why_not(self.by, Act.EDIT, stored)
            self.add_error(None, f"{self.no_longer_draft} Your text is below and is not saved.")
        elif loaded != stored.draft_version:
            self.conflict = conflict_of(stored, loaded, self._mine(), self.by)
            self.add_error(None, self.conflict.message())
            self._show(stored.draft_version)

    def _mine(self) -> dict[str, object]:
        """What the user wants, field by field; as typed where it is not valid."""
        return {
            name: self.cleaned_data.get(name, self[name].value())
            for name in self.fields
            if name != LOADED
        }

    def _show(self, version: int) -> None:
        """The newer version is on the screen now, so saving again is accepted."""
        data = self.data.copy() if isinstance(self.data, QueryDict) else dict(self.data)
        data[self.add_prefix(LOADED)] = str(version)
        self.data = data

    def _add_refusal(self, refused: ValidationError) -> None:
        """At the field where there is one, else above the form."""
        for name, messages in getattr(refused, "message_dict", {"": refused.messages}).items():
            for message in messages:
                # A row's field is no field of this form.
                known = name in self.fields or name in ("", NON_FIELD_ERRORS)
                said = message if known else f"{capfirst(name.replace('_', ' '))}: {message}"
                self.add_error(name if name in self.fields else None, said)
