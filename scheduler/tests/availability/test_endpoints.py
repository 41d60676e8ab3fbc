"""A professional's hours over HTTP."""

import pytest

from scheduler.tests.fixtures import Browser

WEEK = [{"weekday": 0, "start": "09:00", "end": "12:00"}, {"weekday": 0, "start": "13:00", "end": "24:00"}]


async def test_the_week_is_written_whole_and_read_back(browser: Browser) -> None:
    ada = await browser.person("Ada", zone="Asia/Tokyo", professional=True)
    mine = {"by": ada, "role": "professional"}
    empty = await browser.get("/availability/weekly", **mine)
    assert empty.body == {"zone": "Asia/Tokyo", "hours": []}
    body = {"zone": "Europe/Berlin", "hours": [*reversed(WEEK), {"weekday": 6, "start": "00:00", "end": "01:30"}]}
    written = await browser.put("/availability/weekly", body, **mine)
    assert (written.status, written.body["hours"]) == (200, [*WEEK, {"weekday": 6, "start": "00:00", "end": "01:30"}])
    assert (await browser.get("/availability/weekly", **mine)).body == written.body
    assert (await browser.put("/availability/weekly", {"zone": "Europe/Berlin", "hours": []}, **mine)).status == 200
    assert (await browser.get("/availability/weekly", **mine)).body["hours"] == []


async def test_days_that_differ(browser: Browser) -> None:
    ada = await browser.person("Ada", professional=True)
    mine = {"by": ada, "role": "professional"}
    day = {"ranges": [{"start": "20:00", "end": "24:00"}]}
    assert (await browser.put("/availability/overrides/2027-12-24", {"ranges": []}, **mine)).status == 200
    assert (await browser.put("/availability/overrides/2027-12-23", day, **mine)).body == {
        "date": "2027-12-23",
        **day,
    }
    listed = (await browser.get("/availability/overrides", **mine)).body["items"]
    assert listed == [{"date": "2027-12-23", **day}, {"date": "2027-12-24", "ranges": []}]
    assert (await browser.delete("/availability/overrides/2027-12-24", **mine)).status == 204
    assert (await browser.delete("/availability/overrides/2027-12-24", **mine)).status == 404
    for path in ("2027-02-30", "today", "1999-12-31", "9999-12-31"):
        assert (await browser.put(f"/availability/overrides/{path}", day, **mine)).status == 404


async def test_the_zone_of_a_day_is_fixed_when_it_is_written(browser: Browser) -> None:
    """Moving house does not move hours that were typed before."""
    ada = await browser.person("Ada", zone="Asia/Tokyo", professional=True)
    mine = {"by": ada, "role": "professional"}
    await browser.put("/availability/overrides/2027-12-24", {"ranges": []}, **mine)
    await browser.patch("/me", {"zone": "Europe/Berlin"}, by=ada)
    assert (await browser.get("/availability/weekly", **mine)).body["zone"] == "Asia/Tokyo"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"zone": "Mars/Olympus", "hours": []}, "zone"),
        ({"zone": "localtime", "hours": []}, "zone"),
        ({"zone": "Europe/Berlin", "hours": [{"weekday": 7, "start": "09:00", "end": "10:00"}]}, "hours.0.weekday"),
        (
            {"zone": "Europe/Berlin", "hours": [*WEEK, {"weekday": 1, "start": "9:00", "end": "10:00"}]},
            "hours.2.start",
        ),
        (
            {"zone": "Europe/Berlin", "hours": [*WEEK, {"weekday": 1, "start": "10:00", "end": "10:00"}]},
            "hours.2.end",
        ),
        ({"zone": "Europe/Berlin", "hours": [{"weekday": 1, "start": "24:00", "end": "02:00"}]}, "hours.0.start"),
        (
            {
                "zone": "Europe/Berlin",
                "hours": [
                    {"weekday": 6, "start": "22:00", "end": "02:00"},
                    {"weekday": 0, "start": "01:00", "end": "03:00"},
                ],
            },
            "hours",
        ),
        ({"zone": "Europe/Berlin", "hours": [*WEEK, {"weekday": 0, "start": "11:00", "end": "14:00"}]}, "hours"),
        ({"zone": "Europe/Berlin"}, "hours"),
        ({"zone": "Europe/Berlin", "hours": [], "more": 1}, "more"),
    ],
)
async def test_hours_that_cannot_be_are_named(browser: Browser, body: dict[str, object], field: str) -> None:
    ada = await browser.person("Ada", professional=True)
    answer = await browser.put("/availability/weekly", body, by=ada, role="professional")
    assert (answer.status, answer.fields) == (422, [field])


async def test_hours_need_the_professional_role(browser: Browser) -> None:
    carla = await browser.person("Carla")
    for method, path in (("GET", "/availability/weekly"), ("GET", "/availability/overrides")):
        assert (await browser.send(method, path)).status == 401
        assert (await browser.send(method, path, by=carla, role="client")).slug == "role-not-held"
        assert (await browser.send(method, path, by=carla, role="professional")).slug == "role-not-held"
