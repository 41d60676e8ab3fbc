"""The shared fixtures of endpoint tests."""

from scheduler.tests.fixtures import *  # noqa: F403
