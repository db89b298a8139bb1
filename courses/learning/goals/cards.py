"""Dataclasses for the templates of weekly goals."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GoalCard:
    """A weekly goal and what was done since Monday: ``minutes`` where it is in hours, else ``lessons``."""

    in_hours: bool
    amount: int
    lessons: int
    minutes: int

    @property
    def reached(self) -> bool:
        return self.minutes >= self.amount * 60 if self.in_hours else self.lessons >= self.amount
