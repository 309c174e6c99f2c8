"""What editors do with letters: answer, make a draft of a question, close."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django.utils.dateformat import format as written

from articles.choices import Genre
from articles.models import Article
from editorial.acts import drafts
from editorial.acts.inputs import optional_text, required_text
from editorial.exceptions import Incomplete, NotAllowed, WrongState
from editorial.models import Document, User
from editorial.text.characters import clean_text
from editorial.text.slugs import slug_of
from immunosite.letters.models import ANSWER_LIMIT, Letter, LetterKind, Mail

FASTER = "Somebody else has dealt with this letter in the meantime. Nothing was changed or sent."

MAIL = """\
You sent a {what} to {name} on {day}. This is the editors’ answer.

{text}

This is no medical advice; for that, ask your own team. Your e-mail address is erased when your
letter is closed.

{name}
{url}/
"""


def answer(letter: Letter, *, by: User, text: str) -> None:
    """Send the reader an answer by e-mail, once; or again, if it did not go out.

    First it is on record that this editor is sending it, then it is sent, outside of any
    transaction, and then what came of it is on record: so that two never send, that no lock is held
    while a mail server thinks, and that a mail that went out is never taken for one that did not.

    Raises NotAllowed, Incomplete, WrongState, and OSError (smtplib's errors too) when the mail
    server does not take it.
    """
    _check(by)
    text = required_text(text, "answer", ANSWER_LIMIT)
    if not letter.reply_to:
        raise Incomplete("The reader left no address, so nobody can be answered.")
    now = timezone.now()
    claimed = {"answer": text, "answered_by": by, "answered_at": now}
    with transaction.atomic(durable=True):
        waiting = Letter.objects.to_answer(now).filter(pk=letter.pk)
        _claim(waiting.update(mail=Mail.SENDING, mail_error="", **claimed))
    mine = Letter.objects.filter(pk=letter.pk, mail=Mail.SENDING, answered_at=now)
    try:
        _mail(letter, text).send()
    except (OSError, ValueError) as error:
        mine.update(mail=Mail.FAILED, mail_error=clean_text(str(error))[:300])
        raise OSError(str(error)) from error
    mine.update(mail=Mail.SENT)


def _mail(letter: Letter, text: str) -> EmailMessage:
    what = "question" if letter.kind == LetterKind.QUESTION else "report"
    day = written(letter.received_at, "j F Y")
    body = MAIL.format(
        what=what, day=day, text=text, name=settings.SITE_NAME, url=settings.SITE_URL
    )
    return EmailMessage(f"Your {what} to {settings.SITE_NAME}", body, to=[letter.reply_to])


def draft_from(letter: Letter, *, by: User, title: str) -> Document:
    """A question and answer to be written, with this title; the editor is its owner for now.

    Raises ValidationError (title), NotAllowed, WrongState.
    """
    _check(by)
    title = optional_text(title, "question", 200)
    question = Article(genre=Genre.QUESTION, owner=by, title=title, slug=_free_slug(title, letter))
    asked = Letter.objects.open().filter(pk=letter.pk, kind=LetterKind.QUESTION, draft=None)
    with transaction.atomic():
        comment = f"First version, from a reader’s question (letter {letter.pk})."
        with drafts.saving(question, by=by, draft_version=0, comment=comment):
            _claim(asked.update(draft=question.pk))
    return question


def _free_slug(title: str, letter: Letter) -> str:
    slug = slug_of(title, 100) or "question"
    taken = Article(slug=slug, kind=str(Article._meta.model_name)).address_fault()
    return f"{slug}-{letter.pk}" if taken else slug


def close(letter: Letter, *, by: User, outcome: str = "", erase_text: bool = False) -> None:
    """Put the letter away, and erase what could tell who wrote it; the reader's words if asked.

    Raises NotAllowed, Incomplete, WrongState.
    """
    _check(by)
    erased: dict[str, object] = {
        "reply_to": "",
        "sender": "",
        **({"text": ""} if erase_text else {}),
    }
    outcome = optional_text(outcome, "outcome", 600)
    open_letters = Letter.objects.open().filter(pk=letter.pk)
    _claim(open_letters.update(closed_by=by, closed_at=timezone.now(), outcome=outcome, **erased))


def _check(by: User) -> None:
    if not by.has_perm("letters.change_letter"):
        raise NotAllowed("Only editors deal with letters from readers.")


def _claim(rows: int) -> None:
    if not rows:
        raise WrongState(FASTER)
