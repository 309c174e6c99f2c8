"""Foreign HTML on its way in: structure and meaning survive, looks do not, and nothing goes
without a word. What other programs put on the clipboard is in `test_incoming_clipboard.py`.
"""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from editorial.text.incoming import TooBroken, TooDeep, TooLarge, Unreadable, transform
from editorial.text.incoming.transform import _settled
from editorial.text.schema import cleaner


def html(given: str) -> str:
    return transform(given).html


def said(given: str) -> list[str]:
    return transform(given).messages


# --- Meaning --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "becomes"),
    [
        ("10<sup>9</sup>/L, CO<sub>2</sub>", "<p>10<sup>9</sup>/L, CO<sub>2</sub></p>"),
        ('10<span style="vertical-align:super">9</span>', "<p>10<sup>9</sup></p>"),
        ('CO<span style="mso-text-raise:-3.0pt">2</span>', "<p>CO<sub>2</sub></p>"),
        ('<span style="vertical-align: 4.0px">a</span>', "<p><sup>a</sup></p>"),
        ("<b>Not</b> <i>now</i>", "<p><strong>Not</strong> <em>now</em></p>"),
        ('<span style="font-weight:700">Not</span> now', "<p><strong>Not</strong> now</p>"),
        ('<b style="font-weight:normal">Not <b>now</b></b>', "<p>Not <strong>now</strong></p>"),
        ("<style>.c1{font-weight:700}</style><p class='c1'>x", "<p><strong>x</strong></p>"),
        ("<q>It <q>is</q></q>", "<p>“It ‘is’”</p>"),
        (
            "<math><msup><mn>10</mn><mn>9</mn></msup><mo>×</mo><mfrac><mn>1</mn><mn>2</mn></mfrac>"
            "<annotation>x</annotation></math>",
            "<p>10<sup>9</sup>×1/2</p>",
        ),
        ('10<span style="font-variant-position: super">9</span>', "<p>10<sup>9</sup></p>"),
        ("On <time>3 May</time> take <data value=5>five</data>.", "<p>On 3 May take five.</p>"),
        (
            '10<span style="font-size:8pt;position:relative;top:-3.0pt">9</span>',
            "<p>10<sup>9</sup></p>",
        ),
        ('10<span style="position:relative; bottom:.4em">9</span>', "<p>10<sup>9</sup></p>"),
        (
            'CO<span style="position:relative;top:1px;font-size:70%">2</span>',
            "<p>CO<sub>2</sub></p>",
        ),
        ('a <span style="position:relative;top:-1px">b</span>', "<p>a b</p>"),  # a nudge
        ('a <span style="top:-3pt">b</span>', "<p>a b</p>"),  # moves nothing
        ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", "<p>漢 (kan)</p>"),
    ],
)
def test_marks_that_mean_something_are_kept(given, becomes):
    assert html(given) == becomes


@pytest.mark.parametrize(
    ("given", "becomes"),
    [
        ("<mn>5</mn> mg", "5 mg"),  # wherever it stands
        ("<math><mn>5</mn><mspace/><mi>mg</mi></math>", "5 mg"),
        ("<math><msqrt><mn>2</mn></msqrt></math>", "√2"),
        ("<math><msqrt><mn>2</mn><mo>+</mo><mi>x</mi></msqrt></math>", "√(2+x)"),
        ("<mfrac><mrow><mn>1</mn><mo>+</mo><mn>2</mn></mrow><mn>4</mn></mfrac>", "(1+2)/4"),
        ("<mfrac><mn>1.5</mn><mrow><mn>4</mn><mi>x</mi></mrow></mfrac>", "1.5/(4x)"),
        ("<msup><mfrac><mn>1</mn><mn>2</mn></mfrac><mn>2</mn></msup>", "(1/2)<sup>2</sup>"),
        ("<msup><mi>e</mi><mrow><mo>−</mo><mi>kt</mi></mrow></msup>", "e<sup>−kt</sup>"),
        ("<math><mn>5</mn><annotation-xml><mi>5</mi></annotation-xml></math>", "5"),
        ('<span class="katex"><span class="katex-mathml"><math><mn>5</mn></math></span>'
         '<span class="katex-html" aria-hidden="true">5</span></span>', "5"),
    ],
)  # fmt: skip
def test_a_formula_reads_in_a_line_as_it_did_when_laid_out(given, becomes):
    assert (html(f"<p>a {given}.</p>"), said(given)) == (f"<p>a {becomes}.</p>", [])


