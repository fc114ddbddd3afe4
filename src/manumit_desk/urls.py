"""All addresses of the desk: the rooms' own, under their names."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("", include("manumit_desk.shell.urls")),
]
