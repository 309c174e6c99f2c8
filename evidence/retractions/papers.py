"""What a source of the library is looked up by."""

from evidence.models import Reference
from evidence.retractions.reading import title_key
from evidence.retractions.standing import Paper


def paper_of(reference: Reference) -> Paper:
    return Paper(reference.doi, reference.pmid, title_key(reference.title), reference.year)
