"""All rules, in one list: those over text, and those that the rooms below check themselves."""

from editorial import draft_checks
from editorial.findings import REQUIRED, Level, Rule
from evidence import cited
from findings.rule import TextRule
from findings.rules import claims, numbers, plain, structure, words

TEXT_RULES: tuple[TextRule, ...] = (
    *structure.RULES,
    *numbers.RULES,
    *claims.RULES,
    *words.RULES,
    *plain.RULES,
)
BLOCKING = tuple(each for each in TEXT_RULES if each.rule.level == Level.BLOCKS)
ADVISING = tuple(each for each in TEXT_RULES if each.rule.level == Level.ADVISES)
ALL: tuple[Rule, ...] = (
    REQUIRED,
    *draft_checks.RULES,
    *cited.RULES,
    *(each.rule for each in TEXT_RULES),
)
