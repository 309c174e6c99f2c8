"""Files to rows: what is read, and what is refused with its place."""

from pathlib import Path

import pytest

from editorial.text.incoming import transform
from immunosite.importing import text_to_html, yaml_loader
from immunosite.importing.deriving import first_sentences
from immunosite.importing.files import BODY, files_in, rows_of
from immunosite.importing.markdown import sections
from immunosite.importing.markdown import to_html as rendered
from immunosite.importing.rows import Fault, Row


def read(path: Path, data: bytes | str) -> list[Row | Fault]:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return list(rows_of(path))


def only_fault(path: Path, data: bytes | str) -> str:
    (fault,) = read(path, data)
    assert isinstance(fault, Fault)
    return str(fault).removeprefix(str(path))


# --- JSON lines -----------------------------------------------------------------------------------


def test_each_line_is_a_row_with_its_number(tmp_path):
    rows = read(tmp_path / "a.jsonl", '\ufeff{"title": "A"}\n\n{"title": "B"}\r\n')
    assert [(row.place.line, row.values) for row in rows if isinstance(row, Row)] == [
        (1, {"title": "A"}),
        (3, {"title": "B"}),
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b'{"title": "A"', "is not JSON"),
        (b'{"title": "A\xff"}', "is not UTF-8: byte 13"),
        ('{"title": "A"}'.encode("utf-16"), "is not UTF-8: byte 1"),
        (b"[1]", "must be one object"),
        (b'{"title": NaN}', "NaN is not a number"),
        (b'{"title": "A", "title": "B"}', "“title” stands in it twice"),
        (b"[" * 100_000, "nested too deep"),
        (b'{"year": ' + b"1" * 5000 + b"}", "is not JSON that can be read"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(tmp_path, line, said):
    (good, bad, *_) = read(tmp_path / "a.jsonl", b'{"title": "A"}\n' + line)
    assert isinstance(good, Row)
    assert isinstance(bad, Fault)
    assert "line 2: " in str(bad)
    assert said in str(bad)


def test_a_huge_line_is_passed_over_and_the_next_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr("immunosite.importing.files.LONGEST_LINE", 100)
    bad, good = read(tmp_path / "a.jsonl", b"x" * 1234 + b'\n{"title": "A"}\n')
    assert "is longer than 100 bytes" in str(bad)
    assert isinstance(good, Row)
    assert good.place.line == 2


@pytest.mark.parametrize("name", ["a.jsonl", "a.md", "a.yaml"])
def test_an_empty_file_is_a_fault(tmp_path, name):
    assert only_fault(tmp_path / name, "\n \n") == ": the file holds no rows."


def test_a_file_of_another_kind_is_a_fault(tmp_path):
    assert "must end in .jsonl, .md, .yaml" in only_fault(tmp_path / "a.docx", "x")


# --- Markdown and YAML ----------------------------------------------------------------------------


def test_markdown_has_front_matter_and_a_text(tmp_path):
    (row,) = read(tmp_path / "a.md", "---\r\ntitle: A\r\n---\r\n# Text\r\n")
    assert isinstance(row, Row)
    assert row.values == {"title": "A", BODY: "# Text\n\n"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# Text", "line 1: must begin with front matter"),
        ("---\ntitle: A\n", "line 1: the front matter has no end"),
        ("---\ntitle: A\n----\nx\n", "line 1: the front matter has no end"),
        ("\n\n---\ntitle: A\ntitle: B\n---\n", "line 5: the front matter “title” stands"),
        ("---\n- A\n---\n", "must be a mapping"),
        ("---\njust text\n---\n", "must be a mapping"),
        ("---\ntitle: A\ntitle: B\n---\n", "line 3: the front matter “title” stands here twice"),
        ("---\ntitle: [A\n---\n", "the front matter is not YAML"),
        ("---\na: &a [x]\nb: *a\n---\n", "line 2: the front matter anchors and aliases"),
        ("---\na: !!python/object/apply:os.system [x]\n---\n", "tags are not read"),
        ("---\na: " + "[" * 500 + "\n---\n", "levels deep"),
        ("---\n? [a]\n: b\n---\n", "a name must be plain text"),
    ],
)
def test_front_matter_that_is_no_plain_mapping_is_refused(tmp_path, text, said):
    assert said in only_fault(tmp_path / "a.md", text)


