from django.urls import path

from articles import views
from articles.kinds import ARTICLE, COMPARE, CONDITION, THERAPY
from editorial.public.history import history_paths

urlpatterns = [
    path("articles/", views.article_list, name="article-list"),
    path("articles/<slug:slug>/", views.article, name="article"),
    *history_paths("articles", ARTICLE),
    path("therapies/", views.therapy_list, name="therapytype-list"),
    path(f"therapies/{COMPARE}/", views.therapy_compare, name="therapy-compare"),
    path("therapies/<slug:slug>/", views.therapy, name="therapytype"),
    *history_paths("therapies", THERAPY),
    path("conditions/", views.condition_list, name="condition-list"),
    path("conditions/<slug:slug>/", views.condition, name="condition"),
    *history_paths("conditions", CONDITION),
]
