import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.contrib.admin import site
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.urls import reverse
from reversion.models import Version

from articles.models import Article
from editorial.acts import drafts, submit
from editorial.exceptions import NotAllowed
from editorial.findings import Level
from editorial.models import User
from editorial.roles import ADMINISTRATOR, WRITER
from evidence.ama import ama_html
from evidence.cited import attach_cited
from evidence.citing_admin import Sources
from evidence.library import save_reference
from evidence.models import Reference

pytestmark = pytest.mark.django_db
SAMPLE = Path(__file__).parents[2] / "immunosite/sample/references.yaml"


def person(name: str, *roles: str) -> User:
    user = User.objects.create_user(name, password="x", is_staff=True)
    user.groups.set(Group.objects.filter(name__in=roles))
    return user


@pytest.fixture
def wen():
    return person("wen", WRITER)


@pytest.fixture
def hodi(wen):
    return save_reference(Reference(key="hodi-2010", title="Ipilimumab"), by=wen)


@pytest.fixture
def le(wen):
    return save_reference(Reference(key="le-2015", title="Mismatch repair"), by=wen)


def written(body: str, *, by: User, article: Any = None, kept: Reference | None = None) -> Any:
    article = article or Article(title="T", slug="t", summary="S", owner=by)
    article.body = body
    with drafts.saving(article, by=by, draft_version=article.draft_version):
        if kept:
            article.citations.create(reference=kept)
        attach_cited(article)
    return article


def keys(article: Article) -> list[str]:
    return [reference.key for reference in article.cited_references()]


def findings(article: Article, level: Level) -> list[str]:
    return [f"{f.place}: {f.message}" for f in article.citation_findings() if f.level == level]


# --- The library


def test_a_source_is_saved_clean_and_as_a_revision(wen):
    reference = save_reference(
        Reference(
            key="hodi-2010",
            authors=" Hodi FS, \n\nO'Day SJ;",
            title=" Ipilimumab\n",
            pages="711–723",
            doi="https://doi.org/10.1056/NEJMoa1003466",
            pmid="PMID: 20525992",
        ),
        by=wen,
        comment="First",
    )
    reference.refresh_from_db()
    assert reference.authors == "Hodi FS\nO'Day SJ"
    assert (reference.title, reference.pages) == ("Ipilimumab", "711-723")
    assert (reference.doi, reference.pmid) == ("10.1056/nejmoa1003466", "20525992")
    version = Version.objects.get_for_object(reference).get()
    assert (version.revision.user, version.revision.comment) == (wen, "First")


def test_a_source_with_a_character_that_nobody_can_see_is_refused(wen):
    with pytest.raises(ValidationError, match="U\\+0000 before “limumab” cannot be seen"):
        save_reference(Reference(key="a", title="Ipi\x00limumab"), by=wen)
    assert not Reference.objects.exists()


def test_an_outsider_cannot_change_the_library():
    with pytest.raises(NotAllowed):
        save_reference(Reference(key="a", title="A"), by=person("olga", ADMINISTRATOR))
    assert not Reference.objects.exists()


@pytest.mark.parametrize("name", ["doi", "pmid"])
def test_the_library_holds_a_source_once(wen, name):
    number = {"doi": "10.1056/x", "pmid": "123"}[name]
    save_reference(Reference(key="a", title="A", **{name: number}), by=wen)
    with pytest.raises(ValidationError, match=f"this {name.upper()} already"):
        save_reference(Reference(key="b", title="B", **{name: f"{name}:{number}"}), by=wen)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("url", "javascript:alert(1)"),
        ("url", "ftp://x.org/"),
        ("doi", "10.1056"),
        ("pmid", "12a"),
        ("key", "Hodi 2010"),
        ("key", "hodi--2010"),
        ("year", 30),
        ("title", " "),
        ("title", "x" * 501),
    ],
)
def test_a_wrong_value_is_told_at_its_field(wen, name, value):
    with pytest.raises(ValidationError) as refused:
        save_reference(Reference(**{"key": "a", "title": "A", name: value}), by=wen)
    assert list(refused.value.message_dict) == [name]


def test_the_key_of_a_cited_source_stays(wen, hodi):
    written("<p>x [@hodi-2010]</p>", by=wen)
    hodi.key = "hodi-2011"
    with pytest.raises(ValidationError, match="must stay"):
        save_reference(hodi, by=wen)


def test_every_sample_reference_is_accepted_and_reads_well(wen):
    for entry in yaml.safe_load(SAMPLE.read_text(encoding="utf-8")):
        values = entry | {"authors": "\n".join(entry["authors"])}
        line = ama_html(save_reference(Reference(**values), by=wen))
        assert f"{entry['title'].rstrip('.')}. <i>{entry['container']}</i>. " in line
        assert ", et al. " in line or not entry.get("et_al")
        assert line.endswith(f"doi:{entry['doi'].lower()}")


# --- Attaching


def test_typing_the_key_is_enough(wen, hodi, le):
    article = written("<p>x [@le-2015] y [@hodi-2010; @le-2015]</p>", by=wen)
    assert keys(article) == ["le-2015", "hodi-2010"]
    assert findings(article, Level.BLOCKS) == findings(article, Level.ADVISES) == []


def test_the_list_follows_the_text(wen, hodi, le):
    article = written("<p>x [@le-2015] y [@hodi-2010]</p>", by=wen)
    written("<p>x [@hodi-2010] y [@le-2015]</p>", by=wen, article=article)
    assert keys(article) == ["hodi-2010", "le-2015"]
    written("<p>x [@le-2015]</p>", by=wen, article=article)
    assert keys(article) == ["le-2015"]


