"""Links the first use of each glossary term in a page, while the page is rendered.

The signed text stays as it is: all that is added is `<a …>` before a term and `</a>` after it. What
the writer decided about single places goes before what is found.
"""

from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate

from django.urls import reverse
from django.utils.html import format_html

from glossary.choices import Choices
from glossary.matcher import Found, Matcher, Term
from glossary.runs import TAG, Run, Spot, runs_of
from glossary.sentences import Sentences
from glossary.written import HYPHENS, WORDLIKE, parted

# The parts of a page that are signed text; not its signature, sources or lists of other pages.
SIGNED_TEXT = frozenset({"lead", "answer", "key-points", "prose"})


# Words that name a term, or were to name one: where they were found, and how.
Places = list[tuple[Sentences, Found]]


class PageLinker:
    """One for each page rendered: it remembers what the page has linked already."""

    def __init__(
        self,
        matcher: Matcher,
        own: str = "",
        choices: Iterable[str] = (),
        places: Places | None = None,
    ) -> None:
        """`own` is the slug of the term whose own page this is; `choices` are the lines in which
        the writer decided (`Document.glossary_links`). `places` is filled with what was linked,
        refused, or claimed by two."""
        self.matcher = matcher
        self.own = own
        self.choices = Choices(choices)
        self.places = places
        self.linked: dict[str, Term] = {}

    def link(self, html: str, within: frozenset[str] | None = None) -> str:
        """The HTML with links; with `within`, only inside elements of one of these classes."""
        pieces = TAG.split(html)
        for run in runs_of(pieces, within):
            self._link_run(run, pieces)
        return "".join(pieces)

    def _link_run(self, run: Run, pieces: list[str]) -> None:
        """The words are read as one text, whatever its markup; links go round the markup."""
        text = Sentences(parted("".join([pieces[place] for place in run.places])))
        ends: list[int] = []
        marks = []
        for found in self._found(text):
            if not self._counts(found):
                continue
            ends = ends or list(accumulate(map(len, text.parts)))
            start, end = ends[2 * found.first], ends[2 * found.last + 1] + len(found.tail)
            if (span := run.span(start, end, pieces)) and _is_whole(found, text, run, pieces):
                if self.places is not None:
                    self.places.append((text, found))
                if found.term:
                    marks.append((span, found.term))
                    self.linked[found.term.slug] = found.term
        for (first, last), term in reversed(marks):
            _insert(pieces, last, "</a>")
            _insert(pieces, first, _opening(term.slug))

    def _found(self, text: Sentences) -> Iterable[Found]:
        """What the text names, from left to right; the writer's choices first."""
        found = self.matcher.find(text)
        if not self.choices:
            return found
        decided = self.choices.places(text, self.matcher.by_slug)
        taken = {place for each in decided for place in range(each.first, each.last + 1)}
        free = (e for e in found if taken.isdisjoint(range(e.first, e.last + 1)))
        return sorted([*decided, *free], key=lambda each: each.first)

    def _counts(self, found: Found) -> bool:
        """A term is linked where it stands first, and wherever the writer chose it."""
        if found.term is None:
            return self.places is not None
        if found.term.slug == self.own:
            return False
        return bool(found.decided) or found.term.slug not in self.linked


def _insert(pieces: list[str], spot: Spot, text: str) -> None:
    place, offset = spot
    pieces[place] = pieces[place][:offset] + text + pieces[place][offset:]


def _is_whole(found: Found, text: Sentences, run: Run, pieces: list[str]) -> bool:
    """Whether the first and the last word end with the run, where what follows is not read."""
    begins = found.first == 0 and not text.parts[0]
    if begins and run.before and (WORDLIKE.match(run.before) or run.before in HYPHENS):
        return False
    ends = 2 * found.last + 3 == len(text.parts) and text.parts[-1] == found.tail
    return not (ends and WORDLIKE.match(run.next_letter(pieces)))


@lru_cache(maxsize=8192)
def _opening(slug: str) -> str:
    address = reverse("glossaryentry", args=[slug])
    return format_html('<a class="term" href="{}" data-term="{}">', address, slug)
