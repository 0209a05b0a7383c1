"""The people who work at a municipality of the demo: who accepted a role, and who was asked for one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from audit.actors import Actor
from municipalities.enums import Role
from municipalities.invitations.accepting import accept_invitation, open_invitation
from municipalities.invitations.inviting import invite_member, promise_key
from municipalities.invitations.links import invitation_token
from municipalities.models import Invitation, Municipality
from outbox.models import Promise
from users.models import User

from .stories import Story, address

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Members:
    """Who acts in the story of a municipality."""

    municipality: Municipality
    story: Story
    administrator: Actor

    def appoint(self, *, founded: datetime) -> Actor:
        """Invite everybody, who all accept the next day; return the coordinator."""
        coordinator = self.administrator
        for role, name in self.story.members.items():
            if role == Role.ADMINISTRATOR:
                continue
            user = accept(self._invite(name, role, at=self.story.name, now=founded), now=founded + A_DAY)
            if role == Role.COORDINATOR:
                coordinator = Actor(role=Role.COORDINATOR, user=user)
        for one in self.story.also:
            accept(self._invite(one.name, one.role, at=one.of, now=founded), now=founded + A_DAY)
        return coordinator

    def invite_more(self, *, now: datetime) -> None:
        """Ask people who did not accept yet; of some the mail came back."""
        for one in self.story.invited:
            at = now - timedelta(days=one.days_ago)
            invitation = self._invite(one.name, one.role, at=self.story.name, now=at)
            if one.bounced:
                mail = Promise.objects.filter(municipality=self.municipality, key=promise_key(invitation))
                mail.update(attempts=1, bounced_at=at)

    def _invite(self, name: str, role: str, *, at: str, now: datetime) -> Invitation:
        return invite_member(
            municipality=self.municipality,
            email=address(name, at=at),
            name=name,
            role=Role(role),
            until_date=None,
            invited_by=self.administrator.user,
            actor=self.administrator,
            now=now,
        )


def first_administrator(invitation: Invitation, *, now: datetime) -> Actor:
    """Let the person a municipality was founded for accept."""
    return Actor(role=Role.ADMINISTRATOR, user=accept(invitation, now=now))


def accept(invitation: Invitation, *, now: datetime) -> User:
    """Let somebody open the invitation and accept it."""
    token = invitation_token(invitation)
    user = open_invitation(token=token, now=now)
    assert user is not None
    accept_invitation(token=token, user=user, now=now)
    return user
