"""What readers fill in. No account, no cookie, no token: a letter gives nobody any power."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict

from editorial.text.characters import clean_text, is_blank
from immunosite.letters import TEXT_LIMIT


class LetterForm(forms.Form):
    text = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 7, "maxlength": TEXT_LIMIT}),
        error_messages={"required": "The field is empty. Write in it what you want to tell us."},
    )
    reply_to = forms.EmailField(
        label="Your e-mail address, if you want an answer (optional)",
        help_text="We use it for the answer and nothing else, and erase it when your letter has "
        "been dealt with.",
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": "This is not a whole e-mail address, such as name@example.org. Mend it, or "
            "leave the field empty."
        },
    )
    # Hidden from people. Programs that fill in whatever they find give themselves away with it.
    website = forms.CharField(
        label="Leave this field empty",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, data: QueryDict | None = None, *, label: str, hint: str) -> None:
        super().__init__(data, label_suffix="", auto_id="letter-%s")
        self.fields["text"].label, self.fields["text"].help_text = label, hint
        if not settings.CAN_SEND_MAIL:
            del self.fields["reply_to"]

    def clean_text(self) -> str:
        """Measured here: browsers count line ends otherwise than Python."""
        text = clean_text(self.cleaned_data["text"])
        if is_blank(text):
            raise ValidationError(self.fields["text"].error_messages["required"])
        if len(text) > TEXT_LIMIT:
            raise ValidationError(
                f"This has {len(text)} characters; {TEXT_LIMIT} are the most. Make it shorter."
            )
        return text

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError("This field must stay empty. Empty it and send again.")
        return ""
