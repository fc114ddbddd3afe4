"""Addresses of accounts, tokens and agreements."""

from django.urls import path

from manumit_desk.accounts.views import agency, agreements, members, tokens

app_name = "accounts"
urlpatterns = [
    path("", agency.show_agency, name="admin"),
    path("contact/", agency.edit_contact, name="contact"),
    path("switch/", agency.switch, name="switch"),
    path("members/", members.show_members, name="members"),
    path("members/new/", members.new_member, name="new_member"),
    path("members/<int:membership_id>/", members.show_member, name="member"),
    path("members/<int:membership_id>/end/", members.end, name="end_member"),
    path("members/<int:membership_id>/second-factor/", members.reset, name="reset_second_factor"),
    path("tokens/", tokens.show_tokens, name="tokens"),
    path("tokens/new/", tokens.new_token, name="new_token"),
    path("tokens/<int:token_id>/revoke/", tokens.revoke, name="revoke_token"),
    path("agreements/", agreements.show_agreements, name="agreements"),
    path("agreements/new/", agreements.new_agreement, name="new_agreement"),
    path("agreements/<int:agreement_id>/", agreements.show_agreement, name="agreement"),
    path("agreements/<int:agreement_id>/confirm/", agreements.confirm, name="confirm_agreement"),
    path("agreements/<int:agreement_id>/end/", agreements.end, name="end_agreement"),
]
