"""What an editor fills in to deal with a letter. Each form carries out one act."""

from typing import ClassVar

from django import forms
from django.http import QueryDict

from editorial.act_forms.base import BaseActForm, long_text
from editorial.models import User
from immunosite.letters import handling
from immunosite.letters.models import ANSWER_LIMIT, Letter, LetterKind


class HandlingForm(BaseActForm):
    """`perform()` raises ValidationError and OSError, too."""

    heading: ClassVar[str]
    button: ClassVar[str]

    def __init__(self, data: QueryDict | None = None, *, letter: Letter, user: User) -> None:
        self.letter = letter
        super().__init__(data, user=user, initial=self.begins_with())
        self.label_suffix = ""

    @staticmethod
    def fits(letter: Letter) -> bool:
        return letter.closed_at is None

    def begins_with(self) -> dict[str, object]:
        return {}


class AnswerForm(HandlingForm):
    name, heading, button = "answer", "Answer by e-mail", "Send the answer"
    fault_lies_at = "text"
    text = long_text(
        "Answer",
        8,
        ANSWER_LIMIT,
        required=True,
        help_text="Goes to the reader at once, and only once. Give no medical advice here: no "
        "clinician signs an e-mail. Point to published pages.",
    )

    @staticmethod
    def fits(letter: Letter) -> bool:
        return letter.can_be_answered

    def begins_with(self) -> dict[str, object]:
        return {"text": self.letter.answer}

    def perform(self) -> str:
        handling.answer(self.letter, by=self.user, text=self.cleaned_data["text"])
        return "The answer was sent."


class MakeDraftForm(HandlingForm):
    name, heading, button = "draft", "Answer it for everybody", "Make a draft"
    title = forms.CharField(
        label="The question, as the page will ask it",
        max_length=200,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="In general words. Take out whatever could tell who asked.",
    )

    @staticmethod
    def fits(letter: Letter) -> bool:
        is_question = letter.kind == LetterKind.QUESTION
        return is_question and letter.closed_at is None and letter.draft_id is None

    def begins_with(self) -> dict[str, object]:
        return {"title": " ".join(self.letter.text.split())[:200]}

    def perform(self) -> str:
        handling.draft_from(self.letter, by=self.user, title=self.cleaned_data["title"])
        return "Here is the draft. Name its writer as the owner, or write it yourself."


class CloseForm(HandlingForm):
    name, heading, button = "close", "Close", "Close the letter"
    fault_lies_at = "outcome"
    outcome = long_text(
        "What came of it",
        limit=600,
        help_text="For the editors, for example “Corrected in edition 3”.",
    )
    erase_text = forms.BooleanField(
        label="Erase the reader’s words too",
        required=False,
        help_text="For letters that tell about somebody’s health, and for rubbish.",
    )

    def perform(self) -> str:
        handling.close(self.letter, by=self.user, **self.cleaned_data)
        return "The letter is closed, and the reader’s address is erased."


FORMS: list[type[HandlingForm]] = [AnswerForm, MakeDraftForm, CloseForm]
