"""A build that is to be done: of which project, how, and what is known from the last one."""

from dataclasses import dataclass

from newsgen.cache import Cache
from newsgen.config import Config, Options
from newsgen.fresh import Fresh


@dataclass(frozen=True, slots=True)
class Job:
    """A build that is to be done."""

    config: Config
    options: Options
    cache: Cache
    fresh: Fresh
    """What is known of the files in the output folder."""
