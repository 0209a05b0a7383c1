"""When a full municipality goes on as another, nothing that was agreed moves."""

from datetime import UTC, date, datetime

from agenda.models import ActionPoint
from audit.actors import Actor
from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.models import Membership, Municipality
from municipalities.platform.succession import plan_succession
from municipalities.platform.taking_over import carry_out_successions
from tests.architecture.world import World
from tests.builders import NOW, TODAY, build_member, build_municipality
from tests.municipalities.whole.everything import rows_of
from users.models import User

DAY = date(2027, 1, 1)
ON_THE_DAY = datetime(2027, 1, 1, 12, tzinfo=UTC)


def roles_in(municipality: Municipality, user: User) -> set[str]:
    with tenant(municipality):
        held = Membership.objects.current(today=DAY).filter(user=user)
        return set(held.values_list("role", flat=True))


def test_on_the_day_who_takes_over_follows_up_and_nothing_moves(here: World) -> None:
    old, new = here.municipality, build_municipality("Nieuwveen")
    coordinator = build_member(new)
    administrator, manager = build_member(new, Role.ADMINISTRATOR), build_member(new, Role.MANAGER)
    plan_succession(old, successors=[new], on=DAY, actor=Actor(role="staff"), now=NOW, today=TODAY)
    untouched = {
        label: digest
        for label, digest in rows_of(old).items()
        if label not in {"municipalities.Membership", "audit.AuditEvent", "outbox.Promise", "audit.LogSeal"}
    }
    assert carry_out_successions(now=ON_THE_DAY) == 1
    assert untouched.items() <= rows_of(old).items()
    assert (roles_in(old, coordinator), roles_in(old, administrator), roles_in(old, manager)) == (
        {"coordinator"},
        {"administrator"},
        set(),
    )
    assert roles_in(old, here.users["coordinator"]) == {"coordinator"}
    assert roles_in(new, here.users["coordinator"]) == set()
    with tenant(new):
        assert not ActionPoint.objects.exists()