def test_a_markdown_file_that_is_not_utf8_names_the_line(tmp_path):
    assert ", line 3: is not UTF-8" in only_fault(
        tmp_path / "a.md", b"---\ntitle: A\nb: \xe9\n---\n"
    )


def test_a_file_too_large_to_be_a_text_is_refused(tmp_path):
    assert "is larger than" in only_fault(tmp_path / "a.md", b"x" * 4_000_001)


def test_yaml_values_are_text_unless_they_are_plain_numbers_or_true_or_false():
    text = "a: 2020-01-01\nb: No\nc: 10:30\nd: 0123\ne: 12\nf: true\ng:\nh: 1.5"
    assert yaml_loader.read(text) == {
        "a": "2020-01-01", "b": "No", "c": "10:30", "d": "0123",
        "e": 12, "f": True, "g": None, "h": "1.5",
    }  # fmt: skip


def test_a_yaml_list_gives_each_row_its_line(tmp_path):
    first, second, fault = read(tmp_path / "a.yaml", "- title: A\n  slug: a\n- title: B\n- C\n")
    assert [first.place.line, second.place.line, fault.place.line] == [1, 3, 4]
    assert isinstance(fault, Fault)


def test_a_folder_stands_for_its_markdown_files(tmp_path):
    (tmp_path / "in").mkdir()
    for name in ("b.md", "in/a.md", "c.txt"):
        (tmp_path / name).write_text("x")
    assert files_in([tmp_path]) == [tmp_path / "b.md", tmp_path / "in/a.md"]
    with pytest.raises(FileNotFoundError, match="no such file"):
        files_in([tmp_path / "nowhere"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(FileNotFoundError, match="holds no Markdown"):
        files_in([tmp_path / "empty"])


# --- Text -----------------------------------------------------------------------------------------


def to_html(text: str) -> str:
    return transform(rendered(text)).html


def left_out(text: str) -> list[str]:
    return transform(rendered(text)).messages


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One\n===\nTwo\n---\nThree", "<h2>One</h2><h2>Two</h2><p>Three</p>"),
        ("a\n\n* * *\n\nb", "<p>a</p><p>b</p>"),
        ("a  \nb\\\nc<br>d", "<p>a<br>b<br>c<br>d</p>"),
        ("```\n5 mg  1\n10 mg\n```\n`x`", "<p>5 mg&nbsp;&nbsp;1<br>10 mg</p><p>x</p>"),
        ("    5 mg\n    10 mg", "<p>5 mg<br>10 mg</p>"),
        (
            '<div class="alert">\n\n## At once\n\nCall <a href="tel:+44 1">us</a>.<br>\nNow.'
            "\n\n</div>\n\n- a\n- b",
            '<h2>At once</h2><p>Call <a href="tel:+441">us</a>.<br>Now.</p>'
            "<ul><li><p>a</p></li><li><p>b</p></li></ul>",
        ),
        ("10<sup>9</sup> **a** _b_", "<p>10<sup>9</sup> <strong>a</strong> <em>b</em></p>"),
        ("| a |\n|---|\n| b |", '<table><tbody><tr><th scope="col"><p>a</p></th></tr>'
         "<tr><td><p>b</p></td></tr></tbody></table>"),
        ("Take.[^1]\n\n[^1]: Or-less", "<p>Take.[1]</p><p>[1] Or-less</p>"),
        ("3. a\n4. b", '<ol start="3"><li><p>a</p></li><li><p>b</p></li></ol>'),
        ("p <0.05, Dear <name>", "<p>p &lt;0.05, Dear &lt;name&gt;</p>"),
        ("So.[@hodi-2010; @le-2015]", "<p>So.[@hodi-2010; @le-2015]</p>"),
        ("> " * 60 + "deep", None),
    ],
)  # fmt: skip
def test_markdown_is_read_whole_with_the_html_in_it(text, html):
    assert "deep" in to_html(text) if html is None else to_html(text) == html


