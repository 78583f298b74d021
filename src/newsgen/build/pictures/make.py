"""Give the pictures of a site their smaller sizes, which are made in worker processes and only once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path

from newsgen.build.pictures.store import FOLDER, PictureStore, Size, Sizes
from newsgen.build.report import Progress, Report
from newsgen.build.state import BuildJob
from newsgen.errors import SourceError, UnreadableError, install_extra
from newsgen.filesystem import sha256
from newsgen.formats.pictures.resize import WIDTHS, Resized, recipe, resized
from newsgen.model.pictures import MediaFile, Variant
from newsgen.pages.media import Media, published_file
from newsgen.pages.page import File
from newsgen.workers.batches import StartWorkers, in_batches

_RESIZED = frozenset("avif gif jpeg jpg png webp".split())
_MISSING = (
    "pictures are published in their original size alone because the extra `images` is not installed, so phones load"
    f" more than they show; {install_extra('images')}"
)


@dataclass(frozen=True, slots=True)
class _Task:
    """A picture of which smaller sizes are needed."""

    file: Path
    path: str
    """Of the file, below the root, for messages."""
    sha256: str


def add_sizes(
    media: Media, job: BuildJob, start: StartWorkers, report: Report, progress: Progress
) -> tuple[Media, list[File]]:
    """Return *media* with smaller sizes of the pictures that pages show, and the files of these sizes.

    They are made in workers, one picture at a time in each, unless an earlier build has made them.
    """
    large = {name: file for name, file in media.items.items() if name in media.shown and _is_large(file)}
    if not large:
        return media, []
    made_by = recipe()
    if made_by is None:
        report.warnings.append(_MISSING)
        return media, []
    store = PictureStore(job.cache.file.parent / FOLDER, made_by)
    tasks = {file.sha256: _Task(job.config.root / file.path, file.path, file.sha256) for file in large.values()}
    known = {} if job.options.clean else {key: sizes for key in tasks if (sizes := store.read(key))}
    missing = [task for key, task in tasks.items() if key not in known]
    made = chain.from_iterable(in_batches(start, partial(make_batch, store), missing, 1))
    known |= zip((task.sha256 for task in missing), progress(made, "pictures", len(missing)), strict=True)
    store.forget_all_but(tasks)
    report.warnings += [
        f"{file.path}: {found}, so it is published in its original size alone"
        for file in {file.path: file for file in large.values()}.values()
        if (found := known[file.sha256].failure)
    ]
    items = {
        name: _with_sizes(file, known[file.sha256]) if name in large else file for name, file in media.items.items()
    }
    published = {file.url for file in media.items.values()}  # among which may be a size, taken from a site
    files = [file for file in _files(large, tasks, known, store) if file.url not in published]
    return replace(media, items=items), files


def _is_large(file: MediaFile) -> bool:
    """Return whether a media *file* is a picture of pixels that is wider than the narrowest size."""
    return file.width is not None and file.width > WIDTHS[0] and file.path.rpartition(".")[2].lower() in _RESIZED


def make_batch(store: PictureStore, tasks: Sequence[_Task]) -> list[Sizes]:
    """Make and store the smaller sizes of the pictures of *tasks*; runs in a worker."""
    return [_make(store, task) for task in tasks]


def _make(store: PictureStore, task: _Task) -> Sizes:
    try:
        return store.write(task.sha256, _resized(task), None)
    except UnreadableError as error:
        return store.write(task.sha256, (), str(error))


def _resized(task: _Task) -> list[Resized]:
    """Return the smaller sizes of the picture of *task*; raise SourceError if it has changed since it was measured."""
    data = published_file(task.file)
    if sha256(data) != task.sha256:
        raise SourceError(task.path, "changed while the site was being built", "build again")
    return resized(data)


def _with_sizes(file: MediaFile, found: Sizes) -> MediaFile:
    """Return the media *file* with the addresses of its sizes."""
    webp: list[Variant] = []
    others: list[Variant] = []
    for size in found.sizes:
        is_own = size.suffix != "webp" or file.path.lower().endswith(".webp")
        (others if is_own else webp).append(Variant(_url(file, size), size.width, size.height))
    return replace(file, webp=tuple(webp), smaller=tuple(others))


def _url(file: MediaFile, size: Size) -> str:
    """Return the address of a *size* of a media *file*: `media/boat-400.0123456789.webp`."""
    stem = file.url.rpartition(".")[0].rpartition(".")[0]
    return f"{stem}-{size.width}.{size.sha256[:10]}.{size.suffix}"


def _files(
    large: Mapping[str, MediaFile], tasks: Mapping[str, _Task], known: Mapping[str, Sizes], store: PictureStore
) -> Iterator[File]:
    """Yield the files of all sizes of the *large* pictures, each address once."""
    addresses: set[str] = set()
    for file in large.values():
        for size in known[file.sha256].sizes:
            url = _url(file, size)
            if url not in addresses:
                addresses.add(url)
                yield File(url, (), partial(_content, store, tasks[file.sha256], size), is_independent=True)


def _content(store: PictureStore, task: _Task, size: Size) -> bytes:
    """Return the bytes of a *size* of a picture, which are made again if the store has lost them."""
    data = store.data(task.sha256, size)
    if data is not None:
        return data
    made = _resized(task)
    store.write(task.sha256, made, None)
    for one in made:
        if (one.suffix, one.width, sha256(one.data)) == (size.suffix, size.width, size.sha256):
            return one.data
    raise SourceError(task.path, "was made smaller in two ways by the same library", "build again with --clean")
