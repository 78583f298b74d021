"""Record what one deploy did."""

from dataclasses import dataclass, field

from newsgen.errors import NewsgenError


@dataclass(slots=True)
class DeployReport:
    """What one deploy did, or would do."""

    dry_run: bool
    target: str = ""
    where: str = ""
    stages: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    """What was sent, by the name of its stage, in order."""
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    size: int = 0
    """Of all that was sent, in bytes."""
    errors: list[NewsgenError] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    is_begun: bool = False
    """Whether something at the target may have been changed."""

    @property
    def sent(self) -> int:
        """The number of files that were sent."""
        return sum(len(paths) for _, paths in self.stages)
