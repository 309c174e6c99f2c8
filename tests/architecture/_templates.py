"""The templates of public pages, and what they must not do."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

FOLDERS = ["public", "about", "articles", "glossary", "search", "_partials"]
SINGLE = [
    "home.html",
    "corrections.html",
    "base.html",
    "404.html",
    "411.html",
    "413.html",
    "500.html",
    "403.html",
    "400.html",
]
# Only these show HTML as it is: the signed text, cleaned at the door through which it was saved.
BODIES = {
    "articles/_article.html",
    "articles/_therapy.html",
    "articles/_condition.html",
    "glossary/_entry.html",
    "_partials/sources.html",
}
# Relations that lead from an edition to what nobody signed.
DRAFT = r"\.document\b(?!_id)|\bdocument\.|\breview\.snapshot\b|\.owner\b|\breview\.document\b"
UNESCAPED = r"\|\s*(safe|safeseq|prose)\b|\bautoescape\s+off\b"


@dataclass
class Template:
    name: str
    source: str

    @property
    def libraries(self) -> set[str]:
        loads = re.findall(r"\{%\s*load\s+([^%]+?)\s*%\}", self.source)
        return {name for load in loads for name in load.split(" from ")[-1].split()}


def all_templates() -> list[Template]:
    root = settings.BASE_DIR / "templates"
    return [
        Template(str(path.relative_to(root)), path.read_text()) for path in root.rglob("*.html")
    ]


def public_templates() -> list[Template]:
    root = settings.BASE_DIR / "templates"
    paths = [path for folder in FOLDERS for path in (root / folder).rglob("*.html")]
    paths += [root / name for name in SINGLE]
    return [Template(str(path.relative_to(root)), path.read_text()) for path in sorted(paths)]


def rights_asked(name: str, source: str) -> Iterator[str]:
    """What a template shows and what an act allows comes from the same rule."""
    for tag in re.findall(r"\{\{.*?\}\}|\{%.*?%\}", source, re.DOTALL):
        if re.search(r"\bperms\.|\bis_superuser\b|\bis_staff\b", tag):
            yield f"{name}: {tag} asks for a right"


def template_faults(name: str, source: str) -> Iterator[str]:
    for tag in re.findall(r"\{\{.*?\}\}|\{%.*?%\}", source, re.DOTALL):
        if re.search(DRAFT, tag):
            yield f"{name}: {tag} leads to a draft"
        if re.search(UNESCAPED, tag) and name not in BODIES:
            yield f"{name}: {tag} is not escaped"
