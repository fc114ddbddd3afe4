"""Addresses of background work."""

from django.urls import path

from manumit_desk.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.show_jobs, name="list"),
    path("<uuid:job_id>/", views.show_job, name="job"),
    path("<uuid:job_id>/stop/", views.stop_job, name="stop"),
]
