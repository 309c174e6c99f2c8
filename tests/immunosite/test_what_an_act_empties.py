"""What an act empties: each page that it changes, and hardly any other."""

from collections import Counter
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from editorial import acts
from editorial.acts.reauthentication import WRONG_PASSWORD
from editorial.built_from import EVERYTHING
from editorial.models import AuditEvent, RiskLevel
from editorial.public import views
from editorial.workflow import TABLE, Act
from immunosite import page_store
from immunosite.invalidation.heard import heard
from immunosite.invalidation.touching import SITE, UNSEEN, touched_by
from immunosite.page_store import PageStore, is_good, public_state
from immunosite.search.acts import REBUILD, SPELLINGS
from immunosite.search.index import rebuild
from tests import cast

SITE_PAGES = [
    "/", "/articles/", "/articles/?therapy=car-t", "/therapies/", "/conditions/", "/glossary/",
    "/therapies/compare/?t=car-t&t=vaccine", "/search/?q=text", "/search/suggest/?q=ca",
    "/corrections/", "/about/review-process/", "/about/funding/", "/feeds/all.xml",
    "/feeds/articles.xml", "/sitemap.xml", "/sitemap-articles.xml", "/reviewers/mei/",
    "/reviewers/ravi/", "/api/v1/pages/", "/api/v1/glossary/?q=anti", "/.well-known/jwks.json",
]  # fmt: skip
PAGES = [
    "/articles/plain/", "/articles/waiting/", "/articles/new-name/", "/articles/runs-out/",
    "/conditions/leukaemia/", "/conditions/melanoma/", "/glossary/antigen/", "/therapies/car-t/",
    "/therapies/vaccine/", "/therapies/car-t/history/1/",
]  # fmt: skip
OF_A_PAGE = [
    "", "history/", "history/1/", "history/passages/", "history/timemap/", "history/1/signed.json",
    "history/1/receipt.json", "report/",
]  # fmt: skip
OF_THE_API = ["", "history/", "history/1/"]
ADDRESSES = [
    *(*SITE_PAGES, *PAGES),
    *(f"/articles/whole/{under}" for under in OF_A_PAGE),
    *(f"/api/v1/pages/article/whole/{under}" for under in OF_THE_API),
]


class World:
    """A small site of everything, at nine o'clock in the morning."""

    def __init__(self, at):
        self.at = at
        self.wen, self.edda = cast.person("Wen", "Writer"), cast.person("Edda", "Editor")
        self.mei, self.ravi = cast.clinician("Mei", "Reviewer"), cast.clinician("Ravi", "Reviewer")
        self.leukaemia = cast.condition(self.wen, title="Leukaemia", slug="leukaemia")
        self.antigen = self.signed(
            cast.entry(self.wen, title="Antigen", slug="antigen", summary="A mark.")
        )
        self.melanoma = self.signed(cast.condition(self.wen, title="Melanoma", slug="melanoma"))
        self.car_t = self.signed(
            cast.therapy(self.wen, title="CAR T-cell", slug="car-t", conditions=[self.melanoma])
        )
        self.vaccine = self.signed(
            cast.therapy(self.wen, title="Vaccine", slug="vaccine", mechanism="vaccine")
        )
        self.whole = self.signed(
            cast.article(
                self.wen, slug="whole", body="<h2>One</h2><p>Some text of an antigen.</p>",
                therapies=[self.car_t], conditions=[self.melanoma, self.leukaemia],
                see_also=[self.antigen],
            )
        )  # fmt: skip
        self.plain = self.signed(cast.article(self.wen, slug="plain"))

    def signed(self, document, by=None):
        cast.publish(document, self.wen, by or self.mei)
        return document.stored()

    def again(self, name, by=None, **fields):
        """A new edition."""
        newer = acts.revise(getattr(self, name), by=self.wen).specific
        relations = {each: fields.pop(each) for each in ("therapies",) if each in fields}
        for field, value in fields.items():
            setattr(newer, field, value)
        setattr(self, name, self.signed(cast.save(newer, self.wen, **relations), by))

    def withdraw(self, name, reason="A study was retracted."):
        acts.withdraw(getattr(self, name), by=self.edda, reason=reason)

    def plan(self, **fields):
        self.waiting = self.signed(cast.article(self.wen, therapies=[self.car_t], **fields))


@pytest.fixture
def at(monkeypatch):
    """`at(9.5)`: it is half past nine on the site's clock."""
    real = timezone.now
    today = real().replace(hour=0, minute=0, second=0, microsecond=0)
    start = real()

    def put(hours):
        beginning = today + timedelta(days=1, hours=hours)
        monkeypatch.setattr(timezone, "now", lambda: beginning + (real() - start))

    put(9)
    return put


