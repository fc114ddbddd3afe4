"""Addresses for programs, and the guide to them."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from manumit_desk.api.desk import API
from manumit_desk.api.views import guide, nothing_here


class Rest(StringConverter):
    """Whatever follows, also line ends."""

    regex = "(?s:.+)"


register_converter(Rest, "rest")
urlpatterns = [path("", guide, name="api_guide"), path("", API.urls), path("<rest:rest>", nothing_here)]
