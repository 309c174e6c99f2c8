from django.urls import path

from editorial.public.history import history_paths
from glossary import views

urlpatterns = [
    path("glossary/", views.entry_list, name="glossaryentry-list"),
    path("glossary/<slug:slug>/", views.entry, name="glossaryentry"),
    *history_paths("glossary", views.ENTRY),
]
