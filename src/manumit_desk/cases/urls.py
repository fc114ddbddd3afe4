"""The addresses of cases."""

from django.urls import path

from manumit_desk.cases.views import cases, documents, joint, listing, parties, parts, revalidation

app_name = "cases"
_SECTIONS = [
    path(f"<uuid:case_id>/{section}/", cases.show_section, {"section": section}, name=section)
    for section in cases.TITLES
]
urlpatterns = [
    path("", listing.list_cases, name="list"),
    path("views/keep/", listing.keep_view, name="keep_view"),
    path("views/<int:view_id>/drop/", listing.drop_view, name="drop_view"),
    path("export/", listing.export, name="export"),
    path("new/", cases.new_case, name="new"),
    path("from-tip/<uuid:tip_id>/", cases.case_from_tip, name="from_tip"),
    path("revalidate/", revalidation.list_due, name="revalidate"),
    path("revalidate/<uuid:party_id>/confirm/", revalidation.confirm, name="confirm"),
    path("revalidate/<uuid:party_id>/delete/", revalidation.delete, name="expire"),
    path("parties/<uuid:party_id>/", parties.show_party, name="party"),
    path("parties/<uuid:party_id>/change/", parties.change_party, name="change_party"),
    path("parties/<uuid:party_id>/standard/", parties.describe, name="describe"),
    path("parties/<uuid:party_id>/delete/", parties.delete, name="delete_party"),
    path("parties/<uuid:party_id>/consent/", parties.give_consent, name="consent"),
    path("parties/<uuid:party_id>/consent/<uuid:consent_id>/end/", parties.take_back_consent, name="end_consent"),
    path("tasks/<uuid:task_id>/done/", parts.task_done, name="task_done"),
    path("charges/<uuid:charge_id>/outcome/", parts.decide, name="decide"),
    path("documents/<uuid:document_id>/", documents.download, name="download"),
    path("parts/<str:kind>/<uuid:part_id>/delete/", parts.delete, name="delete_part"),
    path("<uuid:case_id>/", cases.show_case, name="case"),
    *_SECTIONS,
    path("<uuid:case_id>/change/", cases.change_case, name="change"),
    path("<uuid:case_id>/close/", cases.close, name="close"),
    path("<uuid:case_id>/reopen/", cases.change_status, {"status": "open"}, name="reopen"),
    path("<uuid:case_id>/set-aside/", cases.change_status, {"status": "inactive"}, name="set_aside"),
    path("<uuid:case_id>/delete/", cases.delete, name="delete"),
    path("<uuid:case_id>/join/", joint.join, name="join"),
    path("<uuid:case_id>/part-with/<int:agency_id>/", joint.part_with, name="part_with"),
    path("<uuid:case_id>/leave/", joint.leave, name="leave"),
    path("<uuid:case_id>/same-matter/", joint.same_matter, name="same_matter"),
    path("<uuid:case_id>/own-matter/", joint.own_matter, name="own_matter"),
    path("<uuid:case_id>/add/", parties.choose_party, name="choose_party"),
    path("<uuid:case_id>/add/<str:kind>/<str:role>/", parties.new_party, name="new_party"),
    path("<uuid:case_id>/notes/new/", parts.new_note, name="new_note"),
    path("<uuid:case_id>/events/new/", parts.new_event, name="new_event"),
    path("<uuid:case_id>/tasks/new/", parts.new_task, name="new_task"),
    path("<uuid:case_id>/documents/new/", documents.new_document, name="new_document"),
    path("<uuid:case_id>/charges/new/", parts.new_charge, name="new_charge"),
]
