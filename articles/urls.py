from django.urls import path

from articles import views

urlpatterns = [
    path("articles/", views.article_list, name="article-list"),
    path("articles/<slug:slug>/", views.article, name="article"),
    path("articles/<slug:slug>/history/", views.article_history, name="article-history"),
    path("therapies/", views.therapy_list, name="therapytype-list"),
    path("therapies/<slug:slug>/", views.therapy, name="therapytype"),
    path("therapies/<slug:slug>/history/", views.therapy_history, name="therapytype-history"),
    path("conditions/", views.condition_list, name="condition-list"),
    path("conditions/<slug:slug>/", views.condition, name="condition"),
    path("conditions/<slug:slug>/history/", views.condition_history, name="condition-history"),
]
