"""Characters that nobody sees: refused with field and place at every door of a draft, in rich text
or plain; but for those that languages need, and those that choose the look of an emoji.
"""

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from django_prose_editor.config import allowlist_from_extensions
from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles.models import Article, TherapyType
from editorial import acts
from editorial.acts import drafts
from editorial.exceptions import Incomplete
from editorial.models import Document
from editorial.text.characters import Sort, clean_text, refused_in, sort_of
from editorial.text.rich_text import RichTextField, accepted
from editorial.text.schema import EXTENSIONS, cleaner
from tests import cast
from tests.admin_forms import address, errors, fields_of, opened

UNSEEN = "\ufeff\x00\x01\x7f\u200b\u2060\u2063\u3164"
NEEDED = "\u00ad\u200c\u200d\u00a0"
MISLEADING = {
    "bidi override": "\u202e",
    "bidi mark": "\u200e",
    "bidi isolate that is not ended": "\u2067",
    "end of no isolate": "\u2069",
    "tag": "\U000e0041",
    "private use": "\ue000",
    "private use of a far plane": "\U00100001",
    "unassigned": "\u0378",
    "lost": "\ufffd",
    "annotation": "\ufff9",
    "of no code": "\x81",
}
EVERY = pytest.mark.parametrize("char", MISLEADING.values(), ids=MISLEADING.keys())


def texts_of(kind: type[Document]) -> list[str]:
    """Every text that a writer types into a page of this kind."""
    return [
        field.name
        for field in kind._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and field.editable and not field.choices and not isinstance(field, models.SlugField)
    ]  # fmt: skip


FIELDS = [(kind, name) for kind in Document.all_models() for name in texts_of(kind)]


# --- Cleaning -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        (f"a{UNSEEN}{NEEDED}b", f"a{NEEDED}b"),
        ("take \u2067\u0662\u2069 now", "take \u2067\u0662\u2069 now"),
        ("5\u00a0mg\u2028x\u2029y\x0bz\r\nw", "5\u00a0mg\nx\ny\nz\nw"),
        ("it\x92s 5\x9610 \x80\x85", "it’s 5–10 €…"),
        ("e\u0301", "\u00e9"),
        ("\u2764\ufe0f \u0661\u0662", "\u2764 \u0661\u0662"),
        ("\U0001f468\u200d\U0001f469", "\U0001f468\u200d\U0001f469"),
    ],
)
def test_what_is_not_missed_is_taken_out_and_what_is_needed_stays(given, clean):
    assert clean_text(given) == clean
    assert not [each for each in refused_in(given) if each.sort.misleads]


@EVERY
def test_what_changes_how_a_text_reads_is_named_with_its_place(char):
    (found,) = refused_in(f"Take {char}{char}05 mg")
    assert str(found).startswith(f"The character U+{ord(char):04X} before “05 mg” ")
    assert clean_text(f"a{char}b") == "ab"


ANY = st.text(
    st.one_of(
        st.characters(), st.sampled_from([*UNSEEN, *NEEDED, *MISLEADING.values(), *"\r\n<&\u0338"])
    ),
    max_size=60,
)


@settings(max_examples=300, deadline=None)
@example("<\u200b\u0338")  # once nothing stands between them, they are one character
@given(ANY)
def test_cleaning_twice_is_cleaning_once_and_leaves_nothing_unseen(given):
    clean = clean_text(given)
    assert clean_text(clean) == clean
    assert {sort_of(char) for char in clean} <= {Sort.KEPT}
    assert not refused_in(clean)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("a\u2067b\u2069c", []),
        ("\u2066a\u2068b\u2069c\u2069", []),
        ("\u2066a\u2068b\u2069c", ["a b c"]),
        ("a\u2067b\nc\u2069d", ["b c", "d"]),
        ("\u2069a\u2066", ["a", ""]),
    ],
)
def test_a_passage_of_another_direction_begins_and_ends_in_one_line(text, places):
    found = refused_in(text)
    assert [each.sort for each in found] == [Sort.UNPAIRED] * len(places)
    assert len(found) == len(places)
    assert not refused_in(clean_text(text))


