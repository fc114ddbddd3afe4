"""Addresses of hits and subjects."""

from django.urls import path

from manumit_desk.registry.views import hits, subjects

app_name = "registry"
urlpatterns = [
    path("hits/", hits.hits, name="hits"),
    path("hits/centre/", hits.centre, name="centre"),
    path("hits/<uuid:hit_id>/", hits.hit, name="hit"),
    path("hits/<uuid:hit_id>/pairs/<int:reason_id>/", hits.judge, name="judge"),
    path("hits/<uuid:hit_id>/show/", hits.show, name="show"),
    path("subjects/", subjects.subjects, name="subjects"),
    path("subjects/<uuid:mention_id>/", subjects.subject, name="subject"),
    path("subjects/pair/<uuid:left_id>/<uuid:right_id>/", subjects.pair, name="pair"),
]
