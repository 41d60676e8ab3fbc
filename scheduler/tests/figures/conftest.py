"""The shared fixtures of endpoint tests, and the shop of the payments' tests."""

from scheduler.tests.fixtures import *  # noqa: F403
from scheduler.tests.payments.conftest import shop  # noqa: F401
