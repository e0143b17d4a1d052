"""What time it is in the office. Only views, the commands and the timetable ask; everything else is told (C6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True)
class Clock:
    """The wall clock, or a clock set ``days_ahead`` of it (a demo), or one that stands on ``fixed_day`` (a test).

    A moved clock keeps the time of day running, so that the order of events stays true.
    """

    fixed_day: date | None = None
    days_ahead: int = 0

    def now(self) -> datetime:
        """The moment, aware, in the office's zone."""
        wall = datetime.now(ZONE)
        day = (self.fixed_day or wall.date()) + timedelta(days=self.days_ahead)
        return datetime.combine(day, wall.time(), tzinfo=ZONE)

    def today(self) -> date:
        """The day of ``now``."""
        return self.now().date()
