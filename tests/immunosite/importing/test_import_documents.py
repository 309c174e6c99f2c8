"""The importer: rows become drafts through the one door, all of them or none."""

import json
import re
from html import unescape
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from reversion.models import Version

from articles.models import Article, TherapyType
from editorial import acts
from editorial.models import Document, State, User
from evidence.library import save_reference
from evidence.models import Reference
from immunosite.importing.text_to_html import to_html

MEDQUAD = settings.BASE_DIR.parent / "shared" / "data" / "medquad-sample.jsonl"
MEDQUAD_MAPPING = (
    "--kind=article --map=title=question --map=body=answer --set=genre=question"
    " --plain-text=body --derive=summary,short_answer"
    " --source=url=url --source=title=focus --source=container=source"
    " --ignore=id,collection,cui,qtype,synonyms"
)


@pytest.fixture
def rows(tmp_path: Path) -> Any:
    """Writes rows to a file of JSON lines."""

    def write(*rows: dict[str, Any]) -> str:
        path = tmp_path / "rows.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
        return str(path)

    return write


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("import_documents", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def refused(*arguments: str) -> str:
    """All that was said, after checking that nothing was written."""
    before = Document.objects.count(), Reference.objects.count(), Version.objects.count()
    err = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("import_documents", *arguments, stdout=StringIO(), stderr=err)
    assert error.value.returncode == 1
    assert before == (
        Document.objects.count(), Reference.objects.count(), Version.objects.count()
    )  # fmt: skip
    return f"{err.getvalue()}{error.value}"


def article_row(slug: str = "a", **fields: Any) -> dict[str, Any]:
    return {"kind": "article", "title": f"Title {slug}", "slug": slug, **fields}


def therapy_row(**fields: Any) -> dict[str, Any]:
    return {"kind": "therapytype", "title": "T", "mechanism": "cell", **fields}


# --- What becomes of a row ------------------------------------------------------------------------


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


# --- HTML -----------------------------------------------------------------------------------------

COUNTS = (
    "<h1>Before</h1><div>Bring your card.</div><p>Take <del>200</del><ins>20</ins> mg at"
    " 10<sup>9</sup>/L.<br><b>Now</b>.</p><s>x</s><a href='www.example.org'>here</a>"
)


def test_html_is_brought_into_the_schema_and_each_row_says_what_was_left_out(wen, rows):
    said = run(
        rows(article_row("a", body="<p>Fine.</p>"), article_row("b", body=COUNTS)),
        "--writer", "wen", "--html", "body",
    )  # fmt: skip
    assert Article.objects.get(slug="b").body == (
        "<h2>Before</h2><p>Bring your card.</p><p>Take 20 mg at 10<sup>9</sup>/L.<br>"
        '<strong>Now</strong>.</p><p><a href="https://www.example.org">here</a></p>'
    )
    _, *left_out = said.splitlines()
    assert [line.partition("rows.jsonl, ")[2] for line in left_out] == [
        "line 2: body: 2 deleted passages were left out."
    ]


def test_a_dry_run_says_what_would_be_left_out(wen, tmp_path):
    path = tmp_path / "image.md"
    path.write_text("---\nkind: article\ntitle: T\n---\n![5 mg](img/doses.png)\n")
    said = run(str(path), "--writer", "wen", "--dry-run")
    assert (
        f"{path}: body: 1 picture (its description is kept) was left out: “img/doses.png”." in said
    )


@pytest.mark.parametrize(
    ("form", "body", "said"),
    [
        ("--html", "<p>5&#x202E;0</p>", "body: The character U+202E before “0”"),
        ("--plain-text", "5\u202e0", "body: The character U+202E before “0”"),
        ("--html", "<div>" * 2000, "body: The text is nested more than"),
        (
            "--html",
            "a\ufffdb",
            "body: The character U+FFFD before “b” stands",
        ),
    ],
)
def test_a_text_that_would_read_otherwise_is_refused_with_its_line(wen, rows, form, body, said):
    assert f"line 1: {said}" in refused(
        rows(article_row(body=body)), "--writer", "wen", form, "body"
    )


def test_a_question_is_not_repeated_in_the_summary_that_is_made(wen, rows):
    row = {"q": "What causes itchy water?", "a": "What causes itchy water? Nobody knows. Ask."}
    run(
        rows(row), "--writer", "wen", "--kind", "article", "--map", "title=q", "--map", "body=a",
        "--set", "genre=question", "--plain-text", "body", "--derive", "summary,short_answer",
    )  # fmt: skip
    draft = Article.objects.get()
    assert draft.summary == draft.short_answer == "Nobody knows. Ask."


# --- Nothing, or all that was checked -------------------------------------------------------------


def test_a_dry_run_writes_nothing_and_says_what_it_would(wen, rows):
    said = run(rows(article_row()), "--writer", "wen", "--dry-run")
    assert said.startswith("1 drafts would be imported; nothing was written")
    assert not Document.objects.exists()
    assert not Version.objects.exists()


def test_every_fault_is_listed_with_its_line_and_field(wen, rows):
    said = refused(
        rows(
            article_row("good"),
            article_row("good"),
            article_row("b", title=3.5, summary="x" * 401),
            article_row("c", summary="x" * 401, genre="poem", risk="none"),
            article_row("d", see_also=["article/nowhere", "elsewhere"]),
            article_row("e", see_also=["article/nowhere"], body="[@unknown-1]"),
            article_row("f", conditions=["nowhere"]),
            article_row("g", colour="red"),
            article_row("h", publish_at="2090-01-01T00:00:00"),
            article_row("i", review_interval_months=True, key_points={"a": 1}),
            article_row("Not an address"),
            {"kind": "poem"},
            {"title": "T"},
            therapy_row(risks=[{"name": "x" * 121}]),
            therapy_row(routes=["nose"]),
        ),
        "--writer", "wen",
    )  # fmt: skip
    for expected in (
        "line 2: slug: “good” stands at",
        "line 3: title: must be text, not a number.",
        "line 4: genre: Select a valid choice. poem is not one of the available choices.",
        "line 4: risk: ",
        "line 5: see_also: “elsewhere” must be written as kind/slug",
        "line 6: references: “unknown-1” is not in the library.",
        "line 7: conditions: there is no condition/nowhere",
        "line 8: unknown field: colour.",
        "line 9: publish_at: needs its time zone",
        "line 10: review_interval_months: Enter a whole number.",
        "line 10: key_points: must be text, not a mapping.",
        "line 11: slug: ",
        "line 12: kind: there is none called “poem”",
        "line 13: kind: is missing",
        "line 14: risks: row 1: name: Ensure this value has at most 120 characters (it has 121).",
        "line 14: risks: row 1: seek_help: This field is required.",
        "line 15: routes: Choose routes from",
        "Nothing was written.",
    ):
        assert expected in said


def test_only_the_first_faults_are_listed_and_all_are_counted(wen, tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_text("{\n" * 70)
    said = refused(str(path), "--writer", "wen")
    assert said.count("is not JSON") == 50
    assert "… and 20 more." in said
    assert "70 faults." in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--writer", "nobody"], "no user called “nobody”"),
        (["--writer", "olga"], "Only a writer or an editor can create"),
        (["--writer", "wen", "--map", "colour=red"], "unknown field: colour"),
        (["--writer", "wen", "--plain-text", "title"], "unknown field: title"),
        (["--writer", "wen", "--derive", "body"], "unknown field: body"),
        (["--writer", "wen", "--set", "title=*a"], "anchors and aliases"),
    ],
)
def test_a_command_line_that_makes_no_sense_is_refused(wen, olga, rows, arguments, said):
    assert said in refused(rows(article_row()), *arguments)


