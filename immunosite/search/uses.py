"""The pages that use a term of the glossary, as far as search can find its names in them."""

from django.db.models.expressions import RawSQL

from editorial.models import Edition
from editorial.public.views import LISTED
from editorial.text.fold import words
from glossary.pages import GlossaryPage
from immunosite.search.engines import engine
from immunosite.search.query import SMALL_WORDS, Phrase, Query


def pages_using(entry: Edition) -> object:
    """Ids of the newest live pages, other than entries, that hold the term, a synonym or a short
    form; one more than are listed. A subquery, for use in `pk__in`."""
    page = entry.page_as(GlossaryPage)
    names = [words(name) for name in (page.title, *page.synonyms, *page.abbreviations)]
    # A short form like “ALL” is a word in every text.
    phrases = [Phrase(tuple(name)) for name in names if name and not SMALL_WORDS.issuperset(name)]
    if not phrases:
        return []
    query = Query((tuple((phrase,) for phrase in phrases),))
    return RawSQL(*engine().newest(query, excluding=entry.kind, limit=LISTED + 1))  # noqa: S611
