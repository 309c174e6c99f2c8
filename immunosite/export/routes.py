"""Of every address of the site: is it exported, asked of the application, or not shown at all?

Read from the URL configuration, so that what is added there is met here: an address without
arguments is exported unless it is named below, and one with arguments that nobody lists is a fault.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache

from django.urls import URLPattern, URLResolver, get_resolver

from editorial.kinds import all_kinds


class Fate(Enum):
    EXPORTED = "exported"
    APPLICATION = "asked of the application"
    HIDDEN = "not shown"
    UNKNOWN = "in no list"


FOR_STAFF = "for those who sign in"
A_FORM = "a form that is sent here"
# Where the whole of what is below an address belongs to the application.
BELOW = {
    "admin/": FOR_STAFF,
    "review/": FOR_STAFF,
    "accounts/": FOR_STAFF,
    "api/v1/": "answers by parameters, and counts who asks",
}
APPLICATION = {
    "search": "answers what a reader types",
    "search-suggest": "answers while a reader types",
    "ask": A_FORM,
}
# After a kind's own name.
APPLICATION_OF_A_PAGE = {
    "report": A_FORM,
    "timegate": "answers by a header of the request (RFC 7089)",
    "proof": "one for each passage of each edition, and computed from the signed text",
}
HIDDEN = {"healthz": "of one process, for its supervisor", "readyz": "likewise"}
SLUG = "export_slug"
OF_A_PAGE = ("history", "passages", "timemap")
OF_AN_EDITION = ("edition", "signed-text", "receipt")
LISTED = {"reviewer"}


@dataclass(frozen=True)
class Route:
    """`pattern` is a regular expression for the whole path, or for how it begins, as both Python
    and PCRE read it."""

    pattern: str
    name: str
    fate: Fate
    why: str = ""
    has_arguments: bool = False
    is_beginning: bool = False

    def holds(self, path: str) -> bool:
        match = re.match if self.is_beginning else re.fullmatch
        return match(self.pattern, path) is not None


@cache
def routes() -> tuple[Route, ...]:
    return tuple(_below(get_resolver().url_patterns, "", ""))


def of_fate(fate: Fate) -> list[Route]:
    return [each for each in routes() if each.fate is fate]


def route_of(path: str) -> Route | None:
    """The first that holds a path, as the site itself chooses; `path` is decoded."""
    return next((each for each in routes() if each.holds(path)), None)


def _below(
    patterns: Iterable[URLPattern | URLResolver], written: str, pattern: str
) -> Iterator[Route]:
    for each in patterns:
        path, whole = f"{written}{each.pattern}", f"{pattern}{_regex(each)}"
        if path in BELOW:
            why = BELOW[path]
            yield Route(f"/{whole}", path, Fate.APPLICATION, why, is_beginning=True)
        elif isinstance(each, URLResolver):
            yield from _below(each.url_patterns, path, whole)
        else:
            yield _route(each, f"/{whole}", has_arguments="<" in path or "(" in path)


def _regex(each: URLPattern | URLResolver) -> str:
    """Of all names of groups only that of the slug, under one that nobody else in nginx has."""
    source: str = each.pattern.regex.pattern
    whole = source.removeprefix("^").removesuffix(r"\Z").removesuffix("$")
    return re.sub(r"\?P<(?!export_)\w+>", "?:", whole.replace("?P<slug>", f"?P<{SLUG}>", 1))


def _route(each: URLPattern, pattern: str, *, has_arguments: bool) -> Route:
    name = each.name or ""
    if reason := {**APPLICATION, **_of_pages(APPLICATION_OF_A_PAGE)}.get(name):
        return Route(pattern, name, Fate.APPLICATION, reason, has_arguments)
    if name in HIDDEN:
        return Route(pattern, name, Fate.HIDDEN, HIDDEN[name], has_arguments)
    known = (name and not has_arguments) or name in LISTED | _listed_of_pages()
    return Route(
        pattern, name, Fate.EXPORTED if known else Fate.UNKNOWN, has_arguments=has_arguments
    )


def _of_pages(reasons: dict[str, str]) -> dict[str, str]:
    return {f"{kind.name}-{of}": why for kind in all_kinds() for of, why in reasons.items()}


def _listed_of_pages() -> set[str]:
    own = {kind.name for kind in all_kinds()}
    return own | {f"{kind}-{of}" for kind in own for of in (*OF_A_PAGE, *OF_AN_EDITION)}
