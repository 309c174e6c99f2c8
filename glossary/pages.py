"""What readers see of a glossary entry."""

from dataclasses import dataclass, field

from editorial.public.page import Page


@dataclass(frozen=True)
class GlossaryPage(Page):
    pronunciation: str = ""
    synonyms: list[str] = field(default_factory=list)
    abbreviations: list[str] = field(default_factory=list)
    patient_definition: str = ""
    professional_definition: str = ""
    ncit_code: str = ""
    mesh_code: str = ""
