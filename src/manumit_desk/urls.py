"""All addresses of the desk: the rooms' own, under their names."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("agency/", include("manumit_desk.accounts.urls")),
    path("jobs/", include("manumit_desk.jobs.urls")),
    path("", include("manumit_desk.shell.urls")),
]
