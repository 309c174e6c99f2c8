from django.urls import path

from editorial.desk import views

urlpatterns = [
    path("", views.queue, name="desk-queue"),
    path("running-out/", views.running_out, name="desk-running-out"),
    path("running-out/<int:document>/re-affirm/", views.reaffirm, name="desk-reaffirm"),
    path("<int:pk>/", views.review, name="desk-review"),
    path("<int:pk>/sign-off/", views.sign_off, name="desk-sign-off"),
    path("<int:pk>/sign-off/key/", views.ask_key, name="desk-ask-key"),
    path("<int:pk>/request-changes/", views.request_changes, name="desk-request-changes"),
    path("<int:pk>/recall/", views.recall, name="desk-recall"),
    path("<int:pk>/plan/", views.plan, name="desk-plan"),
    path("<int:pk>/take/", views.take, name="desk-take"),
    path("<int:pk>/give-back/", views.give_back, name="desk-give-back"),
    path("<int:pk>/comment/", views.comment, name="desk-comment"),
    path("<int:pk>/comment/<int:comment>/answer/", views.answer, name="desk-answer"),
    path("<int:pk>/comment/<int:comment>/resolve/", views.resolve, name="desk-resolve"),
]
