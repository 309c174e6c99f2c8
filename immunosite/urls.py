"""Every address of the site."""

from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path

from editorial.reviewers import reviewer
from immunosite.home import home

urlpatterns = [
    path("", home, name="home"),
    path("", include("articles.urls")),
    path("", include("glossary.urls")),
    path("reviewers/<slug:slug>/", reviewer, name="reviewer"),
    path("accounts/login/", auth.LoginView.as_view(template_name="login.html"), name="login"),
    path("accounts/logout/", auth.LogoutView.as_view(), name="logout"),
    path("admin/", admin.site.urls),
]
