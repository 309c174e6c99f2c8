"""What a signature means, and what a signer answers. The texts are frozen into each sign-off."""

MEANINGS = {
    "accuracy": (
        "I have read this text as it will be published. I approve it as medically accurate, "
        "balanced and fit for patients."
    ),
    "accuracy_in_field": (
        "I have read this text as it will be published. Within my field, named in my credentials, "
        "I approve it as medically accurate, balanced and fit for patients."
    ),
}

QUESTIONS = {
    "evidence": "Is each medical statement in keeping with current evidence and guidance?",
    "balance": "Are benefits, risks and what is not known given side by side?",
    "safety": "Would a reader know when to seek help, and whom to call?",
    "plain": "Could a patient understand it without further explanation?",
    "sources": "Do the sources support what is cited to them?",
}

ANSWERS = {"yes": "Yes", "no": "No", "not_applicable": "Does not apply"}