@pytest.mark.parametrize(
    "html",
    [
        "<p>a\u2067b</p><p>c\u2069</p>",
        "<p>a\u2067b<strong>c\u2069d</strong></p>",
        "<p>a&#x2067;b<br>c&#x2069;</p>",
        "<table><tbody><tr><td><p>\u2067a</p></td><td><p>b\u2069</p></td></tr></tbody></table>",
    ],
)
def test_a_partner_in_another_element_is_none(html):
    with pytest.raises(ValidationError, match=r"without its partner"):
        accepted(html)


ENTITIES = st.lists(
    st.integers(0, 0x10FFFF).map(lambda code: f"<b>x&#{code};</b>&#x{code:x}"), max_size=8
)


@settings(max_examples=300, deadline=None)
@given(ENTITIES.map("".join))
def test_no_entity_passes_that_would_not_pass_as_a_character(given):
    try:
        clean = accepted(given)
    except ValidationError:
        return
    assert accepted(clean) == clean
    assert {sort_of(char) for char in clean} <= {Sort.KEPT}


# --- Doors ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "name"), FIELDS, ids=lambda each: getattr(each, "__name__", each))
def test_no_text_of_a_draft_takes_what_changes_how_it_reads(wen, kind, name):
    is_rich = isinstance(kind._meta.get_field(name), RichTextField)
    document = kind(owner=wen, title="T", slug="t")
    setattr(document, name, "<p>&#x202E;05&#x202C; mg</p>" if is_rich else "\u202e05\u202c mg")
    with pytest.raises(ValidationError) as refused:
        drafts.saving(document, by=wen, draft_version=0).__enter__()
    assert "U+202E before “05 mg”" in refused.value.message_dict[name][0]
    assert not Document.objects.exists()


@EVERY
def test_an_entity_is_refused_like_the_character(wen, char):
    with pytest.raises(ValidationError, match=f"U\\+{ord(char):04X}"):
        cast.article(
            wen, body=f"<p>a&#{ord(char)};b</p>" if ord(char) > 0xA0 else f"<p>{char}b</p>"
        )


@pytest.mark.parametrize("char", UNSEEN[1:])
def test_what_cannot_be_seen_is_refused_too(wen, char):
    with pytest.raises(ValidationError, match=rf"U\+{ord(char):04X} before “bis” cannot be seen"):
        cast.article(wen, title=f"Hat{char}bis")
    if char not in "\x00\x01\x7f":  # in HTML, these are no characters at all
        with pytest.raises(ValidationError, match=rf"U\+{ord(char):04X} before “bis”"):
            cast.article(wen, body=f"<p>Hat&#{ord(char)};bis</p>")


def test_what_languages_need_and_the_look_of_an_emoji_are_taken(wen):
    body = "<p>می\u200cخواهم 5&nbsp;mg anti\u00adbodies</p>"
    article = cast.article(
        wen, title="Thanks \u2764\ufe0f", body=f"{body}<p>it&#x92;s \u2067ab\u2069</p>"
    )
    assert article.stored().title == "Thanks \u2764"
    assert article.stored().body == f"{body}<p>it’s \u2067ab\u2069</p>"


def test_a_paste_is_cleaned_of_what_nobody_saw_and_says_so(client, wen):
    client.force_login(wen)
    html = "<p>a\u200bb &#x202E;c\ufeff</p>"
    said = client.post("/admin/incoming/", {"html": html}).json()
    assert said["html"] == "<p>ab c</p>"
    assert "2 characters that cannot be seen were left out." in said["left_out"]
    assert any("U+202E" in each for each in said["left_out"])


def test_a_row_of_a_draft_takes_none_either(wen):
    therapy = cast.therapy(wen)
    risk = therapy.risks.get()
    risk.seek_help = "Call \u202e112"
    with pytest.raises(ValidationError, match=r"U\+202E"):
        drafts.clean_fields(risk)


