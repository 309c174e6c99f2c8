"""Looking a term up by its name, a synonym or an abbreviation."""

import json

from django import forms
from django.db.models import Q

from editorial.models.edition import EditionQuerySet

WAYS = [("contains", "Contains"), ("starts", "Starts with")]
OTHER_NAMES = ("snapshot__content__synonyms", "snapshot__content__abbreviations")


class LookupForm(forms.Form):
    q = forms.CharField(label="Find a term", max_length=80, required=False)
    match = forms.ChoiceField(label="Match", choices=WAYS, required=False)
    letter = forms.CharField(max_length=3, required=False, widget=forms.HiddenInput)


def matching(entries: EditionQuerySet, words: str, way: str) -> EditionQuerySet:
    """Terms with these words in, or at the start of, any of their names."""
    start = way == "starts"
    found = Q(**{"title__istartswith" if start else "title__icontains": words})
    for text in _as_stored(words):
        for names in OTHER_NAMES:
            # A list is searched as JSON text, where each name begins after a quotation mark.
            found |= Q(**{f"{names}__icontains": f'"{text}' if start else text})
    return entries.filter(found)


def _as_stored(words: str) -> set[str]:
    """SQLite keeps letters beyond ASCII escaped in JSON, PostgreSQL does not."""
    return {json.dumps(words, ensure_ascii=escaped)[1:-1] for escaped in (True, False)}
