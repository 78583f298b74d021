"""Reckon from measured runs what more processors and more articles would take, and format all as Markdown."""

from dataclasses import dataclass, field

from captures import heading, row
from hosts import Traffic
from table import MEBIBYTE

CORES = (8, 32, 128)
MILLION = 1_000_000
NOTHING = Traffic(0, 0, 0)
COLUMNS = (
    "run", "wall s", "client CPU s", "workers CPU s", "share of the client", "no worker busy, s", "client peak MiB",
    "tasks", "scheduler ms a task", "client bytes an article", "scheduler", "workers", "files as the local ones",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Run:
    """What one build or import took."""

    label: str
    workers: int
    """Workers of the cluster; 0 for a run on one machine."""
    articles: int
    wall: float
    client: float
    """CPU seconds of the process that was started, and of its own children."""
    peak: int | None
    """The most memory that the process itself had, in bytes."""
    idle: float = 0
    """Seconds in which no worker was at work."""
    work: float = 0
    """CPU seconds of the workers."""
    scheduler: float = 0
    """CPU seconds of the scheduler."""
    tasks: int = 0
    traffic: Traffic = NOTHING
    differing: list[str] = field(default_factory=list)
    """Paths of the files that are not those of the first local run."""

    @property
    def share(self):
        """The share of the work that stays in one process."""
        return self.client / (self.client + self.work)

    @property
    def task_cost(self):
        """The CPU seconds of the scheduler for each task."""
        return self.scheduler / max(self.tasks, 1)


def amdahl(run, cores):
    """Return the seconds on *cores* processors of workers, if nothing of the client's work overlaps with theirs."""
    return run.client + run.work / cores


def overlapped(run, cores):
    """Return the seconds if all of it overlaps: the client, the scheduler or the workers then take longest."""
    return max(run.client, run.scheduler, run.work / cores)


def fit(points):
    """Return the straight line, as its value at 0 and its slope, that is nearest to *points*."""
    number = len(points)
    mean_x, mean_y = sum(x for x, _ in points) / number, sum(y for _, y in points) / number
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in points) / spread if spread else 0
    return mean_y - slope * mean_x, slope


def cells(run):
    """Return the cells of a run."""
    local = run.workers == 0
    traffic = [f"{bytes_ / max(run.articles, 1):,.0f}" for bytes_ in (
        run.traffic.client, run.traffic.scheduler, run.traffic.workers
    )]  # fmt: skip
    same = f"**{len(run.differing)} differ**" if run.differing else "same"
    return [
        run.label,
        f"{run.wall:.1f}",
        f"{run.client:.1f}",
        *(["–"] * 3 if local else [f"{run.work:.1f}", f"{run.share:.1%}", f"{run.idle:.1f}"]),
        "–" if run.peak is None else f"{run.peak / MEBIBYTE:,.0f}",
        *(["–"] * 5 if local else [f"{run.tasks:,}", f"{1000 * run.task_cost:.2f}" if run.tasks else "–", *traffic]),
        same,
    ]


def table(runs):
    """Return the runs as Markdown."""
    return "\n".join([heading(COLUMNS), *(row(cells(run)) for run in runs)])


def forecast(run):
    """Return the table of the times on more processors, reckoned from one *run* on the cluster."""
    lines = [
        heading(["processors of workers (reckoned)", "seconds", "times as fast as one", "seconds if all overlaps"])
    ]
    one = amdahl(run, 1)
    for cores in (1, *CORES):
        time = amdahl(run, cores)
        lines.append(row([cores, f"{time:,.0f}", f"{one / time:.1f}", f"{overlapped(run, cores):,.0f}"]))
    lines.append(row(["any number", f"{run.client:,.0f}", f"{one / run.client:.1f}", "–"]))
    return (
        f"Reckoned by Amdahl's law from the run with {run.label}: {run.client:.1f} s in the one process of the client "
        f"and {run.work:.1f} s of workers for {run.articles:,} articles; the scheduler takes {run.scheduler:.1f} s, "
        f"in a process of its own.\n\n" + "\n".join(lines)
    )


def memory(runs):
    """Return the table of the client's memory by the number of articles, with that of a million, reckoned."""
    start, slope = fit([(run.articles, run.peak) for run in runs])
    lines = [heading(["articles", "client peak MiB"])]
    lines += [row([f"{run.articles:,}", f"{run.peak / MEBIBYTE:,.0f}"]) for run in runs]
    lines.append(row([f"{MILLION:,} (reckoned)", f"{(start + slope * MILLION) / MEBIBYTE:,.0f}"]))
    return f"{slope / 1000:.2f} kB an article and {start / MEBIBYTE:.0f} MiB.\n\n" + "\n".join(lines)
