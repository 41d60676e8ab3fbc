"""Several schedules: services go by different hours, the person is one."""

from typing import Any
from uuid import UUID, uuid4

from alembic import command
from sqlalchemy import Connection, text

from scheduler.store.engine import create_engine
from scheduler.store.migrate import alembic_config, migrate
from scheduler.tests.booking.world import professional, slots_of
from scheduler.tests.fixtures import Browser, SignedInAs

DAY = ("2027-03-11T00:00:00Z", "2027-03-12T00:00:00Z")  # a Thursday
EVENINGS = {
    "name": "Evenings",
    "zone": "Europe/Berlin",
    "hours": [{"weekday": 3, "start": "20:00", "end": "23:00"}],
}


def mine(who: SignedInAs) -> dict[str, Any]:
    return {"by": who, "role": "professional"}


async def second_service(browser: Browser, who: SignedInAs, first: UUID, **more: Any) -> str:
    terms = (await browser.get(f"/services/{first}", **mine(who))).body
    made = await browser.post("/services", {**{k: v for k, v in terms.items() if k != "id"}, **more}, **mine(who))
    assert made.status == 201, made.body
    return str(made.body["id"])


async def test_two_services_list_differently_and_one_booking_blocks_both(browser: Browser) -> None:
    ada, days = await professional(browser, "Ada", step_minutes=60)
    evenings = (await browser.post("/availability/schedules", EVENINGS, **mine(ada))).body
    assert evenings["default"] is False
    late = await second_service(browser, ada, days, title="Late", schedule_id=evenings["id"])
    of_days, of_late = await slots_of(browser, days, *DAY), await slots_of(browser, late, *DAY)
    assert of_late == [f"2027-03-11T{hour}:00:00Z" for hour in (19, 20, 21)]
    assert of_days == [f"2027-03-11T{hour:02}:00:00Z" for hour in range(5, 21)]
    carla = await browser.person("Carla")
    wish = {"service_id": late, "start": "2027-03-11T20:00:00Z"}
    assert (await browser.post("/bookings", wish, by=carla, role="client")).status == 201
    assert await slots_of(browser, late, *DAY) == [of_late[0], of_late[2]]
    assert await slots_of(browser, days, *DAY) == of_days[:-1]
    outside = {"service_id": late, "start": "2027-03-11T08:00:00Z"}
    assert (await browser.post("/bookings", outside, by=carla, role="client")).status == 422


async def test_what_a_card_shows_next_follows_each_services_schedule(browser: Browser) -> None:
    ada, days = await professional(browser, "Ada")
    evenings = (await browser.post("/availability/schedules", EVENINGS, **mine(ada))).body
    late = await second_service(browser, ada, days, title="Late", schedule_id=evenings["id"])
    await browser.patch(f"/services/{days}", {"active": False}, **mine(ada))
    card = (await browser.get("/professionals/ada")).body
    assert [slot["service_id"] for slot in card["next_slots"]] == [late] * 3
    assert card["next_slots"][0]["start"] == "2027-03-11T19:00:00Z"


async def test_whoever_is_free_by_the_hours_of_one_service_only_is_found_then(browser: Browser) -> None:
    """22 to 23 in Berlin: the default's day is over, one service's evening is not."""
    ada, days = await professional(browser, "Ada")
    evenings = (await browser.post("/availability/schedules", EVENINGS, **mine(ada))).body

    async def found(hour: int) -> list[str]:
        await browser.parts.jobs.drain()
        period = {"free_from": f"2027-03-11T{hour}:00:00Z", "free_to": f"2027-03-11T{hour + 1}:00:00Z"}
        answer = await browser.get("/professionals", params=period)
        assert answer.status == 200, answer.body
        return [item["name"] for item in answer.body["items"]]

    assert (await found(20), await found(21)) == (["Ada"], [])
    late = await second_service(browser, ada, days, title="Late", schedule_id=evenings["id"])
    assert await found(21) == ["Ada"]
    earlier = EVENINGS | {"hours": [{"weekday": 3, "start": "20:00", "end": "22:30"}]}
    path = f"/availability/schedules/{evenings['id']}"
    assert (await browser.patch(path, earlier, **mine(ada))).status == 200
    assert await found(21) == []
    assert (await browser.patch(path, EVENINGS, **mine(ada))).status == 200
    await browser.patch(f"/services/{days}", {"active": False}, **mine(ada))
    assert (await found(16), await found(21)) == ([], ["Ada"])
    await browser.patch(f"/services/{late}", {"schedule_id": None}, **mine(ada))
    assert (await found(16), await found(21)) == (["Ada"], [])


async def test_the_default_is_one_and_can_be_another(browser: Browser) -> None:
    ada, days = await professional(browser, "Ada")
    evenings = (await browser.post("/availability/schedules", EVENINGS, **mine(ada))).body
    path = f"/availability/schedules/{evenings['id']}"
    changed = await browser.patch(path, {"default": True, "name": "Nights"}, **mine(ada))
    assert (changed.status, changed.body) == (200, {**evenings, "default": True, "name": "Nights"})
    listed = (await browser.get("/availability/schedules", **mine(ada))).body["items"]
    assert [(each["name"], each["default"]) for each in listed] == [("Nights", True), ("Regular hours", False)]
    assert (await browser.get("/availability/weekly", **mine(ada))).body["hours"] == EVENINGS["hours"]
    assert len(await slots_of(browser, days, *DAY)) == 9  # 20:00 to 22:00 by quarters of an hour
    assert (await browser.delete(path, **mine(ada))).slug == "conflict"


