"""Foreign HTML: what it means is kept, in the site's own elements."""

import re

import pytest

from editorial.text.incoming import transform
from tests.editorial.text._incoming import html, said


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
        ("<ul><blockquote>a</blockquote></ul>", "<ul><li><p>a</p></li></ul>"),
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