@pytest.mark.parametrize(
    "given",
    ["<mroot><mn>8</mn><mn>3</mn></mroot>", "<mfenced><mn>8</mn><mn>3</mn></mfenced>",
     "<munder><mn>8</mn><mn>3</mn></munder>",
     "<mtable><mtr><mtd>8</mtd><mtd>3</mtd></mtr></mtable>",
     "<mmultiscripts><mn>8</mn><none/><mprescripts/><mn>3</mn></mmultiscripts>"],
)  # fmt: skip
def test_what_a_line_cannot_say_of_a_formula_is_named_and_numbers_stay_apart(given):
    assert html(f"<p>a <math>{given}</math> b</p>") == "<p>a 8 3 b</p>"
    assert said(given) == [
        "1 part of a formula was kept as plain words (see that they read right): “8 3”."
    ]


@pytest.mark.parametrize(
    ("given", "becomes"),
    [
        ("<p>5 mg<br>10 mg</p>", "<p>5 mg<br>10 mg</p>"),
        ("<p>5 mg<br><br>10 mg<br></p>", "<p>5 mg</p><p>10 mg</p>"),
        ("<div>a</div><div>b</div>c", "<p>a</p><p>b</p><p>c</p>"),
        ("<dl><dt>a<dd>b</dl><address>c</address>", "<p>a</p><p>b</p><p>c</p>"),
        ("<figure>a<figcaption>b</figcaption></figure>", "<p>a</p><p>b</p>"),
        ("<details><summary>a</summary>b</details>", "<p>a</p><p>b</p>"),
        ("<fieldset><legend>a</legend>b</fieldset>", "<p>a</p><p>b</p>"),
        ("<center>a</center><section>b</section>", "<p>a</p><p>b</p>"),
        ("<li>a</li><li>b</li>", "<p>a</p><p>b</p>"),
        ("<my-card>a</my-card><my-card>b</my-card>", "<p>a</p><p>b</p>"),
        ("<p>a<o:p>b</o:p></p>", "<p>ab</p>"),
        ("<h1>a</h1><h2>b</h2><h5>c</h5><h6>d</h6>", "<h2>a</h2><h2>b</h2><h4>c</h4><h4>d</h4>"),
        ("<div role=heading aria-level=3>a</div>", "<h3>a</h3>"),
        ("<h2><b>a</b></h2>", "<h2>a</h2>"),
        ("<blockquote>a</blockquote>", "<blockquote><p>a</p></blockquote>"),
        ("<pre>a\n b\tc</pre>", "<p>a<br>&nbsp;b&nbsp;&nbsp;c</p>"),
        ("<div style='white-space:pre-wrap'>5 mg\n10 mg</div>", "<p>5 mg<br>10 mg</p>"),
        ("<b>a<p>b</p></b>", "<p><strong>a</strong></p><p><strong>b</strong></p>"),
        ("a<hr>b", "<p>a</p><p>b</p>"),
        ("<td>1</td><td>2</td>", "<table><tbody><tr><td><p>1</p></td>"
         "<td><p>2</p></td></tr></tbody></table>"),
        ("Dear <name>, x <y and y> z", "<p>Dear &lt;name&gt;, x &lt;y and y&gt; z</p>"),
        ("Write to <ann@example.org>.", "<p>Write to &lt;ann@example.org&gt;.</p>"),
        ("p <0.05 & more", "<p>p &lt;0.05 &amp; more</p>"),
    ],
)  # fmt: skip
def test_blocks_become_paragraphs_and_no_words_are_glued(given, becomes):
    assert html(given) == becomes


