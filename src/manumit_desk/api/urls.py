"""Addresses for programs, and the guide to them."""

from django.urls import path

from manumit_desk.api.desk import API
from manumit_desk.api.views import guide

urlpatterns = [path("", guide, name="api_guide"), path("", API.urls)]
