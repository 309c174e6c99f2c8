"""The same content as pages of Wagtail, put together as its own documentation does."""

from django.core.paginator import Paginator
from django.db import models
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

PER_PAGE = 24


class Reviewer(models.Model):
    slug = models.SlugField()
    name = models.CharField(max_length=200)
    credentials = models.CharField(max_length=200)

    def __str__(self):
        return self.name


class TextPage(Page):
    """A page with what all of ours have."""

    summary = models.TextField(blank=True)
    body = RichTextField(blank=True)
    meanings = models.TextField(blank=True)
    writer = models.CharField(max_length=200, blank=True)
    reviewer = models.ForeignKey(Reviewer, on_delete=models.PROTECT, null=True, blank=True)
    last_reviewed = models.DateField(null=True, blank=True)
    next_review_due = models.DateField(null=True, blank=True)

    search_fields = (*Page.search_fields, index.SearchField("summary"), index.SearchField("body"))

    class Meta:
        abstract = True


class HomePage(Page):
    pass


class TopicPage(TextPage):
    kind = models.CharField(max_length=20)


class GlossaryPage(TextPage):
    @property
    def letter(self) -> str:
        return self.title[:1].upper()


class ArticlePage(TextPage):
    genre = models.CharField(max_length=20, default="explainer")
    therapies = ParentalManyToManyField(TopicPage, related_name="of_therapy", blank=True)
    conditions = ParentalManyToManyField(TopicPage, related_name="of_condition", blank=True)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        named = [("therapy", self.therapies), ("condition", self.conditions)]
        context["related"] = [(role, pages.live().order_by("title")) for role, pages in named]
        return context


class ArticleIndexPage(Page):
    """The list, narrowed by `therapy` and `condition`."""

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        rows = ArticlePage.objects.child_of(self).live().select_related("reviewer")
        chosen = {name: request.GET.get(name, "") for name in ("therapy", "condition")}
        for name, field in (("therapy", "therapies"), ("condition", "conditions")):
            if chosen[name]:
                rows = rows.filter(**{f"{field}__slug": chosen[name]})
        pages = Paginator(rows.order_by("title"), PER_PAGE).get_page(request.GET.get("page"))
        topics = TopicPage.objects.live().order_by("title").only("slug", "title", "kind")
        return context | {"pages": pages, "chosen": chosen, "topics": list(topics)}


class TopicIndexPage(Page):
    pass


class GlossaryIndexPage(Page):
    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        rows = GlossaryPage.objects.child_of(self).live().order_by("title")
        rows = rows.defer("body", "meanings")
        return context | {"pages": Paginator(rows, 150).get_page(request.GET.get("page"))}
