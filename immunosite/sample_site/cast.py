"""The people of the sample site. All are fictional, and named so wherever readers see them."""

from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.utils.text import capfirst

from editorial.models import ReviewerProfile, ReviewTeam, User
from editorial.roles import ADMINISTRATOR, EDITOR, REVIEWER, WRITER

SURNAME = "Sample (fictional)"
CREDENTIALS = "sample reviewer, not a real clinician"
ONCOLOGY = "Sample oncology review team"
ALLERGY = "Sample allergy and immunology review team"
TEAMS = {
    ONCOLOGY: "Signs pages on cancer treatment. The team and its members are fictional.",
    ALLERGY: "Signs pages on allergy and autoimmunity. The team and its members are fictional.",
}


@dataclass(frozen=True)
class Person:
    username: str
    role: str
    teams: tuple[str, ...] = ()

    @property
    def part(self) -> str:
        return self.role or "no role: may log in, and may do nothing"


PEOPLE = (
    Person("wen", WRITER),
    Person("noor", WRITER),
    Person("ravi", REVIEWER, (ONCOLOGY,)),
    Person("mei", REVIEWER, (ONCOLOGY, ALLERGY)),
    Person("edda", EDITOR),
    Person("ada", ADMINISTRATOR),
    Person("olga", ""),
)
SIGNERS = [person.username for person in PEOPLE if person.role == REVIEWER]


class Cast:
    """The accounts as they stand in the database, and their common password once it is known."""

    def __init__(self) -> None:
        self.password = ""
        self.people: dict[str, User] = {}

    def __getitem__(self, username: str) -> User:
        if username not in self.people:
            self.people[username] = User.objects.get(username=username)
        return self.people[username]


def make_accounts(hashed: str) -> None:
    """`hashed` once for all: the password is the same, and hashing is slow on purpose."""
    teams = {name: _team(name, text) for name, text in TEAMS.items()}
    for person in PEOPLE:
        user = User.objects.create(
            username=person.username,
            first_name=capfirst(person.username),
            last_name=SURNAME,
            password=hashed,
            is_staff=bool(person.role),
        )
        if person.role:
            user.groups.add(Group.objects.get(name=person.role))
        if person.role == REVIEWER:
            _profile(user, person).teams.set(teams[name] for name in person.teams)


def _profile(user: User, person: Person) -> ReviewerProfile:
    return ReviewerProfile.objects.create(
        user=user, slug=f"{person.username}-sample", printed_name=str(user),
        credentials=CREDENTIALS,
    )  # fmt: skip


def _team(name: str, description: str) -> ReviewTeam:
    slug = name.lower().replace(" ", "-")
    return ReviewTeam.objects.create(name=name, slug=slug, description=description)