def test_a_missing_file_is_refused(wen):
    assert "no such file" in refused("/nowhere.jsonl", "--writer", "wen")


# --- Real input -----------------------------------------------------------------------------------


BESIDE = pytest.mark.skipif(
    not MEDQUAD.exists(), reason="the shared data folder is not beside the project"
)


def words(text: str) -> list[str]:
    return [word for word in text.split() if word != "-"]


@BESIDE
def test_no_word_of_a_real_answer_is_lost():
    for line in MEDQUAD.read_text(encoding="utf-8").splitlines():
        answer = json.loads(line)["answer"]
        html = re.sub(r"<[^>]*>", " ", to_html(answer))
        assert words(unescape(html)) == words(answer)


@BESIDE
def test_real_questions_and_answers_are_imported_whole(wen, mei, tmp_path):
    lines = MEDQUAD.read_text(encoding="utf-8").splitlines()
    chosen = tmp_path / "some.jsonl"
    chosen.write_text("\n".join(lines[::40]) + "\n")
    run(str(chosen), "--writer", "wen", *MEDQUAD_MAPPING.split())
    assert Article.objects.count() == len(lines[::40])
    draft = Article.objects.order_by("pk")[0]
    assert draft.citations.get().reference.container == "CancerGov"
    review = acts.submit(draft, by=wen, draft_version=draft.draft_version)
    assert review.snapshot["content"]["sources"][0]["url"].startswith("https://www.cancer.gov/")


def test_the_writer_is_a_person_of_this_site(wen, rows):
    run(rows(article_row()), "--writer", "wen")
    assert User.objects.get(documents__slug="a") == wen
