"""The project's own source, parsed, and the rules of its architecture. A rule yields faults."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

# From the top down.
ROOMS = ["immunosite", "articles", "findings", "glossary", "evidence", "editorial"]


@dataclass
class Module:
    name: str
    source: str
    is_package: bool = False

    def __post_init__(self) -> None:
        self.tree = ast.parse(self.source)
        self.room = self.name.partition(".")[0]

    def at(self, node: ast.AST) -> str:
        return f"{self.name}:{getattr(node, 'lineno', 0)}"


def modules() -> dict[str, Module]:
    paths = [path for room in ROOMS for path in (settings.BASE_DIR / room).rglob("*.py")]
    return {module.name: module for module in map(_read, paths)}


def _read(path: Path) -> Module:
    parts = path.relative_to(settings.BASE_DIR).with_suffix("").parts
    is_package = parts[-1] == "__init__"
    name = ".".join(parts[:-1] if is_package else parts)
    return Module(name, path.read_text(encoding="utf-8"), is_package)


def imports(module: Module) -> Iterator[tuple[ast.AST, str, str]]:
    """Each import, wherever it stands: the node, the module, and the name taken from it. What only
    a type checker reads gives nothing to code that runs."""
    unread = {each for node in ast.walk(module.tree) if _is_for_types(node) for each in node.body}
    for node in ast.walk(module.tree):
        if node in unread:
            continue
        if isinstance(node, ast.Import):
            yield from ((node, alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = _origin(module, node)
            yield from ((node, origin, alias.name) for alias in node.names)


def _is_for_types(node: ast.AST) -> bool:
    test = getattr(node, "test", None)
    return isinstance(node, ast.If) and isinstance(test, ast.Name) and test.id == "TYPE_CHECKING"


def _origin(module: Module, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    parts = module.name.split(".")
    base = parts[: len(parts) - node.level + module.is_package]
    return ".".join([*base, *([node.module] if node.module else [])])


# --- Imports point down ---------------------------------------------------------------------------


def rooms_above_named(module: Module) -> Iterator[str]:
    """Modules of a room above that are spelt as text, where import-linter does not look."""
    above = ROOMS[: ROOMS.index(module.room)]
    for node in ast.walk(module.tree):
        if _is_text(node) and re.fullmatch(rf"({'|'.join(above) or '-'})(\.\w+)+", node.value):
            yield f"{module.at(node)} names {node.value}"


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


# --- Public pages read editions only --------------------------------------------------------------

# All that a public module may take from the tables.
PUBLIC_NAMES = {"Edition", "EditionQuerySet", "EditionFacet", "SignOff", "Withdrawal", "Badge"}
# Who wrote and signed each passage is frozen with the edition, without its words.
PUBLIC_NAMES |= {"EditionPassages", "Standing"}
# Receipts state facts and no words; search's own tables are copies of signed words, and what
# editors say of spelling.
PUBLIC_NAMES |= {
    "Receipt",
    "ReceiptKey",
    "SearchEntry",
    "SearchName",
    "SearchText",
    "SearchWord",
    "SpellingPair",
    "in_force",
}
# What Retraction Watch lists of papers: dates, numbers and no words.
PUBLIC_NAMES |= {"Nature", "RetractionData", "RetractionNotice"}
# The public modules that put rows into a table and show none: by one readers' letters come in, the
# other counts what they looked for in vain.
MAILBOXES = {
    ("immunosite.letters.receiving", "Letter"),
    ("immunosite.search.missed", "MissedSearch"),
}
# What computes a badge: it reads the record and the round, and gives editions and signatures.
PROOF = {("editorial.proof", "AuditEvent"), ("editorial.proof", "Review")}
FOLLOWED = r"(^|__)document__(?!in$|pk$|id$)"


def reached(start: Iterable[str], known: dict[str, Module]) -> set[str]:
    """The modules that these import, and so on; what defines the tables is not entered."""
    todo, done = list(start), set()
    while todo:
        name = todo.pop()
        if name in known and name not in done and "models" not in name.split("."):
            done.add(name)
            for _, origin, taken in imports(known[name]):
                todo += [origin, f"{origin}.{taken}"]
    return done


def draft_reads(module: Module) -> Iterator[str]:
    """Ways from public code to a table that is not public."""
    for node, origin, taken in imports(module):
        if origin == "django.apps" or "reversion" in origin:
            yield f"{module.at(node)} imports {origin}"
        of_models = "models" in origin.split(".") and origin.split(".")[0] in ROOMS
        known = taken in PUBLIC_NAMES or (module.name, taken) in MAILBOXES | PROOF
        if of_models and not known and not _only_names_kinds(module, taken):
            yield f"{module.at(node)} imports {taken or origin} from {origin}"
        if origin.split(".")[0] in ROOMS and taken == "models":
            yield f"{module.at(node)} imports all of {origin}.models"
    for node in ast.walk(module.tree):
        if _follows_document(node):
            yield f"{module.at(node)} follows a relation to the draft"


def _only_names_kinds(module: Module, taken: str) -> bool:
    """`Document.model_of(kind)` knows the kind's name and its reader, and no row."""
    uses = [n for n in ast.walk(module.tree) if isinstance(n, ast.Name) and n.id == taken]
    named = {n.value for n in ast.walk(module.tree)
             if isinstance(n, ast.Attribute) and n.attr == "model_of"}  # fmt: skip
    return taken == "Document" and bool(uses) and all(use in named for use in uses)


