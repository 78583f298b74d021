"""Edits of a project are seen, those of an editor's own files are not, and folders may be moved away and back."""

import pytest

from newsgen.serve import watch
from newsgen.serve.watch import EVERYTHING, edits, is_temporary
from previews import write
from requirements import modules


@pytest.fixture
def root(tmp_path, monkeypatch):
    """Make a project, and look at its folders often."""
    modules("watchfiles")
    monkeypatch.setattr(watch, "TICK", 0.05)
    write(tmp_path, "content/articles/a.md", "نص")
    write(tmp_path, ".newsgen/preview/index.html", "صفحة")
    return tmp_path


def after(seen, wanted):
    """Return all paths that are seen until *wanted* is among them, or EVERYTHING."""
    found = set()
    for paths in seen:
        if paths is EVERYTHING:
            return EVERYTHING
        found |= paths
        if wanted in found:
            return found
    return None


def test_an_edit_is_seen_and_an_editors_own_files_are_not(root):
    """However the editor saves: in place, or by another file that takes the name; what builds write is not watched."""
    seen = edits(root, print)
    assert next(seen) == frozenset()
    write(root, "content/articles/a.md", "نص آخر")
    write(root, ".newsgen/preview/index.html", "صفحة أخرى")
    assert after(seen, "content/articles/a.md") == {"content/articles/a.md"}
    for name in (".a.md.swp", "4913", "a.md~", ".#a.md", ".goutputstream-X1", "#a.md#"):
        write(root, f"content/articles/{name}", "نص")
    (root / "content/articles/a.md~").rename(root / "content/articles/a.md")
    write(root, "content/articles/أخبار.md", "نص")
    found = after(seen, "content/articles/أخبار.md")
    assert found <= {"content/articles/a.md", "content/articles/أخبار.md"}


def test_folders_may_be_moved_away_and_back(root):
    """Anything may have changed then, and edits in them are seen again."""
    seen = edits(root, print)
    assert next(seen) == frozenset()
    (root / "content").rename(root / "away")
    assert after(seen, "") is EVERYTHING
    assert next(seen) == frozenset()
    (root / "away").rename(root / "content")
    assert after(seen, "") is EVERYTHING
    write(root, "templates/article.html", "قالب")
    assert after(seen, "") is EVERYTHING
    write(root, "content/articles/a.md", "نص آخر")
    assert after(seen, "content/articles/a.md") == {"content/articles/a.md"}


def test_a_system_that_cannot_watch_is_asked_again_and_again(root, monkeypatch):
    """With a message, because edits are then seen later."""
    import watchfiles  # noqa: PLC0415 - installed only with the extra

    real, said = watchfiles.watch, []

    def limited(*folders, **options):
        if not options["force_polling"]:
            raise OSError(28, "OS file watch limit reached")
        return real(*folders, **{**options, "poll_delay_ms": 20})

    monkeypatch.setattr(watchfiles, "watch", limited)
    seen = edits(root, said.append)
    assert next(seen) is EVERYTHING
    assert next(seen) == frozenset()
    write(root, "content/articles/b.md", "نص")
    assert after(seen, "content/articles/b.md") == {"content/articles/b.md"}
    assert said == [
        "the system cannot watch the project (OS file watch limit reached); edits are seen after some seconds"
    ]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        *(
            (path, True)
            for path in ("a.md~", "content/.git/x", "a.md.swp", "a.swx", "x/4913", "sedAb12cd", "#a#", "a.tmp")
        ),
        *((path, True) for path in ("a.md___jb_tmp___", ".DS_Store", "x.part")),
        *((path, False) for path in ("a.md", "content/articles/4913.md", "media/swp.png", "sed-tools.md", "sections")),
    ],
)
def test_temporary_names(path, expected):
    """Those of vim, Emacs, GNOME, JetBrains, sed and browsers."""
    assert is_temporary(path) is expected
