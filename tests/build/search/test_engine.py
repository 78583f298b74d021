"""The search engine is a program of others, which is used so that it cannot harm a site."""

import json

from newsgen.build.search.engine import ENTRY, Record, write_index

RECORDS = [Record(f"articles/a{number}/", f"كلمةة عدد{number}ة", "2020-01-01", "ظهر") for number in range(5)]


def test_an_index_is_whole_when_it_is_made(tmp_path):
    """Pagefind 1.5.2 reports files as written that are not; ended then, it leaves some cut off or empty."""
    made = []
    for number in range(20):
        folder = tmp_path / str(number)
        folder.mkdir()
        paths = write_index(RECORDS, 1, folder)
        made.append({path: (folder / path).read_bytes() for path in paths})
    assert made == [made[0]] * 20
    assert json.loads(made[0][ENTRY])["languages"]["q1"]["page_count"] == len(RECORDS)


def test_the_entry_is_published_last(tmp_path):
    """It names the other files of its shard, which a reader must not ask for before they are there."""
    assert write_index(RECORDS, 1, tmp_path)[-1] == ENTRY