@pytest.fixture
def world(db, at):
    return World(at)


# What happens, in this order.
EVENTS = {
    "a page that was named and unknown comes out": lambda w: w.signed(w.leukaemia),
    "a new page that names others": lambda w: w.signed(
        cast.article(w.wen, therapies=[w.vaccine], genre="question", short_answer="Yes."), w.ravi
    ),
    "a new edition with another title": lambda w: w.again("whole", title="Whole and new"),
    "what is named gets another title": lambda w: (
        w.again("car_t", title="CAR T-cell therapy"),
        w.again("melanoma", title="Melanoma of the skin"),
    ),
    "an entry gets another meaning": lambda w: w.again("antigen", summary="What is recognised."),
    "a new entry, of a word that others hold": lambda w: w.signed(
        cast.entry(w.wen, title="Text", slug="text")
    ),
    "a page names a therapy no more, and one moves": lambda w: (
        w.again("whole", therapies=[w.vaccine]),
        w.again("plain", slug="new-name"),
    ),
    "a page is signed again unchanged, by another": lambda w: cast.sign(
        acts.reaffirm(w.whole, by=w.wen), w.ravi
    ),
    "a page is planned, and its time is moved": lambda w: (
        w.plan(slug="waiting", publish_at=hours_ahead(3)),
        acts.reschedule(w.waiting, by=w.edda, effective_from=hours_ahead(2), reason="Sooner."),
        w.plan(slug="runs-out", expire_at=hours_ahead(2)),
    ),
    "the planned times come": lambda w: w.at(11.5),
    "the clock is put back": lambda w: w.at(10.5),
    "a page is withdrawn": lambda w: (w.at(11.6), w.withdraw("whole")),
    "for another reason": lambda w: w.withdraw("whole", "A dose was wrong."),
    "others are withdrawn": lambda w: (w.withdraw("car_t"), w.withdraw("antigen")),
    "a page comes back": lambda w: w.again("whole", summary="Sound again."),
    "reviews run out": lambda w: (rebuild(), w.at(24 * 400)),
}


def hours_ahead(hours):
    return timezone.now() + timedelta(hours=hours)


class Reader:
    """Keeps a page of each address as long as the store would."""

    def __init__(self, monkeypatch):
        self.monkeypatch, self.pages = monkeypatch, {}

    def fresh(self, address):
        """As a process that has just begun makes it; None for what is never stored."""
        self.monkeypatch.setattr(page_store, "store", PageStore())
        Client().get(address)
        return next(iter(page_store.store.pages.values()), None)

    def good(self):
        state = public_state()
        heard.read_on()
        return {at for at, page in self.pages.items() if page and is_good(page, state)}

    def look(self):
        """What is still good, and what each address says now."""
        good, now = self.good(), {address: self.fresh(address) for address in ADDRESSES}
        before, self.pages = self.pages, now | {at: self.pages[at] for at in good}
        return good, before, now


def test_no_page_outlives_what_it_was_built_from(world, monkeypatch):
    """And each sort of source is the only reason why some page is given up: left out, that page
    would be served too long."""
    reader, only_reasons = Reader(monkeypatch), Counter()
    reader.look()
    for event, happens in EVENTS.items():
        last = AuditEvent.objects.latest("sequence").sequence
        happens(world)
        good, before, now = reader.look()
        for address, page in before.items():
            said = now[address].plain if now[address] else b""
            assert address not in good or page.plain == said, f"{event}: {address} is old"
            if page and page.plain != said:
                only_reasons.update(only_reason(page, last))
    assert only_reasons.keys() >= {"document", "naming", "kind", "signer", EVERYTHING}


def only_reason(page, last):
    """The sort of source by which the acts since `last` touch this page, where it is one alone. Not
    the address of a page, which is never touched without the page."""
    touched = touched_by(AuditEvent.objects.filter(sequence__gt=last))
    hit = {name.partition("-")[0] for _, names in touched for name in names & page.sources}
    hit.discard("address")
    return hit if len(hit) == 1 else ()


