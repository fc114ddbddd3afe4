"""The address of the audit."""

from django.urls import path

from manumit_desk.guard import views

app_name = "guard"
urlpatterns = [path("", views.show_audit, name="audit")]
