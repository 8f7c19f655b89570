"""Stops the site when the last test is done."""

import running


def pytest_unconfigure():
    running.SITE.stop()
