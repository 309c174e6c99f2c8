import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.ama import ama_html
from evidence.models import Reference, ReferenceKind

HODI = {
    "key": "hodi-2010",
    "authors": "Hodi FS",
    "et_al": True,
    "title": "Improved survival with ipilimumab in patients with metastatic melanoma",
    "container": "N Engl J Med",
    "year": 2010,
    "volume": "363",
    "issue": "8",
    "pages": "711-723",
    "doi": "10.1056/nejmoa1003466",
}


def ama_text(reference):
    """What a reader reads of the line."""
    return html.unescape(re.sub(r"<[^>]*>", "", ama_html(reference)))


def test_an_article_of_many_authors():
    assert ama_html(Reference(**HODI)) == (
        "Hodi FS, et al. Improved survival with ipilimumab in patients with metastatic melanoma."
        " <i>N Engl J Med</i>. 2010;363(8):711-723. doi:10.1056/nejmoa1003466"
    )


def test_an_article_of_two_authors_without_issue_and_doi():
    june = Reference(
        authors="June CH\nSadelain M",
        title="Chimeric antigen receptor therapy",
        container="N Engl J Med",
        year=2018,
        volume="379",
        pages="64-73",
    )
    assert ama_text(june) == (
        "June CH, Sadelain M. Chimeric antigen receptor therapy. N Engl J Med. 2018;379:64-73."
    )


def test_a_group_keeps_its_whole_name():
    palisade = Reference(
        authors="PALISADE Group of Clinical Investigators",
        title="AR101 oral immunotherapy for peanut allergy",
        container="N Engl J Med",
        year=2018,
        volume="379",
        pages="1991-2001",
    )
    assert ama_text(palisade).startswith(
        "PALISADE Group of Clinical Investigators. AR101 oral immunotherapy for peanut allergy. N"
    )


def test_an_article_without_volume_was_published_online():
    early = Reference(**HODI | {"volume": "", "issue": "", "pages": ""})
    assert "<i>N Engl J Med</i>. Published online 2010. doi:" in ama_html(early)


@pytest.mark.parametrize(("count", "named"), [(6, 6), (7, 3)])
def test_more_than_six_authors_are_three_and_others(count, named):
    authors = [f"Author{n} A" for n in range(count)]
    many = Reference(**HODI | {"authors": "\n".join(authors), "et_al": False})
    expected = ", ".join(authors[:named]) + (", et al. " if count > 6 else ". ")
    assert ama_text(many).startswith(expected + "Improved")


def test_without_an_author_the_title_stands_first_and_once():
    nobody = Reference(**HODI | {"authors": "", "et_al": True})
    assert ama_text(nobody).startswith("Improved survival")
    assert ama_text(nobody).count("Improved survival") == 1


def test_a_title_that_ends_in_a_question_mark_gets_no_second_stop():
    assert "melanoma? <i>" in ama_html(Reference(**HODI | {"title": "Why melanoma?"}))


def test_a_web_page_says_when_it_was_read():
    page = Reference(
        kind=ReferenceKind.WEB_PAGE,
        authors="National Cancer Institute",
        title="Immunotherapy to treat cancer",
        container="cancer.gov",
        url="https://www.cancer.gov/immunotherapy",
        accessed="2026-05-03",
    )
    page.clean_fields(exclude=["key"])
    assert ama_text(page) == (
        "National Cancer Institute. Immunotherapy to treat cancer. cancer.gov."
        " Accessed May 3, 2026. https://www.cancer.gov/immunotherapy"
    )


def test_a_book_has_its_publisher_and_an_italic_title():
    book = Reference(
        kind=ReferenceKind.BOOK,
        authors="Abbas AK",
        title="Basic Immunology",
        container="Elsevier",
        year=2023,
    )
    assert ama_html(book) == "Abbas AK. <i>Basic Immunology</i>. Elsevier; 2023."


def test_hostile_text_is_shown_and_never_run():
    hostile = Reference(
        **HODI | {"title": '<script>alert("&")</script><i>x', "authors": "<b>A</b>", "note": "<b>"}
    )
    assert 'alert("&amp;")<i>x</i>.' in ama_html(hostile)
    assert ama_html(hostile).startswith("&lt;b&gt;A&lt;/b&gt;")


# --- Titles as they are written -------------------------------------------------------------------


