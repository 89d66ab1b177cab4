"""How far a long run has come: one line that changes on a terminal, plain lines now and then elsewhere."""

from __future__ import annotations

import sys
import time

import click

from agreementgen.cli import console
from agreementgen.locales import Locale

__all__ = ["Progress"]

EVERY = 0.2
SELDOM = 15.0


class Progress:
    """Tells of a run with a known number of steps; says nothing where it is to be quiet."""

    def __init__(self, total: int, locale: Locale, *, quiet: bool) -> None:
        self.total, self.locale, self.quiet = total, locale, quiet
        self.done = 0
        self.made = 0
        self.failed = 0
        self.is_live = sys.stderr.isatty() and not console.is_plain()
        self.began = self.said = time.monotonic()

    def step(self, *, anew: bool, failed: bool) -> None:
        """Count a step; only what is made anew tells of the pace."""
        self.done += 1
        self.made += anew and not failed
        self.failed += failed
        now = time.monotonic()
        if not self.quiet and now - self.said >= (EVERY if self.is_live else SELDOM):
            self.said = now
            self._say(now)

    def _say(self, now: float) -> None:
        pace = self.made / (now - self.began)
        left = (self.total - self.done) / pace if pace else 0
        words = {"done": self.done, "total": self.total, "failed": self.failed, "pace": f"{pace:.1f}"}
        text = self.locale.roster("progress", **words, left=in_minutes(left, self.locale))
        click.echo(f"\r{text}\x1b[K" if self.is_live else text, err=True, nl=not self.is_live)

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *raised: object) -> None:
        if self.is_live and not self.quiet:
            click.echo("\r\x1b[K", err=True, nl=False)


def in_minutes(seconds: float, locale: Locale) -> str:
    """Say how long something takes, as a person would."""
    if seconds < 90:
        return locale.count(max(1, round(seconds)), "second")
    return locale.count(round(seconds / 60), "minute")
