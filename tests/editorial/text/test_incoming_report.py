"""What is left out of foreign HTML is said."""

import pytest

from tests.editorial.text._incoming import html, said


def test_deleted_text_is_left_out_and_inserted_text_is_kept():
    given = "<p>Take <del>160 mg</del><ins>16 mg</ins>. <s>Never</s> <strike>x</strike> stop.</p>"
    assert html(given) == "<p>Take 16 mg. stop.</p>"
    assert said(given) == ["3 deleted passages were left out."]
    struck = '<p>5<span style="text-decoration: line-through red">0</span> mg</p>'
    assert html(struck) == "<p>5 mg</p>"
    assert said(struck) == ["1 deleted passage was left out."]


def test_a_deleted_cell_keeps_its_column_and_a_hidden_one_does_not():
    given = "<table><tr><td>a<td style='{}'>x<td>b</table>"
    assert html(given.format("text-decoration:line-through")).count("<td>") == 3
    assert html(given.format("display:none")).count("<td>") == 2


def test_what_is_hidden_on_paper_alone_is_kept():
    sheet = "<style>@media print {.x {display: none}} .y {font-weight: 700}</style>"
    assert (
        html(f"{sheet}<p class=x>a <i class=y>b</i></p>") == "<p>a <strong><em>b</em></strong></p>"
    )


def test_words_are_not_hidden_by_a_frame_without_size():
    given = '<div style="font-size:0"><span style="font-size:14px">a</span></div>'
    assert (html(given), said(given)) == ("<p>a</p>", [])


def test_a_passage_that_markup_reverses_is_named():
    given = "<p>a <bdo dir=rtl>05</bdo></p>"
    assert html(given) == "<p>a 05</p>"
    assert said(given)[0].startswith("The character U+202E before “05” turns the reading direction")


def test_a_deletion_that_is_cut_into_pieces_counts_once():
    assert said("a<del>b</del><del><b>c</b></del>d") == ["1 deleted passage was left out."]


def test_a_deleted_block_does_not_glue_its_neighbours():
    assert html("a<del><p>x</p></del>b<div hidden>x</div>c") == "<p>a</p><p>b</p><p>c</p>"


@pytest.mark.parametrize(
    ("given", "becomes", "message"),
    [
        ("a<!-- b -->c", "<p>ac</p>", "1 comment was left out."),
        ("<p>a<span style='display:none'>b</span></p>", "<p>a</p>",
         "1 hidden passage was left out."),
        ("<p>a<span style='mso-hide:all'>b</span></p>", "<p>a</p>",
         "1 hidden passage was left out."),
        ('a<img src=x alt="5 mg">b', "<p>a 5 mg b</p>",
         "1 picture (its description is kept) was left out: “x”."),
        ("a<img src=x>b", "<p>ab</p>", "1 picture without a description was left out: “x”."),
        ("<p>a<iframe src=x></iframe></p>", "<p>a</p>", "1 embedded item was left out."),
        ("<p>a<button>b</button></p>", "<p>a</p>", "1 form control was left out."),
        ("<a>555</a>", "<p>555</p>",
         "1 link without an address was kept as plain words: “555”."),
        ('<a href="img/x">a</a>', "<p>a</p>",
         "1 link without a whole address was kept as plain words: “a (img/x)”."),
        ('<a href="javascript:x()">a</a>', "<p>a</p>",
         "1 link with an address that is not allowed was kept as plain words:"
         " “a (javascript:x())”."),
        ('<a href="https://example.org/"></a>b', "<p>b</p>",
         "1 link without words was left out: “https://example.org/”."),
        ('<a href="#part">a</a>', "<p>a</p>",
         "1 link within the page was kept as plain words: “a”."),
        ('<abbr title="three times a day">tds</abbr>', "<p>tds</p>",
         "1 explanation that shows on pointing was left out: “tds: three times a day”."),
        ("<p title='not under 2'>a</p><p title=B>b</p>", "<p>a</p><p>b</p>",
         "1 explanation that shows on pointing was left out: “a: not under 2”."),
        ('<table><tr><td title="with food">5<td>6</table>',
         "<table><tbody><tr><td><p>5</p></td><td><p>6</p></td></tr></tbody></table>",
         "1 explanation that shows on pointing was left out: “5: with food”."),
        ('<ol style="list-style-type:lower-greek"><li>a</ol>', "<ol><li><p>a</p></li></ol>",
         "1 list with numbers of another kind was numbered 1, 2, 3: “lower-greek: a”."),
        ('<style>.g{list-style:hebrew}</style><ol><li class=g>a</ol>',
         "<ol><li><p>a</p></li></ol>",
         "1 list with numbers of another kind was numbered 1, 2, 3: “hebrew: a”."),
        ("5&#x202E;0", "<p>50</p>", "The character U+202E before “0” turns the reading direction."
         " Type the passage anew."),
    ],
)  # fmt: skip
def test_what_is_left_out_is_counted_and_named(given, becomes, message):
    assert (html(given), said(given)) == (becomes, [message])


