"""The lists of the writers' admin, by the names of their addresses."""

LISTS = ["articles_article", "articles_therapytype", "articles_condition", "glossary_glossaryentry"]
LISTS_ALL = [*LISTS, "editorial_document"]
