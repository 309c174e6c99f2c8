"""The evidence pack: what proves one edition, checked with Python and openssl alone."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from editorial import acts
from editorial.exceptions import RecordsDoNotMatch
from editorial.models import Edition, EditionPassages
from editorial.receipts import keys
from editorial.receipts.evidence import evidence_pack, packable
from tests import cast
from tests._answers import words
from tests._tampering import unguarded
from tests.admin_forms import address
from tests.editorial.receipts._packs import checked, files_of
from tests.editorial.receipts.test_receipts import changed, folded, part

pytestmark = pytest.mark.django_db
NAMES = [
    "README.txt", "verify.py", "receipt.json", "signed.json", "passages.jsonl",
    "signatures.jsonl", "assertions.json", "jwks.json", "differences.html", "contributors.json",
]  # fmt: skip


@pytest.fixture
def pack(edition):
    """The files of the pack by their names."""
    return files_of(packable().get(pk=edition.pk))


def test_it_holds_and_says_what_was_checked(pack, tmp_path, edition):
    assert list(pack) == NAMES
    done = checked(tmp_path, pack)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"edition 1 of article “{edition.slug}”" in done.stdout
    assert "the record of Ravi Sample" in done.stdout
    assert "by password: that it was Ravi Sample, the site attests" in done.stdout


def test_the_same_edition_gives_the_same_bytes(edition):
    packs = [evidence_pack(packable().get(pk=edition.pk)) for _ in range(2)]
    assert packs[0] == packs[1]


def test_any_one_field_of_the_receipt_that_was_changed_is_refused(pack, tmp_path):
    receipt, tried = json.loads(pack["receipt.json"]), 0
    (member,) = receipt["signatures"]
    altered = [receipt | {"payload": folded(each)} for each in changed(part(receipt["payload"]))]
    headers = [folded(each) for each in changed(part(member["protected"]))]
    altered += [receipt | {"signatures": [member | {"protected": each}]} for each in headers]
    altered.append(receipt | {"signatures": []})
    for each in altered:
        done = checked(tmp_path, pack | {"receipt.json": json.dumps(each).encode()})
        assert done.returncode == 1, each
        assert "DOES NOT HOLD" in done.stdout
        tried += 1
    assert tried >= 30


LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@pytest.mark.parametrize(
    "alter",
    [
        lambda text: text[:-1] + LETTERS[LETTERS.index(text[-1]) ^ 1],
        lambda text: text + "!==",
        lambda text: text + "==",
        lambda text: "\n" + text + "==",
    ],
    ids=["other spare bits", "a sign", "padding", "a line break"],
)
def test_other_letters_of_the_same_signature_are_refused(pack, tmp_path, alter):
    receipt = json.loads(pack["receipt.json"])
    (member,) = receipt["signatures"]
    member["signature"] = alter(member["signature"])
    done = checked(tmp_path, pack | {"receipt.json": json.dumps(receipt).encode()})
    assert (done.returncode, done.stderr) == (1, "")
    assert "is not base64url" in done.stdout


@pytest.mark.parametrize("name", ["signed.json", "passages.jsonl", "signatures.jsonl"])
@pytest.mark.parametrize(
    "alter",
    [
        lambda content: content.replace(b"e", b"a", 1),
        lambda content: content[:-2] + b" " + content[-2:],
        lambda content: content + content,
        lambda content: b"",
    ],
    ids=["a letter", "a space", "twice", "nothing"],
)
def test_any_byte_of_what_was_signed_that_was_changed_is_refused(pack, tmp_path, name, alter):
    done = checked(tmp_path, pack | {name: alter(pack[name])})
    assert done.returncode == 1
    assert "DOES NOT HOLD" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", NAMES[2:8])
def test_a_file_that_is_missing_or_nonsense_is_said_so(pack, tmp_path, name):
    for content in (b"\xff\x00", b"[]", b"{}", b"7"):
        done = checked(tmp_path, pack | {name: content})
        assert (done.returncode, done.stderr) == (1, ""), content
    (tmp_path / name).unlink()
    done = checked(tmp_path, {each: pack[each] for each in pack if each != name})
    assert (done.returncode, done.stderr) == (1, "")


def test_a_key_of_somebody_elses_is_refused(pack, tmp_path, settings):
    settings.RECEIPT_KEY_FILE = tmp_path / "other.json"
    keys.make(settings.RECEIPT_KEY_FILE)
    other = keys.private_key().as_dict(private=False)
    known = json.loads(pack["jwks.json"])
    known["keys"][0]["x"] = other["x"]
    done = checked(tmp_path, pack | {"jwks.json": json.dumps(known).encode()})
    assert done.returncode == 1
    assert "the receipt's key is not in jwks.json" in done.stdout


def test_it_tells_what_changed_and_who_wrote_each_passage(edition, wen, mei):
    acts.revise(edition.document, by=wen)
    draft = edition.document.stored()
    draft.summary = "Another dose altogether."
    cast.save(draft, wen)
    second = cast.publish(draft.stored(), wen, mei)
    files = files_of(packable().get(pk=second.pk))
    assert b"<ins>" in files["differences.html"]
    assert "Another" in files["differences.html"].decode()
    rows = json.loads(files["contributors.json"])
    (summary,) = [each for each in rows if each["begins"].startswith("Another dose")]
    assert summary["written_by"] == ["Wen Sample"]
    assert summary["signed_as_it_stands_by"] == ["Mei Sample, MD (fictional)"]
    assert summary["unchanged_since_edition"] == 2
    assert b"It is the first edition" in files_of(packable().get(number=1))["differences.html"]


def test_hostile_words_stay_words_in_it(wen, ravi, tmp_path):
    title = "<script>alert(1)</script>\u2028“"
    edition = cast.publish(cast.article(wen, title=title), wen, ravi)
    files = files_of(packable().get(pk=edition.pk))
    assert b"<script>" not in files["differences.html"]
    assert checked(tmp_path, files).returncode == 0


# --- Who gets it ----------------------------------------------------------------------------------


def test_an_editor_finds_it_in_the_history_and_nobody_else_gets_it(edition, edda, wen, ravi, olga):
    document, url = edition.document, address(edition.document, "evidence", 1)
    for person in (wen, ravi, olga, None):
        client = Client()
        if person:
            client.force_login(person)
        assert client.get(url).status_code in {302, 403}
    client = Client()
    client.force_login(edda)
    assert f'href="{url}"' in words(client.get(address(document, "history")))
    answer = client.get(url)
    assert answer["Content-Type"] == "application/zip"
    assert f"{edition.slug}-edition-1-evidence.zip" in answer["Content-Disposition"]
    assert answer.content == evidence_pack(packable().get(pk=edition.pk))
    assert client.get(address(document, "evidence", 2)).status_code == 404


def test_it_is_there_for_a_withdrawn_edition_too(edition, edda):
    acts.withdraw(edition.document, by=edda, reason="A study was retracted.")
    client = Client()
    client.force_login(edda)
    assert client.get(address(edition.document, "evidence", 1)).status_code == 200


def altered(edition, model, **fields):
    with unguarded():
        model.objects.filter(pk=edition.pk).update(**fields)


TAMPERED = {
    "a word of the text": lambda each: {"snapshot": each.snapshot | {"summary": "Ten times more."}},
    "no text at all": lambda each: {"snapshot": {}},
    "its address": lambda each: {"slug": "elsewhere"},
}


@pytest.mark.parametrize("what", TAMPERED)
def test_of_a_record_that_does_not_hold_nothing_is_handed_over(edition, edda, what):
    altered(edition, Edition, **TAMPERED[what](edition))
    with pytest.raises(RecordsDoNotMatch):
        evidence_pack(packable().get(pk=edition.pk))
    client = Client()
    client.force_login(edda)
    answer = client.get(address(edition.document, "evidence", 1), follow=True)
    assert "there is no evidence to hand over" in words(answer)
    slug = Edition.objects.get().slug
    with pytest.raises(CommandError, match="there is no evidence"):
        call_command("evidence_pack", edition.kind, slug, "1")


def test_nor_where_another_is_said_to_have_written_it(edition):
    record = EditionPassages.objects.get()
    rows = [row | {"authors": [{"id": 1, "name": "A Professor"}]} for row in record.rows]
    altered(record, EditionPassages, rows=rows)
    with pytest.raises(RecordsDoNotMatch):
        evidence_pack(packable().get(pk=edition.pk))


def test_it_asks_as_often_however_many_passages(edition, django_assert_num_queries):
    found = packable().get(pk=edition.pk)
    with django_assert_num_queries(7):
        evidence_pack(found)


def test_the_command_writes_it(edition, tmp_path, capsys):
    given = [edition.kind, edition.slug, "1", "--to", str(tmp_path)]
    call_command("evidence_pack", *given)
    (file,) = tmp_path.iterdir()
    assert file.read_bytes() == evidence_pack(Edition.objects.get())
    with pytest.raises(CommandError, match="There is no edition 2"):
        call_command("evidence_pack", edition.kind, edition.slug, "2")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("evidence_pack", *given[:3], "--to", str(tmp_path / "nowhere"))
