"""Training's addresses."""

from django.urls import path

from manumit_desk.training.views import courses, people, public, rosters

app_name = "training"
urlpatterns = [
    path("", courses.course_list, name="list"),
    path("courses/new/", courses.add_course, name="add_course"),
    path("courses/<int:course_id>/", courses.course_page, name="course"),
    path("courses/<int:course_id>/edit/", courses.edit_course, name="edit_course"),
    path("map/", courses.map_page, name="map"),
    path("people/", people.people_list, name="people"),
    path("people/<uuid:trainee_id>/", people.person_page, name="person"),
    path("people/<uuid:trainee_id>/sector/", people.change_sector, name="sector"),
    path("seats/<uuid:completion_id>/certify/", people.certify, name="certify"),
    path("certificates/<uuid:certificate_id>/revoke/", people.revoke, name="revoke"),
    path("certificates/<uuid:certificate_id>/certificate.jwt", people.badge_file, name="badge"),
    path("rosters/", rosters.bring_in, name="rosters"),
    path("rosters/<uuid:roster_id>/", rosters.brought_in, name="roster"),
    path("rosters/<uuid:roster_id>/set-aside.csv", rosters.set_aside, name="set_aside"),
    path("verify/<str:badge_code>/", public.verify, name="verify"),
    path("keys.json", public.keys, name="keys"),
    path("revoked.json", public.revoked, name="revoked"),
]
