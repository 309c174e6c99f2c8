"""The address that a title proposes: the same in the admin, in imports and for readers' questions.

Signs that tell two titles apart are said in words, so that CD4+ and CD4−, ≥3 and <3, and the three
interferons have addresses of their own.
"""

import re

from editorial.text.fold import spelled

LONGEST = 110  # characters; the field takes 120, which leaves room for a number
# At the end of a word a plus or minus is part of a name: CD4+, Rh−.
SIGNS = (
    (re.compile(r"(?<=\w)[+⁺](?!\w)"), " plus "),
    (re.compile(r"(?<=[^\W_])[-−–⁻](?=\s|[.,;:)\]]|$)"), " minus "),
    (re.compile(r"≥|>="), " at least "),
    (re.compile(r"≤|<="), " at most "),
    (re.compile(r"<"), " under "),
    (re.compile(r">"), " over "),
    (re.compile(r"±"), " plus minus "),
    (re.compile(r"%"), " percent "),
    (re.compile(r"&"), " and "),
)
# What is left of Greek and Cyrillic words, for addresses that any keyboard can type.
TRANSLITERATED = """
    αa βv γg δd εe ζz ηi θth ιi κk λl μm νn ξx οo πp ρr σs τt υy φf χch ψps ωo
    аa бb вv гg дd еe жzh зz иi кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щshch ъ ыy ь эe
    юyu яya іi єye ґg ђdj јj љlj њnj ћc џdz
"""
LATIN = {ord(pair[0]): pair[1:] for pair in TRANSLITERATED.split()}


def slug_of(text: str, longest: int = LONGEST) -> str:
    """Small letters, figures and hyphens, at most `longest` of them; empty where the text holds
    neither a letter nor a figure that an address can have."""
    for sign, word in SIGNS:
        text = sign.sub(word, text)
    words = re.findall(r"[a-z0-9]+", spelled(text).translate(LATIN))
    slug = "-".join(words)
    if len(slug) <= longest:
        return slug
    # At a whole word, if there is one.
    return slug[: longest + 1].rpartition("-")[0] or slug[:longest]
