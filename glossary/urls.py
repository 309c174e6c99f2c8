from django.urls import path

from glossary import views

urlpatterns = [
    path("glossary/", views.entry_list, name="glossaryentry-list"),
    path("glossary/<slug:slug>/", views.entry, name="glossaryentry"),
]
