"""The form of a source: its key is proposed, and nobody has to think of one."""

from typing import TYPE_CHECKING

from django import forms

from evidence.authors import split_authors
from evidence.keys import Keys
from evidence.models import Reference

if TYPE_CHECKING:
    _ModelForm = forms.ModelForm[Reference]
else:  # Django's own form takes no type parameters
    _ModelForm = forms.ModelForm


class ReferenceForm(_ModelForm):
    key = forms.CharField(
        required=False,
        max_length=80,
        help_text="Leave it empty: author and year are taken, hodi-2010. Texts cite the source by "
        "it, [@hodi-2010], so it stays as it is once cited.",
    )

    def clean(self) -> dict[str, object]:
        given: dict[str, object] = super().clean() or self.cleaned_data
        # Where the key that was typed is at fault, it is told and not replaced.
        if "key" in self.fields and given.get("key") == "" and given.get("title"):
            given["key"] = Keys().propose(_named(given))
        return given


def _named(given: dict[str, object]) -> Reference:
    """What of the fields a key is made of, with one person a line as they will be saved."""
    people = {
        name: "\n".join(split_authors(str(given.get(name) or ""))[0])
        for name in ("authors", "editors")
    }
    year = given.get("year")
    return Reference(
        title=str(given.get("title")), year=year if isinstance(year, int) else None, **people
    )