@pytest.mark.parametrize(
    "tag",
    ["address", "article", "aside", "blockquote", "center", "dd", "details", "dialog",
     "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
     "h4", "h5", "h6", "header", "hgroup", "legend", "li", "main", "menu", "nav", "ol", "p", "pre",
     "search", "section", "summary", "ul"],
)  # fmt: skip
def test_no_block_is_glued_to_the_words_around_it(tag):
    lines = [block.strip() for block in re.split(r"<[^<>]*>", html(f"a<{tag}>5</{tag}>6"))]
    assert [line for line in lines if line] == ["a", "5", "6"]


@pytest.mark.parametrize(
    ("given", "becomes"),
    [
        ("<p class=MsoHeading1>a</p>", "<h2>a</h2>"),
        ("<p class=Heading2>a</p>", "<h2>a</h2>"),
        ("<p class=MsoHeading3>a</p>", "<h3>a</h3>"),
        ("<p class=MsoTitle>a</p>", "<h2>a</h2>"),
        ("<p class=MsoNormal style='mso-outline-level:1'>a</p>", "<h2>a</h2>"),
        ("<p class=MsoNormal style='mso-outline-level:3'>a</p>", "<h3>a</h3>"),
        ("<p class=MsoNormal style='mso-outline-level:body'>a</p>", "<p>a</p>"),
    ],
)
def test_a_heading_that_a_word_processor_names_by_its_style_is_one(given, becomes):
    assert html(given) == becomes


@pytest.mark.parametrize(
    ("given", "becomes"),
    [
        (
            '<ol start="4" type="a"><li>x<li>y</ol>',
            '<ol start="4" type="a"><li><p>x</p></li><li><p>y</p></li></ol>',
        ),
        (
            "<ul><li>a</li><ul><li>b</li></ul></ul>",
            "<ul><li><p>a</p><ul><li><p>b</p></li></ul></li></ul>",
        ),
        ("<ul><li><ul><li>b</ul></ul>", "<ul><li><p></p><ul><li><p>b</p></li></ul></li></ul>"),
        ("<ul><li><h3>a</h3>b</li></ul>", "<ul><li><p>a</p><p>b</p></li></ul>"),
        ("<ul> <li></li> </ul>", ""),
        ("<ol><li value=3>a<li>b</ol>", '<ol start="3"><li><p>a</p></li><li><p>b</p></li></ol>'),
        (
            "<ol><li>a<li value=4>b<li>c</ol>d",
            '<ol><li><p>a</p></li></ol><ol start="4"><li><p>b</p></li><li><p>c</p></li></ol>'
            "<p>d</p>",
        ),
        (
            "<ol reversed><li>a<li>b</ol>",
            '<ol start="2"><li><p>a</p></li></ol><ol><li><p>b</p></li></ol>',
        ),
        (
            "<ol reversed start=9><li>a<li>b</ol>",
            '<ol start="9"><li><p>a</p></li></ol><ol start="8"><li><p>b</p></li></ol>',
        ),
        (
            "<style>.k{list-style:upper-roman inside}</style><ol class=k><li>a</ol>",
            '<ol type="I"><li><p>a</p></li></ol>',
        ),
        ("<ul>a<li>b</ul>", "<ul><li><p>a</p></li><li><p>b</p></li></ul>"),
    ],
)
def test_lists_keep_their_numbers_and_their_levels(given, becomes):
    assert html(given) == becomes


def test_a_table_keeps_its_heads_its_joined_cells_and_its_caption():
    given = (
        "<table><caption>Doses</caption><thead><tr><td colspan=2 title=x><b>Age</b></td></tr>"
        "</thead><tr><th scope=row rowspan=1>2</th><td>5 mg<br>daily</td></tr></table>"
    )
    assert html(given) == (
        '<p>Doses</p><table><tbody><tr><th colspan="2" scope="col"><p>Age</p></th></tr>'
        '<tr><th scope="row"><p>2</p></th><td><p>5 mg<br>daily</p></td></tr></tbody></table>'
    )


def test_a_cell_that_reaches_to_the_end_of_the_table_still_does():
    assert '<td rowspan="2"><p>10 mg</p>' in html("<table><tr><td rowspan=0>10 mg<tr><td>b</table>")


