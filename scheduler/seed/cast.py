"""Who plays in the demo. Everybody's hours are wide, so that there are free times soon at any hour and weekday."""

from dataclasses import dataclass, field
from typing import Final

PASSWORD: Final = "visavis-demo"  # noqa: S105 - published on purpose: it opens the demo only
MEETING: Final = "Consultation"


@dataclass(frozen=True, slots=True)
class Offered:
    """A service: title, what it is, minutes, price in cents."""

    title: str
    description: str
    minutes: int
    price_minor: int


@dataclass(frozen=True, slots=True)
class Role:
    """One person of the demo; a professional when there is a headline. Hours are daily, in `zone`."""

    email: str
    name: str
    zone: str = "Europe/Berlin"
    slug: str = ""
    headline: str = ""
    bio: str = ""
    languages: tuple[str, ...] = ("en",)
    categories: tuple[str, ...] = ()
    opens: int = 6 * 60
    closes: int = 22 * 60
    services: tuple[Offered, ...] = field(default=())


CLIENT: Final = Role("carla@demo.visavis.test", "Carla Client")
ADA: Final = Role(
    "ada@demo.visavis.test",
    "Dr. Ada Demo",
    slug="dr-ada-demo",
    headline="Career and leadership coach",
    bio="Twenty years in engineering teams, ten of them leading. I help you find the next step and take it.",
    languages=("en", "de"),
    categories=("coaching", "career"),
    services=(
        Offered(MEETING, "One hour for one question that matters to you.", 60, 9000),
        Offered("First talk", "Half an hour to see whether we fit.", 30, 0),
    ),
)
BEN: Final = Role(
    "ben@demo.visavis.test",
    "Ben Berg",
    slug="ben-berg",
    headline="Negotiation trainer",
    bio="Salaries, contracts, difficult talks: we rehearse yours until it sits.",
    languages=("en", "de"),
    categories=("coaching", "negotiation"),
    services=(
        Offered("Negotiation hour", "Your case, played through from both sides.", 60, 8000),
        Offered("Quick check", "Half an hour before it counts.", 30, 4500),
    ),
)
OTHERS: Final = (
    Role(
        "mei@demo.visavis.test",
        "Mei Tanaka",
        zone="Asia/Tokyo",
        slug="mei-tanaka",
        headline="Japanese, from first words to business",
        bio="Lessons built around what you want to say next week.",
        languages=("en", "ja"),
        categories=("languages", "japanese"),
        services=(Offered("Japanese lesson", "Fifty minutes, mostly you talking.", 50, 4200),),
    ),
    Role(
        "omar@demo.visavis.test",
        "Omar Haddad",
        zone="America/New_York",
        slug="omar-haddad",
        headline="Tax adviser for people who work across borders",
        bio="Freelancers, founders, families between two countries.",
        languages=("en", "fr", "ar"),
        categories=("tax", "law"),
        services=(
            Offered("Tax question", "One question, one clear answer.", 30, 7500),
            Offered("Yearly review", "We go through your year together.", 90, 19000),
        ),
    ),
    Role(
        "lucia@demo.visavis.test",
        "Lucía Ferrer",
        zone="Europe/Madrid",
        slug="lucia-ferrer",
        headline="Physiotherapist: backs, necks, desks",
        bio="Exercises that fit between two meetings, shown and corrected on camera.",
        languages=("es", "en"),
        categories=("health", "physiotherapy"),
        services=(Offered("Physiotherapy session", "Looking, testing, a plan for your week.", 45, 5500),),
    ),
    Role(
        "tom@demo.visavis.test",
        "Tom Okafor",
        zone="Europe/London",
        slug="tom-okafor",
        headline="Mathematics and physics, school to university",
        bio="I taught for fifteen years. Bring the exercise you are stuck on.",
        languages=("en",),
        categories=("tutoring", "mathematics", "physics"),
        services=(Offered("Tutoring hour", "One subject, one hour, no shame.", 60, 3900),),
    ),
)
PROFESSIONALS: Final = (ADA, BEN, *OTHERS)
