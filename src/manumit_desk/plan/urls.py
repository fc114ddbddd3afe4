"""The plan's addresses."""

from django.urls import path

from manumit_desk.plan import views

app_name = "plan"
urlpatterns = [
    path("", views.plan_list, name="list"),
    path("authorities/", views.authorities, name="authorities"),
    path("<int:plan_id>/", views.plan_page, name="plan"),
    path("<int:plan_id>/review/", views.review, name="review"),
    path("<int:plan_id>/import/", views.import_plan, name="import"),
    path("<int:plan_id>/export.<str:ending>", views.export, name="export"),
    path("actions/<int:action_id>/", views.action_page, name="action"),
    path("actions/<int:action_id>/report/", views.report, name="report"),
    path("actions/<int:action_id>/waits/", views.add_blocker, name="waits"),
    path("actions/<int:action_id>/edit/<str:what>/", views.edit_action, name="edit"),
    path("waits/<int:blocker_id>/came/", views.resolve_blocker, name="came"),
]
