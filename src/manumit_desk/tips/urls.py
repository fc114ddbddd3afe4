"""Addresses of tips: the desk's pages, and those for callers."""

from django.urls import path

from manumit_desk.tips import import_views, public_views, report_views, views, work_views

app_name = "tips"
urlpatterns = [
    path("tell/", public_views.tell, name="tell"),
    path("follow/", public_views.follow, name="follow"),
    path("", views.queue, name="list"),
    path("new/", views.enter, name="enter"),
    path("import/", import_views.bring_in, name="bring_in"),
    path("import/<uuid:import_id>/", import_views.brought_in, name="import"),
    path("import/<uuid:import_id>/rejected.csv", import_views.set_aside, name="set_aside"),
    path("report/", report_views.show_report, name="report"),
    path("report/referrals.csv", report_views.download_report, name="report_csv"),
    path("handed-over/", views.handed_over, name="handed_over"),
    path("handed-over/<uuid:handover_id>/word/", work_views.word, name="word"),
    path("offers/<uuid:handover_id>/", work_views.offer, name="offer"),
    path("<uuid:tip_id>/", views.tip, name="tip"),
    path("<uuid:tip_id>/note/", views.note, name="note"),
    path("<uuid:tip_id>/assign/", views.assign, name="assign"),
    path("<uuid:tip_id>/confirm/", views.confirm, name="confirm"),
    path("<uuid:tip_id>/suggestion/", views.take_suggestion, name="take_suggestion"),
    path("<uuid:tip_id>/correct/", work_views.correct, name="correct"),
    path("<uuid:tip_id>/wishes/", work_views.wishes, name="wishes"),
    path("<uuid:tip_id>/entry/", work_views.entry, name="entry"),
    path("<uuid:tip_id>/entry/<uuid:entry_id>/remove/", work_views.remove_entry, name="remove_entry"),
    path("<uuid:tip_id>/clock/<slug:code>/", work_views.clock, name="clock"),
    path("<uuid:tip_id>/hand-over/", work_views.hand_over, name="hand_over"),
    path("<uuid:tip_id>/take-back/", work_views.take_back, name="take_back"),
    path("<uuid:tip_id>/close/", work_views.close, name="close"),
    path("<uuid:tip_id>/outcome/", work_views.outcome, name="outcome"),
    path("<uuid:tip_id>/reopen/", work_views.reopen, name="reopen"),
]
