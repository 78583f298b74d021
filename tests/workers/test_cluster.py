"""A cluster gives the results that this process gives, in order, or says in one sentence why it cannot."""

import os
import time
from pathlib import Path

import pytest

from clusters import cluster, die, die_once, divide, fail, own_versions, same_versions, touch_slowly, with_process
from newsgen.errors import ConfigError, NewsgenError, Problems, SourceError
from newsgen.workers import batches
from newsgen.workers import cluster as dask
from newsgen.workers.batches import in_batches
from newsgen.workers.cluster import cluster_workers
from newsgen.workers.tickets import FOLDER
from requirements import modules

modules("distributed")
NUMBERS = list(range(23))


@pytest.fixture(scope="module")
def running():
    """Start a cluster of two workers for all tests of this module."""
    with cluster() as started:
        yield started


@pytest.fixture
def lines():
    """Collect what is said about a cluster."""
    return []


@pytest.fixture
def start(running, tmp_path, monkeypatch, lines):
    """Provide the workers of the cluster, with small batches."""
    monkeypatch.setattr(batches, "BATCH_SIZE", 3)
    monkeypatch.setattr(dask, "BATCH_FACTOR", 1)
    with cluster_workers(running.address, [tmp_path], same_versions, lines.append) as start:
        yield start


def test_results_come_in_order_from_the_workers(start, running, lines):
    """Each work after another gets its own results, and one line says which cluster does it."""
    for _ in range(2):
        found = [one for batch in in_batches(start, with_process, NUMBERS) for one in batch]
        assert [square for square, _ in found] == [number * number for number in NUMBERS]
        assert os.getpid() not in {process for _, process in found}
    assert len(lines) == 1
    assert lines[0].startswith(f"cluster: 2 workers at {running.address}; dashboard: http://")


def test_works_may_overlap(start):
    """An import looks through later archives while it reads the first ones."""
    first, second = in_batches(start, with_process, NUMBERS), in_batches(start, len, NUMBERS)
    both = list(zip(first, second, strict=True))
    assert [number for batch, _ in both for number, _ in batch] == [number * number for number in NUMBERS]
    assert sum(count for _, count in both) == len(NUMBERS)


def test_a_cluster_that_is_not_needed_is_not_asked(tmp_path, lines):
    """A build in which nothing changed, or only one page, does not wait for it."""
    workers = cluster_workers("tcp://127.0.0.1:1", [tmp_path], same_versions, lines.append)
    with workers as start, start.keep() as kept:
        assert list(in_batches(kept, len, NUMBERS[:2])) == [2]
    assert list(tmp_path.iterdir()) == []
    assert lines == ["cluster: not asked, as there was too little to do"]


def test_an_expected_failure_is_raised_with_every_field(start):
    """As from workers of this machine."""
    with pytest.raises(SourceError) as caught:
        list(in_batches(start, fail, NUMBERS))
    assert str(caught.value) == "seeds/a.txt:3: changed while the site was being built; build again"


def test_a_bug_keeps_its_traceback(start):
    """It is not reported as a lost cluster."""
    with pytest.raises(ZeroDivisionError):
        list(in_batches(start, divide, NUMBERS))


def test_the_work_of_a_worker_that_dies_is_done_by_another(start, tmp_path):
    """The engine gives it the work again."""
    files = [tmp_path / f"died-{number}" for number in range(3)]
    found = [name for batch in in_batches(start, die_once, files, 1) for name in batch]
    assert found == [file.name for file in files]


def test_work_that_ends_every_worker_is_an_error(start, running):
    """It is not tried for ever."""
    with (
        running.unforgiving(),
        pytest.raises(NewsgenError, match="several workers of the cluster died one after another over the same work"),
    ):
        list(in_batches(start, die, NUMBERS[:6]))


def test_nothing_runs_after_a_use_has_ended_early(start, tmp_path):
    """A build that fails removes what its workers have written, and no worker may write again."""
    results = in_batches(start, touch_slowly, [tmp_path / str(number) for number in NUMBERS])
    next(results)
    results.close()
    left = set(tmp_path.iterdir())
    assert len(left) < len(NUMBERS)
    time.sleep(0.3)
    assert set(tmp_path.iterdir()) == left
    assert list((tmp_path / FOLDER).iterdir()) == []


def test_workers_with_other_versions_are_refused(running, tmp_path, lines):
    """Each is named with what differs, because its pages would differ too."""
    workers = cluster_workers(running.address, [tmp_path], own_versions, lines.append)
    with workers as start, pytest.raises(Problems) as raised:
        list(in_batches(start, len, NUMBERS, 1))
    assert 1 <= len(raised.value.errors) <= 3  # the scheduler is in this process, and one worker may just be replaced
    for error in raised.value.errors:
        assert "has other versions in the cluster: markdown " in str(error)
        assert f"here {os.getpid()}" in str(error)
        assert error.exit_code == 2


def test_workers_that_do_not_see_a_folder_are_refused(running, tmp_path, lines):
    """They would write a site that nobody finds."""
    own = Path("/proc/self/task")  # another folder in each process
    workers = cluster_workers(running.address, [tmp_path, own], same_versions, lines.append)
    with workers as start, pytest.raises(Problems) as raised:
        list(in_batches(start, len, NUMBERS, 1))
    assert "is not the same on" in str(raised.value.errors[0])


def test_an_address_without_a_cluster_is_an_error(tmp_path, monkeypatch):
    """The message says how to start one."""
    monkeypatch.setattr(dask, "CONNECT_SECONDS", 0.2)
    for address in ("tcp://127.0.0.1:1", "nowhere://x", "127.0.0.1"):
        workers = cluster_workers(address, [tmp_path], same_versions, print)
        with workers as start, pytest.raises(ConfigError, match="start `dask scheduler` and `dask worker`"):
            list(in_batches(start, len, NUMBERS, 1))


def test_without_dask_the_extra_is_named(tmp_path, monkeypatch):
    """It is not installed with newsgen itself."""
    monkeypatch.setattr(dask, "find_spec", lambda _: None)
    workers = cluster_workers("local", [tmp_path], same_versions, print)
    with pytest.raises(ConfigError, match=r"needs Dask, which is not installed; .*newsgen\[cluster\]"), workers:
        pass
