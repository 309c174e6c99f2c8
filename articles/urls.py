from django.urls import path

from articles import views
from articles.kind_names import COMPARE

urlpatterns = [
    path("articles/", views.article_list, name="article-list"),
    path("articles/<slug:slug>/", views.article, name="article"),
    path("therapies/", views.therapy_list, name="therapytype-list"),
    path(f"therapies/{COMPARE}/", views.therapy_compare, name="therapy-compare"),
    path("therapies/<slug:slug>/", views.therapy, name="therapytype"),
    path("conditions/", views.condition_list, name="condition-list"),
    path("conditions/<slug:slug>/", views.condition, name="condition"),
]
