"""What becomes of a row: a draft through the one door, with its links and sources."""

from reversion.models import Version

from articles.models import Article, TherapyType
from editorial.models import State, User
from evidence.library import save_reference
from evidence.models import Reference
from tests.immunosite.importing._import import *  # noqa: F403
from tests.immunosite.importing._import import article_row, refused, run


def test_a_row_becomes_a_draft_with_a_revision_by_the_writer(wen, rows):
    said = run(rows(article_row(body="## One\n\nText.", key_points=["x", "y"])), "--writer", "wen")
    assert said.startswith("1 drafts imported (")
    draft = Article.objects.get()
    assert (draft.owner, draft.state, draft.draft_version) == (wen, State.DRAFT, 1)
    assert draft.body == "<h2>One</h2><p>Text.</p>"
    assert draft.key_points == "x\ny"
    assert [v.revision.user for v in Version.objects.get_for_object(draft)] == [wen]


def test_links_are_found_whatever_the_order_and_on_the_site(wen, ravi, rows):
    run(rows(article_row("old")), "--writer", "wen")
    run(
        rows(
            article_row("a", see_also=["article/b", "article/old"], conditions=["c"]),
            article_row("b", see_also=["article/a"]),
            {"kind": "condition", "title": "C", "slug": "c"},
        ),
        "--writer", "wen",
    )  # fmt: skip
    a, b = Article.objects.get(slug="a"), Article.objects.get(slug="b")
    assert {page.slug for page in a.see_also.all()} == {"b", "old"}
    assert [page.slug for page in b.see_also.all()] == ["a"]
    assert [page.slug for page in a.conditions.all()] == ["c"]


def test_rows_of_risks_and_markdown_sections(wen, tmp_path):
    (tmp_path / "t.md").write_text(
        "---\nkind: therapytype\ntitle: T\nslug: t\nmechanism: cell\nroutes: [vein]\n"
        "risks:\n  - name: Fever\n    seek_help: Call.\n  - name: Rash\n    seek_help: Wait.\n"
        "---\n## How it works\n\nSo.\n\n### More\n\n## Risks\n\nSome.\n"
    )
    run(str(tmp_path), "--writer", "wen")
    draft = TherapyType.objects.get()
    assert draft.how_it_works == "<p>So.</p><h3>More</h3>"
    assert draft.risks_text == "<p>Some.</p>"
    assert [(risk.position, risk.name) for risk in draft.risks.all()] == [(1, "Fever"), (2, "Rash")]


def test_listed_and_cited_sources_are_attached(wen, rows):
    for key in ("cited-1", "listed-1"):
        save_reference(Reference(key=key, title=key), by=wen)
    row = article_row(body="So it is.[@cited-1]", references=["listed-1", "cited-1"])
    run(rows(row), "--writer", "wen")
    citations = Article.objects.get().citations.all()
    assert [(each.reference.key, each.kept) for each in citations] == [
        ("cited-1", False),
        ("listed-1", True),
    ]


def test_hostile_text_is_cleaned_by_the_door(wen, rows):
    body = "<script>x()</script><p onclick='x()'>a\x00\ud800b</p>"
    run(rows(article_row(body=body)), "--writer", "wen", "--html", "body")
    assert Article.objects.get().body == "<p>ab</p>"


def test_an_address_is_made_from_the_title_and_numbered_within_the_file(wen, rows):
    one = {"kind": "article", "title": "Breast  cancer?"}
    path = rows(one, one, {"kind": "article", "title": "x" * 200})
    run(path, "--writer", "wen")
    assert set(Article.objects.values_list("slug", "title")) >= {
        ("breast-cancer", "Breast cancer?"),
        ("breast-cancer-2", "Breast cancer?"),
    }
    assert "has this address already" in refused(path, "--writer", "wen")


def test_columns_are_mapped_derived_and_shortened(wen, rows):
    row = {"q": "What is it? " * 30, "a": "It is this. And that. And more.", "no": 1, "u": ""}
    run(
        rows(row), "--writer", "wen", "--kind", "article",
        "--map", "title=q", "--map", "body=a", "--set", "genre=question", "--ignore", "no",
        "--plain-text", "body", "--derive", "summary,short_answer", "--shorten", "title",
        "--source", "url=u",
    )  # fmt: skip
    draft = Article.objects.get()
    assert draft.title.endswith("…")
    assert len(draft.title) <= 200
    assert draft.summary == draft.short_answer == "It is this. And that."


def test_one_web_address_is_one_source(wen, rows):
    two = [article_row(slug, u="https://example.org/a", t="A page") for slug in "ab"]
    run(rows(*two), "--writer", "wen", "--source", "url=u", "--source", "title=t")
    assert Reference.objects.get().key == "example-org-a-page"
    assert Reference.objects.get().citations.count() == 2


def test_the_writer_is_a_person_of_this_site(wen, rows):
    run(rows(article_row()), "--writer", "wen")
    assert User.objects.get(documents__slug="a") == wen
