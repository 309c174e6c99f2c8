"""Export the public site into a folder: all of it, or what was there stays as it was."""

import gzip
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import brotli
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from editorial.record.verify import one_moment
from immunosite.export import nginx
from immunosite.export.addresses import addresses
from immunosite.export.asking import Reply, Site, many_questions
from immunosite.export.files import CODINGS, ending_of, is_plain_query, name_of, parts_of
from immunosite.export.links import links_of
from immunosite.export.queue import Queue
from immunosite.export.refusal import ExportRefusal
from immunosite.export.routes import Fate, of_fate, route_of
from immunosite.export.tree import CURRENT, MANIFEST, Tree, new_tree
from immunosite.page_store import public_state

SHOWN = 20  # broken links
QUEUE = "queue"
# Called with the number of addresses that are done and that are known.
Progress = Callable[[int, int], object]


@dataclass
class Exported:
    """What the manifest says of a run."""

    made_at: str
    true_until: str  # the next moment at which the clock alone changes a page
    last_act: str  # the hash of the last act in it that the public sees
    pages: int
    static_files: int
    notices: int
    moved: int
    broken_links: list[str]
    written: int  # files, of which a page has three
    same: int
    removed: int
    reload: bool  # nginx's configuration is another one


def export(
    into: Path, progress: Progress, *, application: str, despite_broken_links: bool = False
) -> Exported:
    """Raises ExportRefusal, OSError or the database's error; then what was served still is."""
    _check_site()
    into = into.resolve()
    facts = nginx.Facts(into / CURRENT, application)
    nginx.check_words(facts)
    with new_tree(into) as tree, many_questions(), one_moment():
        run = _Run(tree, facts)
        try:
            exported = run.through(progress, despite_broken_links=despite_broken_links)
        finally:
            run.queue.close()
        (tree.folder / QUEUE).unlink()
        tree.write(MANIFEST, json.dumps(asdict(exported), indent=1).encode())
    return exported


def _check_site() -> None:
    if settings.DEBUG:
        raise ExportRefusal("With DEBUG=true pages show Python errors. Set it to false.")
    for each in of_fate(Fate.UNKNOWN):
        lack = "takes arguments, and nothing lists its addresses" if each.name else "has no name"
        raise ExportRefusal(
            f"{each.pattern} {lack}. Say in immunosite/export/routes.py what becomes of it."
        )


