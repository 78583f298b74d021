"""Build the preview of a site, usually with drafts, into a folder of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from newsgen.build.incremental import CACHE, build_incrementally
from newsgen.build.report import Progress, Report
from newsgen.build.search.engine import has_search
from newsgen.errors import NewsgenError, Problems
from newsgen.loaders.site_config import load_config
from newsgen.loaders.sources import check_root, find_sources
from newsgen.model.config import Config, Options
from newsgen.theme.labels import load_labels
from newsgen.theme.theme import template_folders
from newsgen.workers.local import worker_pool

SMALL_SITE = 500
"""The search of a site with at most so many sources is indexed in a few seconds."""


@dataclass(frozen=True, slots=True)
class PreviewOptions:
    """What a preview shows, and how it is built."""

    drafts: bool = True
    keep_going: bool = False
    jobs: int = 1
    search: bool = False
    """Index the articles for the search when the preview starts, however many they are."""


def preview_folder(root: Path) -> Path:
    """Return the output folder of the preview of the project at *root*."""
    return root.resolve() / CACHE / "preview"


def preview_config(root: Path) -> tuple[Config, list[NewsgenError], list[str]]:
    """Return the settings of the preview of the project at *root*, with errors and warnings; raise ConfigError."""
    check_root(root)
    config, errors, warnings = load_config(root.resolve())
    return replace(config, output=preview_folder(root)), errors, warnings


def preview_labels(root: Path) -> Mapping[str, str]:
    """Return the words that mark a preview; those of a project with errors in its words are newsgen's own."""
    labels, _ = load_labels(template_folders(root))
    return {name: words for name, words in dict(labels).items() if isinstance(words, str)}


def build_preview(
    root: Path,
    options: PreviewOptions,
    now: datetime,
    progress: Progress,
    *,
    is_first: bool = False,
) -> Report:
    """Build the preview of the project at *root* and return what happened, with all errors.

    It changes nothing but the preview's folder and the cache. The search is indexed only by the first build, if the
    site is small or the *options* ask for it; later ones keep that index, because it can take minutes.
    """
    report = Report()
    try:
        config, errors, warnings = preview_config(root)
        report.errors += errors
        report.warnings += warnings
        index = is_first and (options.search or len(find_sources(config.root)[0]) <= SMALL_SITE)
        if is_first and not index and has_search(config):
            report.notes.append("the search of the preview has no new index; --search makes one at the start")
        chosen = Options(options.drafts, None, options.keep_going, now=now, index=index)
        build_incrementally(config, chosen, worker_pool(options.jobs), report, progress)
    except Problems as problems:
        report.errors += [error for error in problems.errors if error not in report.errors]
    except NewsgenError as error:
        report.errors.append(error)
    return report