def test_a_refused_form_says_where_and_keeps_what_was_typed(client, draft, wen):
    client.force_login(wen)
    form = opened(client, address(draft))
    answer = client.post(address(draft), form | {"body": ["<p>Take &#x202E;05 mg</p>"]})
    assert "The character U+202E before “05 mg”" in errors(answer)
    assert fields_of(answer.content.decode())["body"] == ["<p>Take &#x202E;05 mg</p>"]
    answer = client.post(address(draft), form | {"title": ["Take \u202e05 mg"]})
    assert "The character U+202E before “05 mg”" in errors(answer)
    assert fields_of(answer.content.decode())["title"] == ["Take \u202e05 mg"]
    assert draft.stored().draft_version == 1


def test_what_a_save_leaves_out_is_told(client, draft, wen):
    client.force_login(wen)
    form = opened(client, address(draft)) | {"body": ["<p>5<del>0</del> <s>x</s> mg</p>"]}
    answer = client.post(address(draft), form, follow=True)
    assert "Body: 2 deleted passages were left out." in answer.content.decode()
    assert draft.stored().body == "<p>5 mg</p>"


def test_a_refused_row_names_its_field_above_the_form(client, wen):
    client.force_login(wen)
    therapy = cast.therapy(wen)
    form = opened(client, address(therapy)) | {"risks-0-seek_help": ["Call \u202e112"]}
    answer = client.post(address(therapy), form)
    assert "Seek help: The character U+202E before “112”" in errors(answer)
    assert fields_of(answer.content.decode())["risks-0-seek_help"] == ["Call \u202e112"]
    assert TherapyType.objects.get().risks.get().seek_help == "Call your team."


def test_a_reviewers_reason_takes_none(review, ravi):
    with pytest.raises(Incomplete, match=r"U\+202E before “05”"):
        acts.request_changes(review, by=ravi, reason="Write \u202e05")


def test_a_name_under_signatures_holds_nothing_unseen(client, root, ravi):
    client.force_login(root)
    where = f"/admin/editorial/reviewerprofile/{ravi.reviewer_profile.pk}/change/"
    form = opened(client, where) | {"printed_name": ["Ravi\u200b Sample"]}
    assert "The character U+200B before “Sample” cannot be seen" in errors(client.post(where, form))


# --- The schema -----------------------------------------------------------------------------------


def test_the_cleaner_lets_through_what_the_editor_writes_and_nothing_else():
    allowed = allowlist_from_extensions(EXTENSIONS)
    for tag in ("sup", "sub", "br", "h2", "strong", "em", "ol", "blockquote", "table", "th"):
        assert tag in allowed["tags"]
    assert not {"s", "u", "img", "h1", "code", "hr", "div", "span"} & allowed["tags"]
    for scheme in ("https", "mailto", "tel", "sms"):
        link = f'<p><a href="{scheme}:x">y</a></p>'
        assert cleaner.clean(link) == accepted(link) == link


@pytest.mark.parametrize(
    "attribute", ["title", "lang", "dir", "class", "id", "style", "rel", "data-x", "onclick"]
)
def test_an_attribute_that_nobody_sees_is_no_part_of_the_text(attribute):
    for tag in ("p", "a", "ol", "td", "th", "table"):
        html = f'<{tag} {attribute}="x">y</{tag}>'
        assert attribute not in cleaner.clean(html)
        assert attribute not in accepted(html)


def test_a_draft_is_saved_as_the_editor_writes_it(wen):
    written = (
        '<p>a<br>b</p><ol start="3" type="a"><li><p>c</p></li></ol><table><tbody><tr>'
        '<th colspan="2" scope="col"><p>d</p></th></tr></tbody></table>'
        '<p><a href="tel:112">e</a> <a href="/articles/x/">f</a> 10<sup>9</sup>.[@g-1]</p>'
    )
    assert Article.objects.get(pk=cast.article(wen, body=written).pk).body == written