async def test_the_first_schedule_is_the_default(browser: Browser) -> None:
    ada = await browser.person("Ada", professional=True)
    assert (await browser.get("/availability/schedules", **mine(ada))).body["items"] == []
    made = await browser.post("/availability/schedules", EVENINGS, **mine(ada))
    assert made.body["default"] is True
    assert (await browser.get("/availability/weekly", **mine(ada))).body["hours"] == EVENINGS["hours"]


async def test_a_schedule_in_use_cannot_be_deleted(browser: Browser) -> None:
    ada, days = await professional(browser, "Ada")
    evenings = (await browser.post("/availability/schedules", EVENINGS, **mine(ada))).body
    path = f"/availability/schedules/{evenings['id']}"
    late = await second_service(browser, ada, days, title="Late", schedule_id=evenings["id"])
    gone = await second_service(browser, ada, days, title="Gone", schedule_id=evenings["id"])
    assert (await browser.delete(f"/services/{gone}", **mine(ada))).status == 204
    refused = await browser.delete(path, **mine(ada))
    assert (refused.status, refused.slug) == (409, "conflict")
    assert "“Late”" in refused.body["detail"]
    assert "Gone" not in refused.body["detail"]
    back = await browser.patch(f"/services/{late}", {"schedule_id": None}, **mine(ada))
    assert back.body["schedule_id"] is None
    assert (await browser.delete(path, **mine(ada))).status == 204
    assert (await browser.get(path, **mine(ada))).status == 404


async def test_days_of_a_schedule_are_its_own(browser: Browser) -> None:
    ada, days = await professional(browser, "Ada", step_minutes=60)
    evenings = (await browser.post("/availability/schedules", EVENINGS, **mine(ada))).body
    late = await second_service(browser, ada, days, schedule_id=evenings["id"])
    path = f"/availability/schedules/{evenings['id']}/overrides"
    before = await slots_of(browser, days, *DAY)
    closed = await browser.put(f"{path}/2027-03-11", {"ranges": []}, **mine(ada))
    assert closed.body == {"date": "2027-03-11", "ranges": []}
    assert (await slots_of(browser, late, *DAY), await slots_of(browser, days, *DAY)) == ([], before)
    assert (await browser.get(path, **mine(ada))).body["items"] == [closed.body]
    assert (await browser.get("/availability/overrides", **mine(ada))).body["items"] == []
    assert (await browser.delete(f"{path}/2027-03-11", **mine(ada))).status == 204
    assert (await browser.delete(f"{path}/2027-03-11", **mine(ada))).status == 404


async def test_somebody_elses_schedule_is_not_there(browser: Browser) -> None:
    ada, _ = await professional(browser, "Ada")
    ben, service = await professional(browser, "Ben")
    evenings = (await browser.post("/availability/schedules", EVENINGS, **mine(ada))).body
    path = f"/availability/schedules/{evenings['id']}"
    assert (await browser.get(path, **mine(ben))).status == 404
    assert (await browser.patch(path, {"name": "Mine"}, **mine(ben))).status == 404
    assert (await browser.delete(path, **mine(ben))).status == 404
    assert (await browser.get(f"{path}/overrides", **mine(ben))).status == 404
    assert (await browser.put(f"{path}/overrides/2027-03-11", {"ranges": []}, **mine(ben))).status == 404
    for other in (evenings["id"], str(uuid4())):
        refused = await browser.patch(f"/services/{service}", {"schedule_id": other}, **mine(ben))
        assert (refused.status, refused.fields) == (422, ["schedule_id"])


async def test_a_person_goes_with_their_schedules_also_those_in_use(browser: Browser) -> None:
    ada, days = await professional(browser, "Ada")
    evenings = (await browser.post("/availability/schedules", EVENINGS, **mine(ada))).body
    await second_service(browser, ada, days, schedule_id=evenings["id"])
    async with browser.parts.sessions.begin() as session:
        await session.execute(text("DELETE FROM person WHERE id = :id"), {"id": ada.id})
        assert await session.scalar(text("SELECT count(*) FROM schedule")) == 0


async def test_hours_that_were_there_become_the_default_schedule(database_url: str) -> None:
    """Down to the tables before, hours as they were, and up again."""
    await migrate(database_url)
    engine = create_engine(database_url, pool=1)

    def to(revision: str) -> Any:
        def move(connection: Connection) -> None:
            config = alembic_config()
            config.attributes["connection"] = connection
            (command.downgrade if revision == "0015" else command.upgrade)(config, revision)

        return move

    ada = uuid4()
    before = (
        "INSERT INTO account (id, email, password_hash, created_at) VALUES (:id, 'a@example.org', '', :now)",
        "INSERT INTO person (id, name, zone, locale, created_at, updated_at)"
        " VALUES (:id, 'Ada', 'Asia/Tokyo', 'en', :now, :now)",
        "INSERT INTO weekly_hours VALUES (:id, 'Europe/Berlin', '[[0, 540, 720]]', :now)",
        "INSERT INTO day_hours VALUES (:id, '2027-12-24', '[]', :now)",
    )
    async with engine.begin() as connection:
        await connection.run_sync(to("0015"))
        now = await connection.scalar(text("SELECT timestamptz '2027-03-01Z'"))
        for statement in before:
            await connection.execute(text(statement), {"id": ada, "now": now})
    async with engine.begin() as connection:
        await connection.run_sync(to("head"))
        found = await connection.execute(
            text(
                "SELECT person_id, is_default, zone, schedule.ranges, day::text, schedule_day.ranges FROM schedule"
                " JOIN schedule_day ON schedule_id = schedule.id"
            )
        )
        assert list(found) == [(ada, True, "Europe/Berlin", [[0, 540, 720]], "2027-12-24", [])]
    await engine.dispose()
