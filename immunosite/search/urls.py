from django.urls import path

from immunosite.search import views

urlpatterns = [
    path("", views.search, name="search"),
    path("suggest/", views.suggestions, name="search-suggest"),
]