def title_of(title, **fields):
    line = ama_html(Reference(**HODI | {"authors": "", "et_al": False, "title": title} | fields))
    return line.partition(" <i>N Engl")[0]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("CD8<sup>+</sup> T cells in <i>E. coli</i>", "CD8<sup>+</sup> T cells in <i>E. coli</i>."),
        ("CO<sub>2</sub> and <em>H. pylori</em>", "CO<sub>2</sub> and <i>H. pylori</i>."),
        ("<jats:italic>In vivo</jats:italic> dosing", "<i>In vivo</i> dosing."),
        ("A <b>bold</b> <span class='x'>claim</span>", "A bold claim."),
        ("Response &lt;i&gt;in vitro&lt;/i&gt;", "Response <i>in vitro</i>."),
        ("p<0.05 & a <b and c> d", "p&lt;0.05 &amp; a &lt;b and c&gt; d."),
        ("</i>Ends before it <sup>begins", "Ends before it <sup>begins</sup>."),
        ("What is “new?”", "What is “new?”"),
        ('He said "no."', 'He said "no."'),
        ("A title with its stop.", "A title with its stop."),
        ("Is it <i>safe?</i>", "Is it <i>safe?</i>"),
        ("And then ...", "And then ..."),
    ],
)
def test_a_title_is_printed_as_it_is_written(typed, printed):
    assert title_of(typed) == printed


@pytest.mark.parametrize(
    "title",
    [
        "γδ T cells, β-defensins and p53",
        "Grundlagen der klinischen Immunologie: eine Einführung",
        "L’immunité et les cancers de l’enfant",
        "iPSC and mTOR in de novo disease",
    ],
)
def test_a_book_keeps_the_letters_of_its_title(title):
    book = Reference(
        kind=ReferenceKind.BOOK, authors="Doe J", title=title, container="Elsevier", year=2020
    )
    assert ama_html(book) == f"Doe J. <i>{title}</i>. Elsevier; 2020."


# --- Books ----------------------------------------------------------------------------------------

BOOK = {
    "kind": ReferenceKind.BOOK,
    "title": "Basic Immunology",
    "container": "Elsevier",
    "year": 2023,
}


ABBAS = {"authors": "Abbas AK"}


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        (ABBAS | {"edition": "7"}, "Abbas AK. {title}. 7th ed. Elsevier; 2023."),
        (ABBAS | {"edition": "Revised ed"}, "Abbas AK. {title}. Revised ed. Elsevier; 2023."),
        (ABBAS | {"editors": "Roe K"}, "Abbas AK. {title}. (Roe K, ed.). Elsevier; 2023."),
        ({"editors": "Roe K"}, "Roe K, ed. {title}. Elsevier; 2023."),
        ({"editors": "Pillai S\nRoe K"}, "Pillai S, Roe K, eds. {title}. Elsevier; 2023."),
        ({"editors": "\n".join("ABCDEFG")}, "A, B, C, et al, eds. {title}. Elsevier; 2023."),
        (
            {"series": "Handbooks", "note": "Reprint"},
            "{title}. Elsevier; 2023. Handbooks. Reprint.",
        ),
    ],
)
def test_a_book_names_editors_edition_and_series(fields, line):
    assert ama_text(Reference(**BOOK | fields)) == line.format(title="Basic Immunology")


def test_a_note_stands_before_the_address():
    assert ama_text(Reference(**HODI | {"note": "Preprint"})).endswith(
        "711-723. Preprint. doi:10.1056/nejmoa1003466"
    )


TEXTS = st.text(max_size=40) | st.text(alphabet="<>&;.,?!\"' ab\ue000\ue003", max_size=20)


@given(
    kind=st.sampled_from(ReferenceKind.values),
    authors=st.lists(TEXTS, max_size=8).map("\n".join),
    et_al=st.booleans(),
    year=st.none() | st.integers(1500, 2100),
    texts=st.fixed_dictionaries(
        dict.fromkeys(
            ("title", "container", "volume", "issue", "pages", "doi", "url", "series", "note"),
            TEXTS,
        )
    ),
)
def test_any_text_makes_a_harmless_line(kind, authors, et_al, year, texts):
    line = ama_html(Reference(kind=kind, authors=authors, et_al=et_al, year=year, **texts))
    allowed = {f"<{end}{name}>" for end in ("", "/") for name in ("i", "sup", "sub")}
    assert set(re.findall(r"<[^>]*>", line)) <= allowed
    assert not re.search("[\ue000-\ue00f]", html.unescape(line))