@pytest.mark.parametrize(
    ("text", "html", "said"),
    [
        ("See ![Doses: 5 mg](img/doses.png)", "<p>See Doses: 5 mg</p>",
         "1 picture (its description is kept) was left out: “img/doses.png”."),
        ("Take ~~20~~ 2 mg", "<p>Take 2 mg</p>", "1 deleted passage was left out."),
        ("[a](javascript:x)", "<p>a</p>",
         "1 link with an address that is not allowed was kept as plain words: “a (javascript:x)”."),
        ("[a](notes.md)", "<p>a</p>",
         "1 link without a whole address was kept as plain words: “a (notes.md)”."),
        ("a <!-- b --> c", "<p>a c</p>", "1 comment was left out."),
    ],
)  # fmt: skip
def test_what_markdown_loses_is_said(text, html, said):
    assert (to_html(text), left_out(text)) == (html, [said])


def test_a_script_in_markdown_is_no_text():
    assert to_html("# One\n\n<script>x</script>\n") == "<h2>One</h2>"


def test_sections_are_split_at_headings_of_the_second_level():
    assert sections("before\n## One\na\n### In it\nb\n## Two ##\nc") == (
        "before",
        [("One", "a\n### In it\nb"), ("Two", "c")],
    )
    assert sections("One\n---\na\n```\n## no\n```\n") == (
        "",
        [("One", "a\n```\n## no\n```")],
    )


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One.\n \n Two.", "<p>One.</p>\n<p>Two.</p>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        (
            "It is in: - one gland; or - both.",
            "<p>It is in:</p>\n<ul><li><p>one gland; or</p></li><li><p>both.</p></li></ul>",
        ),
        ("It is - as ever - so.", "<p>It is - as ever - so.</p>"),
        (
            "Signs are: - Fever. - Rash. Call a doctor.",
            "<p>Signs are:</p>\n<ul><li><p>Fever.</p></li><li><p>Rash.</p></li></ul>\n"
            "<p>Call a doctor.</p>",
        ),
        (
            "It can be: - Red. - Blue. It grows into: - Green. - Grey.",
            "<p>It can be:</p>\n<ul><li><p>Red.</p></li><li><p>Blue.</p></li></ul>\n"
            "<p>It grows into:</p>\n<ul><li><p>Green.</p></li><li><p>Grey.</p></li></ul>",
        ),
    ],
)
def test_plain_text_becomes_paragraphs_and_lists(text, html):
    assert text_to_html.to_html(text) == html


def test_first_sentences_fit():
    text = "<p>One is here. Two “so it is.” Three follows.</p>"
    assert first_sentences(text, 400) == "One is here. Two “so it is.”"
    assert first_sentences(text, 15) == "One is here."
    assert first_sentences(f"<h2>Why</h2><p>Key points</p>{text}", 15) == "One is here."
    assert first_sentences("<p>Only this</p>", 15) == "Only this"
    assert first_sentences("a long sentence without an end", 12) == "a long…"


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("What causes itchy water? Nobody knows. It is rare. Ask.", "Nobody knows. It is rare."),
        ("Is it inherited?\nNo. Nobody has found a gene.", "No. Nobody has found a gene."),
        ("How is it treated?\n - cool cloths\n - patience", "cool cloths; patience."),
        ("Is it? Why? It is.", "It is."),
        ("Signs are: - Fever. - Rash. Call a doctor.", "Signs are: Fever; Rash."),
        ("It is rare. Signs are: - Fever. - Rash.", "It is rare."),
        ("It is rare.\nCall. - Fever. - Rash.", "It is rare. Call."),
        ("A fog in the eye. It grows. Signs are - Fever. - Rash.", "A fog in the eye. It grows."),
        ("Key points\nIt is rare. It fades.", "It is rare. It fades."),
        ("Is it?", "Is it?"),
    ],
)
def test_a_summary_begins_with_the_answer_and_does_not_end_in_a_list(text, summary):
    assert first_sentences(transform(text_to_html.to_html(text)).html, 400) == summary


def test_signs_of_a_text_that_was_read_in_the_wrong_code_are_put_right(tmp_path):
    (row,) = read(tmp_path / "a.md", "---\ntitle: A\x00B \x96 c\n---\t\nTake A\x00B.\n")
    assert isinstance(row, Row)
    assert row.values == {"title": "AB – c", BODY: "Take AB.\n\n"}
