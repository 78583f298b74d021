"""A build that is to be done: of which project, how, and what is known from the last one."""

from dataclasses import dataclass

from newsgen.build.cache import Cache
from newsgen.build.state import Fresh
from newsgen.model.config import Config, Options


@dataclass(frozen=True, slots=True)
class Job:
    """A build that is to be done."""

    config: Config
    options: Options
    cache: Cache
    fresh: Fresh
    """What is known of the files in the output folder."""
