"""Characters that nobody sees: noise is repaired, what changes how a text reads is refused with its
field and its place; none of it passes a door, in rich text or plain.
"""

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from django_prose_editor.config import allowlist_from_extensions
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.models import Article, TherapyType
from editorial import acts
from editorial.acts import drafts
from editorial.exceptions import Incomplete
from editorial.models import Document
from editorial.text.characters import Sort, clean_text, misleading, sort_of
from editorial.text.rich_text import RichTextField, accepted
from editorial.text.schema import EXTENSIONS, cleaner
from tests import cast
from tests.admin_forms import address, errors, fields_of, opened

NOISE = "\ufeff\x00\x01\x7f\u200b\u2060\u200e\u2063\u00ad\u200d"  # the last two are kept
MISLEADING = {
    "bidi override": "\u202e",
    "bidi isolate": "\u2067",
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
        (f"a{NOISE}b", "a\u00ad\u200db"),
        ("5\u00a0mg\u2028x\u2029y\x0bz\r\nw", "5\u00a0mg\nx\ny\nz\nw"),
        ("it\x92s 5\x9610 \x80\x85", "it’s 5–10 €…"),
        ("e\u0301", "\u00e9"),
        ("\u2764\ufe0f \u0661\u0662", "\u2764 \u0661\u0662"),
        ("\U0001f468\u200d\U0001f469", "\U0001f468\u200d\U0001f469"),
    ],
)
def test_noise_is_repaired(given, clean):
    assert clean_text(given) == clean
    assert misleading(given) == []


@EVERY
def test_what_changes_how_a_text_reads_is_named_with_its_place(char):
    (found,) = misleading(f"Take {char}{char}05 mg")
    assert str(found).startswith(f"The character U+{ord(char):04X} before “05 mg” ")
    assert clean_text(f"a{char}b") == "ab"


ANY = st.text(
    st.one_of(st.characters(), st.sampled_from([*NOISE, *MISLEADING.values(), *"\r\n<&\u0338"])),
    max_size=60,
)


@settings(max_examples=300, deadline=None)
@given(ANY)
def test_cleaning_twice_is_cleaning_once_and_leaves_nothing_unseen(given):
    clean = clean_text(given)
    assert clean_text(clean) == clean
    assert {sort_of(char) for char in clean} <= {Sort.KEPT}


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


def test_noise_in_a_draft_is_repaired(wen):
    noisy = "<p>a&#0;&#8203;b &#150; it&#x92;s\ufeff</p>"
    article = cast.article(wen, title="A\u200bB\x00", body=noisy)
    assert (article.stored().title, article.stored().body) == ("AB", "<p>ab – it’s</p>")


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
    assert "The character U+200B cannot be seen" in errors(client.post(where, form))


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
