"""The site of a run: it is there before tests are collected, since each operation of its document is one."""

from admin import Site

SITE = Site()
