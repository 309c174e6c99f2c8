"""HTML and plain text of rows become the site's, and what is left out is said."""

import pytest

from articles.models import Article
from tests.immunosite.importing._import import *  # noqa: F403
from tests.immunosite.importing._import import article_row, refused, run

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
