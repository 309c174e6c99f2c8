"""What articles and therapies may be filed under, with the words that writers and readers see.

The order is that in which they are listed. Without tables, so that public pages may read it.
"""

from django.db.models import TextChoices


class Genre(TextChoices):
    EXPLAINER = "explainer", "Explainer"
    QUESTION = "question", "Question and answer"


# Of a list of them.
GENRES_IN_PLURAL = {Genre.EXPLAINER.value: "Explainers", Genre.QUESTION.value: "Questions"}


class Mechanism(TextChoices):
    CHECKPOINT = "checkpoint", "Takes a brake off immune cells"
    ANTIBODY = "antibody", "Antibodies that bind a target"
    CELL = "cell", "Immune cells given as treatment"
    VACCINE = "vaccine", "Teaches the immune system a target"
    CYTOKINE = "cytokine", "Messages that stir immune cells"
    VIRUS = "virus", "Viruses that attack tumour cells"
    TOLERANCE = "tolerance", "Calms or retrains the immune system"


class Route(TextChoices):
    VEIN = "vein", "Drip into a vein"
    UNDER_SKIN = "under-skin", "Injection under the skin"
    MUSCLE = "muscle", "Injection into a muscle"
    TUMOUR = "tumour", "Injection into the tumour"
    BLADDER = "bladder", "Into the bladder"
    MOUTH = "mouth", "By mouth"


def label_of(choices: type[TextChoices], value: str) -> str:
    """The value itself where it is none of today's, as an old signed page may have it."""
    return str(choices(value).label) if value in choices.values else value
