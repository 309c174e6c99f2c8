"""`manage.py rebuild_search`: the search index anew, from the editions, even if it is broken."""

from django.core.management.base import BaseCommand

from immunosite.search.index import rebuild


class Command(BaseCommand):
    help = "Make the search index anew from the editions that are in force or scheduled."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write("Making the search index anew. Until that is done, search finds less.")
        self.stdout.write(f"{rebuild()} editions are in the search index.")
