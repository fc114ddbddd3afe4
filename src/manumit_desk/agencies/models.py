"""Agencies, the people who work in them, programs that act for them, and agreements between them."""

from __future__ import annotations

from secrets import token_urlsafe
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac

from manumit_desk.agencies.roles import Role


class AgencyKind(models.TextChoices):
    """What sort of body an agency is."""

    FEDERAL = "federal", "Federal agency"
    STATE = "state", "State agency"
    LOCAL = "local", "Local agency"
    TRIBAL = "tribal", "Tribal nation"
    NGO = "ngo", "Non-governmental organisation"
    INTERNATIONAL = "international", "International partner"


class Agency(models.Model):
    """A body that holds records and decides over them. Its contact is all that another agency learns from a hit."""

    name = models.CharField(max_length=200, unique=True)
    short_name = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=20, choices=AgencyKind)
    state = models.CharField(max_length=2, blank=True, help_text="Two letters; empty for a national agency.")
    is_law_enforcement = models.BooleanField(default=False)
    is_victim_services = models.BooleanField(
        default=False, help_text="A provider bound by 34 U.S.C. 12291(b)(2): nothing is matched without consent."
    )
    is_coordination_centre = models.BooleanField(default=False, help_text="Sees every pointer and no content.")
    takes_tips_in = models.CharField(
        max_length=200, blank=True, help_text="States whose tips it takes, as in 'TX NM'; 'US' for all."
    )
    tribal_linking_allowed = models.BooleanField(
        default=False, help_text="The tribe's own terms: may its records take part in matching?"
    )
    contact_name = models.CharField(max_length=120, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    contact_email = models.EmailField(blank=True)

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Makes accounts; a password that is not given makes log-in impossible until one is set."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who logs in by e-mail address. What they may do comes from their memberships."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False, editable=False)
    joined_at = models.DateTimeField(auto_now_add=True)
    session_salt = models.CharField(max_length=43, default=token_urlsafe, editable=False)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    def end_sessions(self) -> None:
        """Log the person out everywhere."""
        self.session_salt = token_urlsafe()
        self.save(update_fields=["session_salt"])

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Sessions end with the password or the salt that they began with."""
        key = "manumit_desk.agencies.models.User.session"
        return salted_hmac(key, self.password + self.session_salt, secret=secret, algorithm="sha256").hexdigest()


class Membership(models.Model):
    """A person's role in an agency, while it lasts."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    from_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "agency", "role"], name="one_membership_per_role"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()} at {self.agency}"


class Token(models.Model):
    """Lets a program act for a member through the API, within a scope of handling codes. Only its hash is kept."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    handlings = models.JSONField(default=list)
    has_second_factor = models.BooleanField(default=False, help_text="Whether it was made by who logged in with one.")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-made_at"]

    def __str__(self) -> str:
        return self.name


class Agreement(models.Model):
    """What agencies have agreed to show one another: records of these handling codes, while it is in force.

    It is not before a supervisor of each party has confirmed it: `waits_for` holds the parties that have not.
    Records of victims and of tribes are never shown by agreement; they need consent, or the tribe's own act.
    """

    title = models.CharField(max_length=200)
    parties = models.ManyToManyField(Agency, related_name="agreements")
    waits_for = models.ManyToManyField(Agency, related_name="+", blank=True)
    handlings = models.JSONField(default=list)
    from_date = models.DateField()
    until_date = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["title"]

    def __str__(self) -> str:
        return self.title