def _follows_document(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        return isinstance(node.value, ast.Attribute) and node.value.attr == "document"
    if isinstance(node, ast.keyword):
        return bool(node.arg and re.search(FOLLOWED, node.arg))
    if isinstance(node, ast.Call) and name_called(node) in ("select_related", "prefetch_related"):
        return any(_is_text(each) and "document" in each.value.split("__") for each in node.args)
    return (
        _is_text(node)
        and bool(re.fullmatch(r"\w*", node.value))
        and bool(re.search(FOLLOWED, node.value))
    )


# --- One way to write a state ---------------------------------------------------------------------

READS = {"filter", "exclude", "get", "Q", "get_object_or_404", "aggregate", "annotate"}


def state_writes(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if _writes_state(node):
            yield f"{module.at(node)} writes a state"


def _writes_state(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr == "state" and isinstance(node.ctx, ast.Store)
    if isinstance(node, ast.Call) and name_called(node) not in READS:
        return _is_state_among(node)
    return _is_text(node) and bool(re.search(r"(?i)update\W+editorial_document\b", node.value))


def _is_state_among(call: ast.Call) -> bool:
    names = [keyword.arg for keyword in call.keywords]
    spread = [key for keyword in call.keywords for key in getattr(keyword.value, "keys", [])]
    if name_called(call) in ("setattr", "bulk_update"):
        spread += [part for each in call.args for part in ast.walk(each)]
    return "state" in names or any(_is_text(each) and each.value == "state" for each in spread)


def name_called(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


# --- Who may what is said in one place ------------------------------------------------------------


def rights_asked(module: Module) -> Iterator[str]:
    """A right on documents that is asked for by name, past the workflow's table."""
    for node in ast.walk(module.tree):
        right = getattr(node, "value", "") if module.name != "editorial.rights" else ""
        if re.fullmatch(r"editorial\.(\w+_document|act_as_editor)", str(right)):
            yield f"{module.at(node)} asks for {right}: ask editorial.workflow or rights"


def spoilt_names(module: Module) -> Iterator[str]:
    """“NCIt code”.capitalize() is “Ncit code”; Django's capfirst leaves the rest as it is."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and name_called(node) in ("capitalize", "title"):
            yield f"{module.at(node)} changes the capitals of a name: use capfirst"


# --- Template tags are for templates --------------------------------------------------------------


def tags_called(module: Module) -> Iterator[str]:
    """What Python code calls, too, stands in a module; the tag is registered from there."""
    if "templatetags" in module.name.split("."):
        return
    for node, origin, taken in imports(module):
        parts = origin.split(".")
        if parts[0] in ROOMS and "templatetags" in [*parts, taken]:
            yield f"{module.at(node)} takes {taken or origin} from template tags"
