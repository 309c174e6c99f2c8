"""Files as people reported them, by the import: their words are there, or refused by the line."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from articles.models import Article
from editorial.models import Document
from editorial.text.incoming import transform
from editorial.text.rich_text import accepted
from glossary.models import GlossaryEntry
from tests import cast

pytestmark = pytest.mark.django_db
FIELD = settings.BASE_DIR.parent / "shared/field"
MEDQUAD = (
    "--kind=article", "--map=title=question", "--map=body=answer", "--set=genre=question",
    "--plain-text=body", "--derive=summary,short_answer",
)  # fmt: skip


def field(name: str) -> Path:
    if not (FIELD / name).exists():
        pytest.skip("shared data folder is absent")
    return FIELD / name


def taken(name: str, wen, *options: str) -> str:
    """What the command says; the drafts are there."""
    told = StringIO()
    call_command("import_documents", str(field(name)), "--writer=wen", *options, stdout=told)
    return told.getvalue()


def body() -> str:
    return Article.objects.get().body


def test_html_keeps_words_apart_and_says_what_was_left_out(wen):
    told = taken("a/04-html-import.jsonl", wen, "--html=body")
    html = body()
    assert html.startswith("<h2>Before you start</h2><p>Bring your card.</p><p>Bring a friend.</p>")
    for part in ("<h4>Blood counts</h4>", "10<sup>9</sup>/L", "CO<sub>2</sub>", "Take 20 mg.",
                 "Ward 7<br>Second floor<br>Monday", "<p>Pulse</p><p>Heart beats",
                 "<strong>Warning:</strong> do <em>not</em>"):  # fmt: skip
        assert part in html
    assert "Never" not in html
    assert "200" not in html
    assert "2 deleted passages were left out" in told


def test_breaks_captions_and_marks_of_html_stay(wen):
    taken("b/s01-html-breaks.jsonl", wen, "--html=body")
    assert body() == "<p>Morning 5 mg<br>Evening 10 mg</p><p>Call the ward.</p><p>Do not wait.</p>"


def test_a_caption_is_the_paragraph_before_its_table(wen):
    taken("b/s02-html-table-caption.jsonl", wen, "--html=body")
    html = body()
    assert html.startswith("<p>Dose by age</p><table>")
    assert html.count('scope="col"') == 2
    assert html.count('scope="row"') == 1


def test_a_power_stays_raised_and_what_was_struck_out_is_told(wen):
    told = taken("b/s20-html-marks.jsonl", wen, "--html=body")
    assert body() == "<p>Take 20 mg at 10<sup>9</sup>/L.</p>"
    assert "deleted passage" in told


def test_a_pasted_phone_number_and_a_bare_address_stay_links():
    (pasted, said) = read("a/05-phone-and-www.html")
    assert '<a href="tel:+15550142">555-0142</a>' in pasted
    assert '<a href="https://www.example.org/leaflets">the library</a>' in pasted
    assert said == []
    (pasted, said) = read("b/s03-phone-link.html")
    assert '<a href="tel:+440000000001">the ward</a>' in pasted
    assert '<a href="sms:00001">00001</a>' in pasted
    assert said == []


def read(name: str) -> tuple[str, list[str]]:
    """As the editor gets it, and as the field keeps it once it is saved."""
    pasted = transform(field(name).read_text(encoding="utf-8"))
    assert accepted(pasted.html) == pasted.html
    return pasted.html, pasted.messages


@pytest.mark.parametrize("name", ["a/13-setext.md", "b/s10-setext.md"])
def test_underlined_headings_are_headings(wen, name):
    taken(name, wen)
    assert body().startswith(("<h2>Before the visit</h2>", "<h2>Before you start</h2>"))
    assert "==" not in body()
    assert "--" not in body()


@pytest.mark.parametrize("name", ["a/14-closing-fence.md", "b/s11-fence-spaces.md"])
def test_blanks_after_a_fence_do_no_harm(wen, name):
    taken(name, wen)
    assert body() in ("<p>One line of text.</p>", "<p>Text.</p>")


def test_html_in_markdown_is_read_as_html(wen):
    taken("b/s12-mixed.md", wen)
    html = body()
    assert "&lt;" not in html
    assert "<h2>Call at once</h2>" in html
    assert '<a href="tel:+440000000001">the ward</a>.<br>Day or night.' in html
    assert html.endswith("<ul><li><p>First</p></li><li><p>Second</p></li></ul>")


def test_a_picture_leaves_its_description_and_is_told(wen):
    told = taken("a/19-image.md", wen)
    assert "Doses by weight: 5 mg under 20 kg" in body()
    assert "img" not in body()
    assert "img/doses.png" in told


def test_a_nul_leaves_no_trace(wen):
    taken("b/s14-nul.md", wen)
    assert body() == "<p>Take AB once.</p>"


def test_a_derived_summary_is_the_answer(wen):
    taken("a/15-derived-answer.jsonl", wen, *MEDQUAD)
    answers = {each.title: (each.summary, each.short_answer) for each in Article.objects.all()}
    assert answers == {
        "Is zorbalin rash inherited?": ("No. Nobody has found a gene for it.",) * 2,
        "How is zorbalin rash treated?": ("cool cloths; patience.",) * 2,
    }


def test_a_summary_does_not_repeat_the_question(wen):
    taken("b/s13-repeated-question.jsonl", wen, *MEDQUAD)
    assert Article.objects.get().summary == "The cause is not known. It is rare."


@pytest.mark.parametrize(
    ("name", "slugs"),
    [
        ("a/12-greek-names.jsonl", ["beta-2-microglobulin", "ifn-alpha", "ifn-beta"]),
    ],
)
def test_greek_letters_tell_addresses_apart(wen, name, slugs):
    taken(name, wen)
    assert sorted(GlossaryEntry.objects.values_list("slug", flat=True)) == slugs


def test_twins_by_capitals_are_refused_by_their_line_before_anything_is_written(
    wen, tmp_path, capsys
):
    with pytest.raises(CommandError):
        taken("b/s09-addresses.jsonl", wen)
    assert "line 5: slug: “car-t” stands at" in capsys.readouterr().err
    assert not Document.objects.exists()
    without = tmp_path / "rows.jsonl"
    rows = field("b/s09-addresses.jsonl").read_text().splitlines()[:4]
    without.write_text("\n".join(rows))
    call_command("import_documents", str(without), "--writer=wen", verbosity=0)
    slugs = set(Document.objects.values_list("slug", flat=True))
    assert slugs == {"ifn-alpha", "ifn-beta", "ifn-gamma", "CAR-T"}


def test_what_was_shouted_is_not_linked_and_the_true_abbreviation_is(wen, ravi):
    taken("a/06-capitals.jsonl", wen)
    for page in Document.objects.order_by("-kind"):
        cast.publish(page.specific, wen, ravi)
    html = Client().get("/articles/probe-shout/").content.decode()
    assert "TELL US AS SOON AS YOU SHIVER, AND STOP ALL TABLETS." in html
    assert 'children with <a class="term" href="/glossary/probe-all/"' in html


@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("a/07-soft-hyphen.jsonl", ["neutralising antibodies", "neutralizing antibodies"]),
        ("a/08-ligature.jsonl", ["fibrosis", "influenza", "ﬁbrosis", "inﬂuenza"]),
        ("a/09-greek.jsonl", ["interferon beta", "tnf alpha", "gamma delta", "interferon-β"]),
    ],
)
def test_pages_copied_from_elsewhere_are_found_as_people_type(wen, ravi, name, queries):
    row = json.loads(field(name).read_text())
    taken(name, wen)
    cast.publish(Article.objects.get(), wen, ravi)
    for query in queries:
        page = Client().get("/search/", {"q": query}).content.decode()
        assert row["title"] in page, query
        assert "No page holds all of these words" not in page, query


# --- Many files of others -------------------------------------------------------------------------


def files(folder: Path, count: int, more: str = "", text: str = "Text.") -> Path:
    for n in range(count):
        (folder / f"{n}.md").write_text(
            f"---\nkind: article\ntitle: 2024\nslug: page-{n}\nsummary: S\n{more}---\n{text}\n"
        )
    return folder


def test_unknown_columns_are_told_once_for_all_files_with_whatever_else_is_wrong(
    wen, tmp_path, capsys
):
    files(tmp_path, 60, "layout: wide\ndate: 2024-01-01\n")
    (tmp_path / "one.md").write_text("---\nkind: article\ntitle: T\nsummary: S\nodd: x\n---\n")
    (tmp_path / "two.md").write_text("---\nkind: article\nslug: two\nlayout: x\n---\nText.\n")
    with pytest.raises(CommandError):
        call_command("import_documents", str(tmp_path), "--writer=wen")
    said = capsys.readouterr().err
    assert said.count("unknown field") == 3
    assert "unknown field: layout, in 61 rows (--ignore layout leaves it out)" in said
    assert "two.md: title: " in said


def test_a_year_is_a_title(wen, tmp_path):
    call_command("import_documents", str(files(tmp_path, 1)), "--writer=wen", verbosity=0)
    assert Article.objects.get().title == "2024"


def test_links_to_addresses_that_the_site_lacks_are_listed(wen, tmp_path):
    links = "[a](/articles/page-1/) [b](/articles/gone/) [c](/nowhere/) [d](/about/privacy/)"
    told = StringIO()
    folder = str(files(tmp_path, 2, text=links))
    call_command("import_documents", folder, "--writer=wen", stdout=told)
    assert told.getvalue().count("which is not here") == 4
    assert "0.md: body: a link leads to /articles/gone/, which is not here." in told.getvalue()
    assert "/nowhere/" in told.getvalue()
