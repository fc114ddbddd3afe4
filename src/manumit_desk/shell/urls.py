"""Addresses of the shell: only the choice of language."""

from django.urls import path

from manumit_desk.shell.language import choose_language

app_name = "shell"
urlpatterns = [path("language/<slug:code>/", choose_language, name="language")]