class _Run:
    def __init__(self, tree: Tree, facts: nginx.Facts) -> None:
        self.tree, self.facts = tree, facts
        self.queue, self.site = Queue(tree.folder / QUEUE), Site()
        self.count = Counter[str]()
        self.missing = self.site.ask("/@")

    def through(self, progress: Progress, *, despite_broken_links: bool) -> Exported:
        # Before the first page: an act or a moment in between only makes pages newer than this.
        made_at = timezone.now()
        last_act, true_until = public_state(made_at)
        for address in addresses():
            self.queue.add(address)
        for done, address in enumerate(self.queue, 1):
            self._export(address, self._answer(address))
            progress(done, len(self.queue))
        broken = [f"{link} on {page}" for link, page in self.queue.broken_links()]
        if broken and not despite_broken_links:
            raise ExportRefusal(_told(broken))
        self._put_errors()
        reload = self._put_configuration()
        return Exported(
            made_at=made_at.isoformat(),
            true_until=true_until.isoformat(),
            last_act=last_act,
            pages=self.count["page"],
            static_files=self.count["static"],
            notices=self.count["notice"],
            moved=sum(map(len, self.facts.moved.values())),
            broken_links=broken,
            written=self.tree.written,
            same=self.tree.same,
            removed=self.tree.removed(),
            reload=reload,
        )

    def _answer(self, address: str) -> Reply:
        route = route_of(parts_of(address)[0])
        is_hidden = route is not None and route.fate is Fate.HIDDEN
        return self.missing if is_hidden else self.site.ask(address)

    def _export(self, address: str, answer: Reply) -> None:
        match answer.status:
            case 200 if address.startswith(str(settings.STATIC_URL)):
                self._put_static(address, answer)
            case 200:
                self._put_page(address, answer)
            case 301 | 302:
                self._note_moved(address, answer)
            case 404 if answer.body == self.missing.body:
                self.queue.note_missing(address)
                return
            case 404 | 410:
                self._put_notice(address, answer)
            case status:
                raise ExportRefusal(f"The site answers {status} for {address}.")
        for link in links_of(answer, address):
            self._follow(link, address)

    def _follow(self, link: str, page: str) -> None:
        path, query = parts_of(link)
        as_file = link if is_plain_query(query) else link.partition("?")[0]
        if path.startswith(str(settings.STATIC_URL)):
            as_file = link.partition("?")[0]
        route = route_of(path)
        if route and route.fate is Fate.APPLICATION:
            return
        # A query that is no file's name is the application's.
        self.queue.add(as_file, page)

    def _put_page(self, address: str, answer: Reply) -> None:
        self.facts.headers.note_page(answer, address)
        self.facts.page_types.add(answer.content_type)
        self.count["page"] += 1
        name = name_of(address, answer.content_type)
        is_same = self.tree.has_same(f"identity/{name}", answer.body)
        if is_same and all(self.tree.keep(f"{coding}/{name}") for coding in CODINGS):
            return
        for coding, body in zip(CODINGS, _coded(answer.body), strict=True):
            self.tree.write(f"{coding}/{name}", body)

    def _put_static(self, address: str, answer: Reply) -> None:
        self.facts.headers.note_static(answer, address)
        self.facts.static_types.add(answer.content_type)
        self.count["static"] += 1
        name = name_of(address, answer.content_type)
        self.tree.put(f"identity/{name}", answer.body)
        for coding in CODINGS[1:]:
            smaller = self.site.ask(address, coding)
            if smaller.headers.get("Content-Encoding") == coding:
                self.tree.put(f"{coding}/{name}", smaller.body)

    def _note_moved(self, address: str, answer: Reply) -> None:
        self.facts.headers.note("notice", answer, address)
        path, query = parts_of(address)
        if not query:  # the application answers those
            self.facts.moved[answer.status][path] = answer.headers["Location"]

    def _put_notice(self, address: str, answer: Reply) -> None:
        self.facts.headers.note("notice", answer, address)
        if answer.content_type != nginx.HTML:
            raise ExportRefusal(f"The notice at {address} is no page of HTML.")
        if not parts_of(address)[1]:
            self.count["notice"] += 1
            self.tree.put(f"{answer.status}/{name_of(address, nginx.HTML)}", answer.body)

    def _put_errors(self) -> None:
        self.facts.headers.note("notice", self.missing, "the page of what is missing")
        ending = ending_of(nginx.HTML)
        self.tree.put(f"errors/404.{ending}", self.missing.body)
        unreachable = render_to_string("export/unreachable.html").encode()
        self.tree.put(f"errors/unreachable.{ending}", unreachable)

    def _put_configuration(self) -> bool:
        """True where it is another than that of the last run."""
        files = nginx.configuration(self.facts)
        same = [self.tree.has_same(f"nginx/{name}", text) for name, text in files.items()]
        for name, text in files.items():
            self.tree.put(f"nginx/{name}", text)
        return not all(same)


def _coded(body: bytes) -> tuple[bytes, bytes, bytes]:
    """In the order of CODINGS."""
    return body, gzip.compress(body, compresslevel=6, mtime=0), brotli.compress(body, quality=5)


def _told(broken: list[str]) -> str:
    more = [f"… and {len(broken) - SHOWN} more"] if len(broken) > SHOWN else []
    listed = "\n".join([*broken[:SHOWN], *more])
    return (
        f"These links lead to no page:\n{listed}\nMend them, or export all the same with"
        " --despite-broken-links"
    )
