"""Addresses of measures."""

from django.urls import path

from manumit_desk.measures import views

app_name = "measures"
urlpatterns = [
    path("", views.measures, name="list"),
    path("<slug:code>/", views.measure, name="measure"),
]
