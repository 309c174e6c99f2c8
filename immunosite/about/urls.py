"""Openness: how the site works, who pays for it, and what it took back."""

from django.urls import path

from immunosite.about import views

urlpatterns = [
    path("about/review-process/", views.review_process, name="review-process"),
    path("about/receipts/", views.receipts, name="receipts"),
    path("about/standards/", views.standards_met, name="standards"),
    path("about/funding/", views.funding, name="funding"),
    path("about/privacy/", views.privacy, name="privacy"),
    path("corrections/", views.corrections, name="corrections"),
]
