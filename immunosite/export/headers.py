"""The headers of the exported answers: those that all of a sort share, and those of one address.

nginx says what the site said. What it could not say, or what belongs to one reader, is refused.
"""

import re
from dataclasses import dataclass, field

from immunosite.export.asking import Reply
from immunosite.export.files import parts_of
from immunosite.export.refusal import ExportRefusal
from immunosite.export.routes import SLUG, route_of

# WhiteNoise says that a file never changes where its name holds a hash of it.
HASHED = re.compile(r"/.+\.[0-9a-f]{12}\..+")


@dataclass
class Headers:
    """What was met so far. Of one address: its path, and the header's text."""

    shared: dict[str, dict[str, str]] = field(default_factory=dict)
    # Of static files: “hashed”, whose name `HASHED` holds, and “others”.
    cache_control: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    # The same by the pattern of the address, with `{SLUG}` where the page's own slug stands.
    link_shapes: dict[str, str] = field(default_factory=dict)
    mementos: dict[str, str] = field(default_factory=dict)

    def note(self, sort: str, answer: Reply, address: str) -> None:
        check_nobodys(answer, address, is_page=sort != "static")
        around = {name: _in_order(name, text) for name, text in answer.around.items()}
        known = self.shared.setdefault(sort, around)
        if known != around:
            names = sorted({name for name, _ in known.items() ^ around.items()})
            raise ExportRefusal(
                f"{address} does not have the same {', '.join(names)} as what was exported before"
                " it, so nginx could not say it."
            )

    def note_page(self, answer: Reply, address: str) -> None:
        check_nobodys(answer, address, is_page=True)
        if "ETag" not in answer.headers:
            raise ExportRefusal(
                f"{address} is a page that the site itself does not keep for other readers. Name it"
                " in immunosite/export/routes.py as one that the application answers."
            )
        self.note("page", answer, address)
        path, query = parts_of(address)
        if not query:
            self._note_link(path, answer.headers.get("Link", ""))
            if moment := answer.headers.get("Memento-Datetime"):
                self.mementos[path] = moment

    def _note_link(self, path: str, link: str) -> None:
        """The first page of a sort says what follows from the address; who differs has a line."""
        route = route_of(path)
        found = re.fullmatch(route.pattern, path) if route else None
        slug = found.groupdict().get(SLUG) if found else None
        if not (route and slug):
            self.links[path] = link
            return
        shape = link.replace(f"/{slug}/", f"/{{{SLUG}}}/")
        shape = self.link_shapes.setdefault(route.pattern, shape)
        if shape.replace(f"{{{SLUG}}}", slug) != link:
            self.links[path] = link

    def note_static(self, answer: Reply, address: str) -> None:
        own = ("Cache-Control", "Vary")
        kept = {name: text for name, text in answer.headers.items() if name not in own}
        self.note("static", Reply(answer.status, kept, answer.body), address)
        says = answer.headers["Cache-Control"]
        which = "hashed" if HASHED.fullmatch(address) else "others"
        if self.cache_control.setdefault(which, says) != says:
            raise ExportRefusal(f"{address} is to be kept for another time than files like it.")


def check_nobodys(answer: Reply, address: str, *, is_page: bool) -> None:
    """Raises ExportRefusal for what is one reader's own."""
    policy = answer.headers.get("Content-Security-Policy", "")
    for is_own, what in (
        ("Set-Cookie" in answer.headers, "sets a cookie"),
        ("'nonce-" in policy, "has a nonce in its policy"),
        (is_page and b"csrfmiddlewaretoken" in answer.body, "holds the token of a form"),
    ):
        if is_own:
            raise ExportRefusal(f"{address} {what}, so it is one reader's own and not exported.")


def _in_order(name: str, text: str) -> str:
    """The policy's parts come in another order in each process; the configuration is to stay."""
    is_policy = name == "Content-Security-Policy"
    return "; ".join(sorted(text.split("; "))) if is_policy else text
