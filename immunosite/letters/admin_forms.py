"""What an editor fills in to deal with a letter. Each form carries out one act."""

from typing import ClassVar

from django import forms
from django.http import QueryDict

from editorial.models import User
from immunosite.letters import handling
from immunosite.letters.models import ANSWER_LIMIT, Letter, LetterKind


class HandlingForm(forms.Form):
    """`act()` carries the act out; it raises Refusal, ValidationError or OSError."""

    name: ClassVar[str]
    heading: ClassVar[str]
    button: ClassVar[str]
    done: ClassVar[str]

    def __init__(self, letter: Letter, data: QueryDict | None = None) -> None:
        self.letter = letter
        super().__init__(data, auto_id=f"{self.name}-%s", label_suffix="")

    @staticmethod
    def fits(letter: Letter) -> bool:
        return letter.closed_at is None

    def act(self, by: User) -> None:
        raise NotImplementedError


class AnswerForm(HandlingForm):
    name, heading, button = "answer", "Answer by e-mail", "Send the answer"
    done = "The answer was sent."
    text = forms.CharField(
        label="Answer",
        max_length=ANSWER_LIMIT,
        widget=forms.Textarea(attrs={"rows": 8, "class": "vLargeTextField"}),
        help_text="Goes to the reader at once, and only once. Give no medical advice here: no "
        "clinician signs an e-mail. Point to published pages.",
    )

    @staticmethod
    def fits(letter: Letter) -> bool:
        return letter.can_be_answered

    def __init__(self, letter: Letter, data: QueryDict | None = None) -> None:
        super().__init__(letter, data)
        self.initial = {"text": letter.answer}

    def act(self, by: User) -> None:
        handling.answer(self.letter, by=by, text=self.cleaned_data["text"])


class MakeDraftForm(HandlingForm):
    name, heading, button = "draft", "Answer it for everybody", "Make a draft"
    done = "Here is the draft. Name its writer as the owner, or write it yourself."
    title = forms.CharField(
        label="The question, as the page will ask it",
        max_length=200,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="In general words. Take out whatever could tell who asked.",
    )

    def __init__(self, letter: Letter, data: QueryDict | None = None) -> None:
        super().__init__(letter, data)
        self.initial = {"title": " ".join(letter.text.split())[:200]}

    @staticmethod
    def fits(letter: Letter) -> bool:
        is_question = letter.kind == LetterKind.QUESTION
        return is_question and letter.closed_at is None and letter.draft_id is None

    def act(self, by: User) -> None:
        handling.draft_from(self.letter, by=by, title=self.cleaned_data["title"])


class CloseForm(HandlingForm):
    name, heading, button = "close", "Close", "Close the letter"
    done = "The letter is closed, and the reader’s address is erased."
    outcome = forms.CharField(
        label="What came of it",
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text="For the editors, for example “Corrected in edition 3”.",
    )
    erase_text = forms.BooleanField(
        label="Erase the reader’s words too",
        required=False,
        help_text="For letters that tell about somebody’s health, and for rubbish.",
    )

    def act(self, by: User) -> None:
        handling.close(self.letter, by=by, **self.cleaned_data)


FORMS: list[type[HandlingForm]] = [AnswerForm, MakeDraftForm, CloseForm]