def test_what_was_never_text_goes_without_a_word():
    given = "<title>a</title><style>p{}</style><script>x</script><template>y</template><p>b</p>"
    assert (html(given), said(given)) == ("<p>b</p>", [])


@pytest.mark.parametrize(
    ("given", "becomes"),
    [
        ("tel:+1 555 0142", "tel:+15550142"),
        ("sms:00001", "sms:00001"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("HTTPS://example.org/a b", "https://example.org/a%20b"),
        ("www.example.org/x", "https://www.example.org/x"),
        ("//example.org/x", "https://example.org/x"),
        ("/conditions/melanoma/", "/conditions/melanoma/"),
        ("https://www.google.com/url?q=https://example.org/a%3Fb%3D1&sa=D",
         "https://example.org/a?b=1"),
        ("https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org&data=x",
         "https://example.org"),
    ],
)  # fmt: skip
def test_a_link_keeps_its_true_address(given, becomes):
    assert html(f'<a href="{given}">x</a>') == f'<p><a href="{becomes}">x</a></p>'
    assert said(f'<a href="{given}">x</a>') == []


TRUE = "https://example.org/a?b=1"


@pytest.mark.parametrize(
    "given",
    [
        "https://urldefense.proofpoint.com/v2/url?u=https-3A__example.org_a-3Fb-3D1&d=DwMF&c=x",
        "https://urldefense.com/v3/__https://example.org/a?b=1__;!!Ab!c$",
        "https://urldefense.com/v3/__https:/example.org/a*b=1__;Pw!!Ab!c$",
        "https://urldefense.com/v3/__https://example.org/**Ab=1__;YT8!!Ab!c$",
        "https://urldefense.proofpoint.com/v1/url?u=https%3A//example.org/a%3Fb%3D1&k=x",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2Fa%3Fb%3D1&h=AT0",
        "https://slack-redir.net/link?url=https%3A%2F%2Fexample.org%2Fa%3Fb%3D1",
        "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fl.facebook.com%2Fl.php"
        "%3Fu%3Dhttps%253A%252F%252Fexample.org%252Fa%253Fb%253D1",
    ],
)
def test_a_filters_redirect_becomes_the_address_that_was_meant(given):
    assert (
        html(f'<a href="{given.replace("&", "&amp;")}">x</a>') == f'<p><a href="{TRUE}">x</a></p>'
    )


@pytest.mark.parametrize(
    "given",
    ["https://urldefense.com/v3/__https://example.org/*__;!!Ab!c$",  # its list is too short
     "https://urldefense.proofpoint.com/v2/url?u=javascript-3Ax",
     "https://www.facebook.com/l.php?u=https%3A%2F%2Fexample.org"],
)  # fmt: skip
def test_what_cannot_be_unwrapped_stays_as_it_was(given):
    assert html(f'<a href="{given}">x</a>') == f'<p><a href="{given}">x</a></p>'


def test_a_note_keeps_its_mark_as_words_which_no_number_can_be_raised_by():
    given = (
        '<p>Take 5<sup><a href="#fn1" id="fnref1">1</a></sup>.</p>'
        '<ol><li id="fn1"><p>Or less. <a href="#fnref1">↩</a></p></li></ol>'
    )
    assert html(given) == "<p>Take 5[1].</p><ol><li><p>Or less.</p></li></ol>"
    assert said(given) == ["1 footnote mark was kept as plain words."]