def test_what_readers_do_not_see_empties_nothing(world, monkeypatch):
    """Work on a live page, on a draft, and up to the first of two signatures."""
    reader = Reader(monkeypatch)
    reader.look()
    stored = reader.good()
    w = world
    assert len(stored) > 30
    draft = cast.article(w.wen, risk=RiskLevel.HIGH, publish_at=hours_ahead(5))
    for document in (draft, acts.revise(w.whole, by=w.wen).specific):
        review = cast.submit(cast.save(document, w.wen), w.wen)
        acts.take(review, by=w.ravi, shown_assignee=None)
        acts.give_back(review, by=w.ravi)
        acts.plan_review(review, by=w.edda, assignee=w.ravi, due=timezone.localdate())
        comment = acts.comment(review, by=w.ravi, body="Is this true?")
        acts.answer(comment, by=w.wen, body="It is.")
        acts.resolve(comment, by=w.ravi)
        acts.request_changes(review, by=w.ravi, reason="A word is missing.")
        acts.recall(cast.submit(document.stored(), w.wen), by=w.wen)
    cast.sign(cast.submit(draft.stored(), w.wen), w.ravi)
    acts.reaffirm(w.plain, by=w.wen)
    acts.bring_back(acts.discard(cast.article(w.wen), by=w.edda), by=w.edda)
    assert reader.good() == stored


def test_of_each_act_it_is_decided_whether_readers_see_it():
    """Those that always say which editions they changed are not named, nor saves."""
    seen = {Act.WITHDRAW, Act.RESCHEDULE}
    saves = {Act.CREATE, Act.EDIT, Act.LOWER_RISK, Act.AGREE, Act.DECLINE}
    assert set(TABLE) == (UNSEEN - {WRONG_PASSWORD}) | seen | saves
    assert not UNSEEN & (seen | saves)


@pytest.mark.parametrize(
    ("act", "data"),
    [
        ("mend the state", {"done": ["…"], "editions": []}),
        ("something new", {}),
        ("sign off", {"editions": [{"edition": 1}]}),
        ("withdraw", {"editions": "all"}),
    ],
)
def test_an_act_that_is_not_understood_touches_every_page(db, act, data):
    event = AuditEvent(sequence=7, act=act, data=data, document_kind="article", document_id="x")
    assert list(touched_by([event])) == [(7, {SITE, EVERYTHING})]


@pytest.mark.parametrize("act", [REBUILD, SPELLINGS])
def test_what_changes_searches_alone_touches_no_page_that_shows_none(db, act):
    event = AuditEvent(sequence=7, act=act, data={}, document_kind="site", document_id="0")
    assert list(touched_by([event])) == [(7, {EVERYTHING})]


# --- How much is left -----------------------------------------------------------------------------

ACTS = 50


@pytest.fixture
def many(world):
    """Ten more pages; their addresses."""
    made = [world.signed(cast.article(world.wen)) for _ in range(10)]
    return made, [each.live_edition().get_absolute_url() for each in made]


def test_while_fifty_acts_go_on_the_store_answers_for_what_they_do_not_touch(
    world, many, monkeypatch
):
    made, addresses = many
    acted_on, others = made[:2], addresses[2:]
    client, rendered = Client(), Counter()
    for address in others:
        client.get(address)
    monkeypatch.setattr("editorial.public.views._neighbours", counting(rendered))
    reads = 0
    for number in range(ACTS):
        act_on(world, acted_on[number % 2], number)
        for address in others:
            assert client.get(address).status_code == 200
            reads += 1
    assert reads == ACTS * len(others)
    assert rendered.total() <= reads / 100


def counting(rendered):
    made = views._neighbours

    def neighbours(edition, backlinks):
        rendered[edition.pk] += 1
        return made(edition, backlinks)

    return neighbours


def act_on(world, document, number):
    """In turn: a new edition, a submission that is recalled, a plan, a withdrawal."""
    document = document.stored()
    if number % 5 == 4:
        acts.withdraw(document, by=world.edda, reason=f"Reason {number}.")
        return
    newer = acts.revise(document, by=world.wen).specific
    newer.body = f"<h2>One</h2><p>Some text, {number}.</p>"
    newer.publish_at = hours_ahead(1) if number % 5 == 3 else None
    world.signed(cast.save(newer, world.wen), (world.mei, world.ravi)[number % 2])


def test_a_planned_moment_ends_only_what_it_changes(world, many, at):
    _, addresses = many
    planned = cast.publish(cast.article(world.wen, publish_at=hours_ahead(1)), world.wen, world.mei)
    client = Client()
    pages = [*addresses, "/articles/", planned.get_absolute_url()]
    for address in pages:
        client.get(address)
    at(10.5)
    state = public_state()
    heard.read_on()
    good = {
        key.partition(" ")[2]
        for key, page in page_store.store.pages.items()
        if is_good(page, state)
    }
    assert good == set(addresses)
    assert client.get(planned.get_absolute_url()).status_code == 200
