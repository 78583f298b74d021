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
    files: int | None = None
    """The number of files written; None for a command that writes none."""
    pages: int | None = None

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
    """What a figure of one row must not exceed, and what is aimed at."""

    row: str
    figure: str
    must: float
    """The largest share of the same figure of the row *of*, or the largest figure itself if *of* is None."""
    aim: float | None = None
    of: str | None = YARDSTICK


TARGETS = (
    Target("newsgen", "wall", 1.5, 1.0),
    Target("newsgen", "wall", 0.28, 0.2, "hugo-related"),
    Target("newsgen", "peak", 0.30, 0.25),
    Target("nothing", "wall", 0.08, 0.05),
    *(Target(edit, "wall", 0.12, 0.08) for edit in ("body-start", "body-end", "summary")),
    *(Target(edit, "wall", 0.15, 0.10) for edit in ("added", "headline", "deleted")),
    Target("template", "wall", 0.9, 0.6),
    Target("version", "wall", 0.060, of=None),
    Target("inspect", "cpu", 0.200, of=None),
)
"""Builds after an edit are compared with a whole build of Hugo, because the peers rebuild everything."""
TARGETS_OF_LARGE = (
    Target("newsgen", "peak", 1000 * MEBIBYTE, 600 * MEBIBYTE, of=None),
    Target("nothing", "wall", 0.1, of="newsgen"),
    Target("added", "wall", 0.05, of="newsgen"),
)
"""Those of an archive of 100,000 articles, whose rebuilds are compared with its own first build."""
UNITS = {"wall": (1000, "ms"), "cpu": (1000, "ms"), "peak": (1 / MEBIBYTE, "MiB")}


def middle(figures):
    """Return the median, or None if there is no figure."""
    return median(figures) if figures else None


def seconds(figure):
    """Return a time in seconds, with thousandths if it is short."""
    return f"{figure:.2f}" if figure >= 1 else f"{figure:.3f}"


def spread(walls):
    """Return the median of times with their range, which is wide on a noisy machine."""
    if len(set(walls)) < 2:
        return seconds(walls[0]) if walls else "–"
    return f"{seconds(median(walls))} ({seconds(min(walls))}–{seconds(max(walls))})"


def ratio(rows, name, figure="wall", of=YARDSTICK):
    """Return a figure of the row *name* divided by that of the row *of*, or None if one is missing."""
    own, other = (getattr(rows[key], figure) if key in rows else None for key in (name, of))
    return own / other if own is not None and other else None


def amount(target, number):
    """Return a share, or a figure with its unit if the target compares with no other row."""
    if target.of:
        return f"{number:.3f}"
    scale, unit = UNITS[target.figure]
    return f"{number * scale:,.0f} {unit}"


def verdict(rows, target):
    """Return whether a target is met, in words; "" if a figure is missing."""
    own = (rows, target.row, target.figure)
    found = ratio(*own, target.of) if target.of else getattr(rows[target.row], target.figure)
    if found is None:
        return ""
    limits = f"must {amount(target, target.must)}"
    if target.aim is not None:
        limits += f", aim {amount(target, target.aim)}"
    reached = "aim met" if target.aim is not None and found <= target.aim else "met"
    of = f" of {target.of}" if target.of else ""
    return (
        f"{target.figure} {amount(target, found)}{of} ({limits}): {reached if found <= target.must else '**not met**'}"
    )


def cells(rows, name, targets=TARGETS):
    """Return the cells of a row of the table."""
    row = rows[name]
    share = None if row.files is None else ratio(rows, name)
    verdicts = filter(None, (verdict(rows, target) for target in targets if target.row == name))
    return (
        row.label,
        spread(row.walls),
        "–" if row.cpu is None else seconds(row.cpu),
        "–" if row.peak is None else f"{row.peak / MEBIBYTE:,.0f}",
        "–" if share is None else f"{share:.3f}",
        "–" if row.files is None else f"{row.files:,}",
        "–" if row.pages is None else f"{row.pages:,}",
        "; ".join(verdicts),
    )


def table(rows, targets=TARGETS):
    """Return the rows as Markdown, with which of the *targets* are met."""
    marks = ("---", *["---:"] * 6, "---")
    lines = [HEADER, marks, *(cells(rows, name, targets) for name in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
