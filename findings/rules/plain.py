"""Plain words: long sentences, long paragraphs, and the years of school that a text asks for."""

from collections.abc import Iterator

from editorial.findings import Level, Rule
from findings.reading import reading_of
from findings.rule import Hit, TextRule
from findings.text import Draft

LONGEST_SENTENCE = 20  # words
LONGEST_PARAGRAPH = 3  # sentences
GRADE = 8  # of a school in the United States; about 13 years of age
FEWEST_WORDS = 100


def long_sentences(draft: Draft) -> Iterator[Hit]:
    """The longest first."""
    long = [(p, s) for p, _, s in draft.sentences if s.count > LONGEST_SENTENCE]
    for part, sentence in sorted(long, key=lambda each: -each[1].count):
        said = f"has a sentence of {sentence.count} words. Make two or three of it."
        yield Hit(part, sentence.text, said, sentence.words)


def long_paragraphs(draft: Draft) -> Iterator[Hit]:
    for part in draft.prose:
        for block in part.blocks if part.html else ():
            if block.kind == "p" and len(block.sentences) > LONGEST_PARAGRAPH:
                said = (
                    f"has a paragraph of {len(block.sentences)} sentences. Part it, or list them."
                )
                yield Hit(part, block.text, said, block.sentences[0].words)


def reading_level(draft: Draft) -> Iterator[Hit]:
    with_terms, without = reading_of(draft), reading_of(draft, without_terms=True)
    rich = next((part for part in draft.parts if part.html), None)
    if rich is None or with_terms.words < FEWEST_WORDS or round(without.grade) <= GRADE:
        return
    said = (
        f"The text reads like {with_terms}; without the terms that the glossary explains, like "
        f"{without}. Aim for grade {GRADE}; all of these are approximate."
    )
    passage = "\n".join(sentence.text for _, _, sentence in draft.sentences)
    yield Hit(rich, passage, said)


HARD = "<p>" + (
    "Immunological investigations necessitate comprehensive multidisciplinary consideration. "
    "Administration of therapeutic antibodies precipitates unpredictable inflammatory "
    "manifestations. "
) * 8 + "</p>"  # fmt: skip
EASY = "<p>You may feel ill for a day. Rest at home and drink a lot. Then you can go out.</p>" * 8
RULES = (
    TextRule(
        Rule(
            id="long-sentence",
            level=Level.ADVISES,
            weight=25,
            reason="Long sentences are read twice, or not at all.",
            standard="NHS service manual, How we write; GOV.UK, Sentence length (Cutts, 2020)",
            fires=("<p>" + "one two three four five six " * 4 + "end.</p>",),
            silent=("<p>" + "One two three four five. " * 5 + "</p>",
                    "<p>Dr. Sample gives 2.5 mg (e.g. in the morning). She asks how you are.</p>"),
        ),
        long_sentences,
    ),
    TextRule(
        Rule(
            id="long-paragraph",
            level=Level.ADVISES,
            weight=20,
            reason="On a phone four sentences fill the screen.",
            standard="CDC Clear Communication Index, items 8 and 9 (chunks)",
            fires=("<p>It is so. It is so. It is so. It is so.</p>",),
            silent=("<p>It is so. It is so. See Dr. Sample at 9 a.m. on Monday.</p>",
                    "<ul><li>It is so. It is so. It is so. It is so.</li></ul>"),
        ),
        long_paragraphs,
    ),
    TextRule(
        Rule(
            id="reading-level",
            level=Level.ADVISES,
            weight=30,
            reason="Half of all adults read health texts with trouble above this level.",
            standard="Kincaid et al. 1975; McLaughlin 1969 (SMOG, from 30 sentences); NIH, Clear "
            "and Simple",
            fires=(HARD,),
            silent=(EASY, "<p>Immunological investigations necessitate consideration.</p>"),
        ),
        reading_level,
    ),
)  # fmt: skip
