"""Format the figures as a Markdown table, with the targets that they must meet."""

from dataclasses import dataclass, field
from statistics import median

YARDSTICK = "hugo"
HEADER = ("build", "wall s", "CPU s", "peak MiB", "of Hugo's wall", "files", "pages", "targets")
MEBIBYTE = 1024 * 1024


@dataclass
class Row:
    """The costs of the runs of one build, and the numbers of its files and pages."""

    label: str
    walls: list[float] = field(default_factory=list)
    cpus: list[float] = field(default_factory=list)
    peaks: list[int] = field(default_factory=list)
    files: int = 0
    pages: int = 0

    @property
    def wall(self):
        """The median time in seconds; None before the first run."""
        return middle(self.walls)

    @property
    def cpu(self):
        """The median CPU time in seconds."""
        return middle(self.cpus)

    @property
    def peak(self):
        """The median of the peak memory in bytes."""
        return middle(self.peaks)


@dataclass(frozen=True, slots=True)
class Target:
    """The largest share that a figure of one row may have of the same figure of another row."""

    row: str
    figure: str
    limit: float
    of: str = YARDSTICK


TARGETS = (
    Target("newsgen", "wall", 1.0),
    Target("newsgen", "wall", 0.2, "hugo-related"),
    Target("newsgen", "peak", 0.25),
    Target("nothing", "wall", 0.10),
    Target("body-start", "wall", 0.15),
    Target("body-end", "wall", 0.15),
    Target("added", "wall", 0.25),
)
"""Builds after an edit are compared with a whole build of Hugo, because the peers rebuild everything."""


def middle(figures):
    """Return the median, or None if there is no figure."""
    return median(figures) if figures else None


def spread(walls):
    """Return the median of times with their range, which is wide on a noisy machine."""
    if len(set(walls)) < 2:
        return f"{walls[0]:.2f}" if walls else "–"
    return f"{median(walls):.2f} ({min(walls):.2f}–{max(walls):.2f})"


def ratio(rows, name, figure="wall", of=YARDSTICK):
    """Return a figure of the row *name* divided by that of the row *of*, or None if one is missing."""
    own, other = (getattr(rows[key], figure) if key in rows else None for key in (name, of))
    return own / other if own is not None and other else None


def verdict(rows, target):
    """Return whether a target is met, in words; "" if a figure is missing."""
    share = ratio(rows, target.row, target.figure, target.of)
    if share is None:
        return ""
    met = "met" if share <= target.limit else "**not met**"
    return f"{target.figure} {share:.3f} of {target.of}, at most {target.limit:.2f}: {met}"


def cells(rows, name):
    """Return the cells of a row of the table."""
    row, share = rows[name], ratio(rows, name)
    verdicts = filter(None, (verdict(rows, target) for target in TARGETS if target.row == name))
    return (
        row.label,
        spread(row.walls),
        "–" if row.cpu is None else f"{row.cpu:.2f}",
        "–" if row.peak is None else f"{row.peak / MEBIBYTE:,.0f}",
        "–" if share is None else f"{share:.3f}",
        f"{row.files:,}",
        f"{row.pages:,}",
        "; ".join(verdicts),
    )


def table(rows):
    """Return the rows as Markdown."""
    marks = ("---", *["---:"] * 6, "---")
    lines = [HEADER, marks, *(cells(rows, name) for name in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