def test_a_source_added_by_hand_comes_last_and_is_pointed_out(wen, hodi, le):
    article = written("<p>x [@le-2015]</p>", by=wen, kept=hodi)
    assert keys(article) == ["le-2015", "hodi-2010"]
    assert findings(article, Level.ADVISES) == [
        "Sources: “hodi-2010” is listed, but the text does not cite it."
    ]
    numbers = [source["number"] for source in article.content()["sources"]]
    assert numbers == [1, 2]


def test_the_snapshot_shows_numbers_and_sources(wen, hodi):
    content = written("<p>x [@hodi-2010].</p>", by=wen).content()
    assert content["body"].startswith('<p>x.<sup class="citation"><a href="#source-1"')
    assert [source["html"] for source in content["sources"]] == ["Ipilimumab."]


def test_the_citations_are_part_of_the_revision(wen, hodi):
    article = written("<p>x [@hodi-2010]</p>", by=wen)
    assert Version.objects.get_for_object(article.citations.get()).count() == 1


# --- Findings


def test_a_text_without_sources_is_advised(wen):
    assert findings(written("<p>x</p>", by=wen), Level.ADVISES) == [
        "Sources: The text cites no source."
    ]


def test_an_unknown_key_blocks(wen):
    (finding,) = findings(written("<p>x [@nobody]</p>", by=wen), Level.BLOCKS)
    assert finding.startswith("Body: cites “nobody”, which is not in the library.")


def test_a_source_that_came_later_asks_for_one_more_save(wen):
    article = written("<p>x [@late]</p>", by=wen)
    save_reference(Reference(key="late", title="Late"), by=wen)
    (finding,) = findings(article, Level.BLOCKS)
    assert "Save it again" in finding
    assert findings(written(article.body, by=wen, article=article), Level.BLOCKS) == []


def test_a_misspelt_marker_and_one_in_plain_text_block(wen):
    article = written("<p>x [@ nobody]</p>", by=wen)
    article.summary = "S [@hodi-2010]"
    assert findings(article, Level.BLOCKS) == [
        "Body: has “[@ nobody]”, which names no source. Write [@key], and not inside a link.",
        "Summary: cites a source; only the longer texts can do that.",
    ]


# --- Admin


def page(name: str, *args: int) -> str:
    return reverse(f"admin:evidence_reference_{name}", args=args)


def test_a_writer_adds_and_changes_a_source_in_the_admin(client, wen):
    client.force_login(wen)
    form = {"key": "hodi-2010", "kind": "article", "title": "Ipilimumab", "doi": "doi:10.1056/X"}
    assert client.post(page("add"), form).status_code == 302
    reference = Reference.objects.get(doi="10.1056/x")
    assert client.post(page("change", reference.pk), form | {"title": "Two"}).status_code == 302
    versions = Version.objects.get_for_object(reference)
    assert [version.field_dict["title"] for version in versions] == ["Two", "Ipilimumab"]
    history = client.get(page("history", reference.pk)).content.decode()
    assert re.search(r'<time datetime="\d{4}-\d\d-\d\d \d\d:\d\d\+0000">', history)
    assert "Two" in history
    assert "Ipilimumab" in history


def test_a_second_source_with_one_doi_is_told_in_the_form(client, wen):
    save_reference(Reference(key="a", title="A", doi="10.1056/x"), by=wen)
    client.force_login(wen)
    form = {"key": "b", "kind": "article", "title": "B", "doi": "https://doi.org/10.1056/X"}
    answer = client.post(page("add"), form)
    assert "a source with this DOI already" in answer.content.decode()


def test_the_list_counts_citations_in_few_queries(client, wen, django_assert_max_num_queries):
    client.force_login(wen)
    for number in range(30):
        save_reference(Reference(key=f"r-{number}", title="R"), by=wen)
    written("<p>x [@r-3]</p>", by=wen)
    with django_assert_max_num_queries(10):
        html = client.get(page("changelist")).content.decode()
    assert html.count('data-name="Cited by" class="field-cited_by">1</td>') == 1
    assert html.count('data-name="Cited by" class="field-cited_by">0</td>') == 29


def test_an_administrator_reads_and_nobody_deletes(client, wen, hodi):
    client.force_login(person("olga", ADMINISTRATOR))
    assert client.get(page("change", hodi.pk)).status_code == 200
    assert client.get(page("add")).status_code == 403
    assert client.post(page("change", hodi.pk), {"title": "x"}).status_code == 403
    client.force_login(wen)
    assert client.post(page("delete", hodi.pk), {"post": "yes"}).status_code == 403


def test_a_stranger_sees_nothing_of_the_library(client, hodi):
    client.force_login(person("nobody"))
    assert client.get(page("changelist")).status_code == 403
    autocomplete = reverse("admin:autocomplete")
    query = {"app_label": "evidence", "model_name": "citation", "field_name": "reference"}
    assert client.get(autocomplete, query).status_code == 403


def test_sources_by_hand_are_open_in_a_draft_only(rf, wen, hodi):
    article = written("<p>x [@hodi-2010]</p>", by=wen)
    request = rf.get("/")
    request.user = wen
    inline = Sources(Article, site)
    assert inline.check() == []
    assert inline.get_formset(request, article)(instance=article).initial_form_count() == 1
    assert inline.has_add_permission(request, article)
    submit(article, by=wen, draft_version=article.draft_version)
    article.refresh_from_db()
    assert not inline.has_add_permission(request, article)
    assert inline.has_view_permission(request, article)
