"""How long a search takes among 2,000 and among 20,000 editions, by kind of query.

    python -m benchmarks.search [FILE] [--database-url URL] [--sizes 2000,20000]
    python -m tests.postgres python -m benchmarks.search [FILE]

FILE is MedQuAD's sample (default: ../shared/data/medquad-sample.jsonl), whose sentences the pages
are made of. The database must be empty; without an address it is an SQLite file that is thrown
away. The pages did NOT walk the workflow, which is measured by `full_path` and takes too long for
20,000: their rows are written in bulk, each with its audit event. Search itself, with its
snippets and the editions of its hits, is what the site runs; a page from the store takes less.
"""

from benchmarks.start import among_many_editions

if __name__ == "__main__":
    among_many_editions("search")