def test_a_table_that_only_lays_out_and_one_inside_another_become_paragraphs():
    assert html("<table role=presentation><tr><td>a<td>b</table>") == "<p>a</p><p>b</p>"
    nested = transform("<table><tr><td>a<table><tr><td>b<td>c</table></table>")
    assert nested.html.count("<table>") == 1
    assert "<p>a</p><p>b</p><p>c</p>" in nested.html
    assert nested.messages == ["1 table inside a table was taken apart into paragraphs."]


# --- What is left out, and said -------------------------------------------------------------------


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


# --- Whatever comes -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "given", ["", " \n", "<p></p>", "<p>&nbsp;</p>", "<b></b>", "<table></table>"]
)
def test_nothing_stays_nothing(given):
    assert html(given) == ""


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ("<div>" * 10_000 + "x", TooDeep),
        ("<p>" + "x" * 10_000_000, TooLarge),
        ("&" * 1_000_000, TooLarge),
        ("<p>a <b>b</b></p>" * 100_000, TooLarge),
        ("".join(f"<p><font size={n}>" for n in range(9_000)), TooBroken),
    ],
)
def test_what_would_take_too_long_is_refused_with_the_reason(given, error):
    with pytest.raises(error, match="Take it over"):
        transform(given)


@pytest.mark.parametrize(
    "given",
    ["&" * 20_000, "<" * 100_000, "<p " * 100_000, "<!--" * 100_000, "<ul><li>" * 400,
     "<blockquote>" * 900 + "x", "<table><tr><td>" * 200, "<p>a <b>b</b></p>" * 2_000],
)  # fmt: skip
def test_large_and_broken_text_is_read(given):
    first = html(given)
    assert cleaner.clean(first) == first


PIECES = ["a", " ", "\n", " b ", "&nbsp;", "<", "&", "1.", "·", "\u0301", "\u0338", "\u200b",
          "&#0;", "\u202e", "\x96", "\x00", "\ud800", "\ufeff"]  # fmt: skip
TAGS = (
    "p div h1 h2 h4 b strong i em s del ins sup sub q a br img ul ol li dl dd blockquote "
    "table caption thead tr th td pre span font section my-x o:p svg script style title input "
    "body"
)
STYLES = ["font-weight:700", "font-weight:normal", "vertical-align:super", "display:none",
          "mso-list:l0 level2 lfo1", "mso-list:Ignore", "white-space:pre",
          "text-decoration:line-through"]  # fmt: skip
ATTRIBUTES = st.dictionaries(
    st.sampled_from(["href", "class", "start", "colspan", "aria-level", "role", "alt", "scope"]),
    st.sampled_from(["", "#ftn1", "www.x.org", "javascript:x", "https://x.org/?a=1&amp;b", "2",
                     "-3", "heading", "MsoListParagraph", "tel:1 2", "http://[", "presentation"]),
    max_size=2,
)  # fmt: skip


@st.composite
def elements(draw, inner):
    tag, attributes = draw(st.sampled_from(TAGS.split())), draw(ATTRIBUTES)
    if draw(st.booleans()):
        attributes["style"] = draw(st.sampled_from(STYLES))
    written = "".join(f' {name}="{value}"' for name, value in attributes.items())
    closing = draw(st.sampled_from([f"</{tag}>", ""]))
    return f"<{tag}{written}>{''.join(draw(st.lists(inner, max_size=4)))}{closing}"


TREES = st.recursive(st.sampled_from(PIECES), elements, max_leaves=25)


@settings(max_examples=200, deadline=None)
@example('<ul><p style="mso-list:l0 level2 lfo1">a</p></ul>')
@given(st.lists(TREES, max_size=4).map("".join))
def test_the_cleaner_and_the_transform_leave_its_result_as_it_is(given):
    first = transform(given)
    assert cleaner.clean(first.html) == first.html
    _settled.cache_clear()
    again = transform(first.html)
    assert (again.html, again.left_out, again.refused) == (first.html, (), ())


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_at_all_is_read(given):
    try:
        first = html(given)
    except Unreadable:
        return
    _settled.cache_clear()
    assert html(first) == first
