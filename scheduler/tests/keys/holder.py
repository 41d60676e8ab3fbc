"""Makes keys through the endpoint."""

from typing import Any

from scheduler.tests.fixtures import Answer, Browser, SignedInAs


async def make_key(browser: Browser, who: SignedInAs, *scopes: str, roles: Any = ("client",), **more: Any) -> Answer:
    """The answer to a wish for a key."""
    wish = {"label": "Test", "scopes": list(scopes), "roles": list(roles), **more}
    return await browser.post("/me/api-keys", wish, by=browser.token_now(who))


async def key_of(browser: Browser, who: SignedInAs, *scopes: str, roles: Any = ("client",), **more: Any) -> str:
    """A new key's secret."""
    made = await make_key(browser, who, *scopes, roles=roles, **more)
    assert made.status == 201, made.body
    secret: str = made.body["secret"]
    return secret
