"""Addresses for programs, and the guide to them."""

from django.urls import path

from manumit_desk.api.desk import API
from manumit_desk.api.views import guide, nothing_here

urlpatterns = [path("", guide, name="api_guide"), path("", API.urls), path("<path:rest>", nothing_here)]
