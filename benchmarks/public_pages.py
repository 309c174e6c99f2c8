"""What a page costs that is not kept yet, among 2,000 and among 20,000 editions, by type of page.

    python -m benchmarks.public_pages [FILE] [--database-url URL] [--sizes 2000,20000]
    python -m tests.postgres python -m benchmarks.public_pages [FILE]

The editions are those of `benchmarks.search`. Each page is asked for with an empty page store, the
whole way from URL to bytes; the figures that matter are the ratios, and the number of queries.
"""

from benchmarks.start import among_many_editions

if __name__ == "__main__":
    among_many_editions("public_pages")
