"""Random edits that are none of the content: undone and repaired edits, other options, and damaged files."""

import os
import shutil
from datetime import datetime, timedelta

from random_edits.desk import Desk, items_of
from random_edits.site_files import set_setting

# --- undone, touched and moved files


def undo(desk: Desk) -> str:
    """Restore the files as they were before the last step or an earlier one; the address book stays."""
    states = [state for state in desk.snapshots if state != desk.own_files()]
    if not states:
        return ""
    return _restore(desk, states[-1] if desk.chance.random() < 0.7 else desk.chance.choice(states))


def revert(desk: Desk) -> str:
    """Restore the files as they were when the site was last published; the address book stays."""
    return _restore(desk, desk.published) if desk.published else ""


def _restore(desk: Desk, then: dict[str, bytes]) -> str:
    now = desk.own_files()
    changed = sorted(path for path in {*then, *now} if then.get(path) != now.get(path))
    for path in changed:
        if path in then:
            desk.put(path, then[path])
        else:
            (desk.root / path).unlink()
    desk.broken.clear()
    return " ".join(changed)


def undo_file(desk: Desk) -> str:
    """Restore an older version of one file, perhaps with an older modification time."""
    now = desk.own_files()
    old = {(path, data) for state in desk.snapshots for path, data in state.items() if now.get(path) != data}
    found = desk.pick(old)
    if found is None:
        return ""
    path = desk.put(*found)
    if desk.chance.random() < 0.5:
        os.utime(desk.root / path, (10**9, 10**9))
    return path


def unseen(desk: Desk) -> str:
    """Change a file without changing its size, and set the modification time back."""
    path = desk.pick(desk.find("content/articles/**/*.md", "seeds/*.txt", "content/comments/*/*.yml"))
    if path is None:
        return ""
    file = desk.root / path
    before, text = file.stat(), file.read_bytes()
    place = text.rfind("ا".encode())
    file.write_bytes(text if place < 0 else text[:place] + "و".encode() + text[place + 2 :])
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    return path


def touch(desk: Desk) -> str:
    """Write a file as it is, or replace it by a copy, or change its modification time."""
    path = desk.pick([*desk.own_files()])
    file = desk.root / path
    act = desk.chance.choice(["write", "copy", "date"])
    if act == "write":
        file.write_bytes(file.read_bytes())
    elif act == "copy":
        shutil.copy2(file, file.with_name("~"))
        file.with_name("~").replace(file)
    else:
        os.utime(file, (10**9, 10**9))
    return f"{act} {path}"


def rename(desk: Desk) -> str:
    """Rename the file of an article, which changes its id unless its front matter has one."""
    path = desk.article()
    return (desk.root / path).rename((desk.root / path).with_stem(desk.chance.choice("ghij"))).name if path else ""


def swap_files(desk: Desk) -> str:
    """Exchange the names of two articles' files."""
    one, other = desk.article(), desk.article()
    if one is None or other is None or one == other:
        return ""
    first, second = desk.root / one, desk.root / other
    content = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(content)
    return f"{one} {other}"


def move(desk: Desk) -> str:
    """Move an article into a folder or out of it."""
    path = desk.article()
    if path is None:
        return ""
    file, inner = desk.root / path, desk.root / "content/articles/قديم"
    inner.mkdir(exist_ok=True)
    return str(file.rename((inner if file.parent != inner else inner.parent) / file.name))


def move_project(desk: Desk) -> str:
    """Rename the folder of the project."""
    old = desk.root
    desk.name = "moved" if desk.name == "project" else "project"
    old.rename(desk.root)
    return desk.name


# --- errors and their repair


def break_article(desk: Desk) -> str:
    """Make an error in an article."""
    path = desk.article()
    if path is None or path in desk.broken:
        return ""
    desk.broken[path] = (desk.root / path).read_bytes()
    act = desk.chance.choice(["date", "head", "image", "slug", "id", "bytes", "capture", "twin"])
    other = desk.pick([one for one in desk.articles() if one != path])
    if act == "head":
        desk.put(path, desk.read(path).removeprefix("---\n"))
    elif act == "bytes":
        desk.put(path, desk.broken[path] + b"\xff")
    elif act == "twin" and other:
        desk.set(path, id=desk.fields(other).get("id") or other.rpartition("/")[2].removesuffix(".md"))
    elif act == "slug":
        desk.set(path, slug="a b")
    else:
        wrong = {"date": "bad", "image": "gone.png", "capture": "gone.txt", "id": '"\\u0007"'}
        desk.set(path, **{act: wrong[act]} if act in wrong else {"updated": "bad"})
    return f"{act} {path}"


def break_template(desk: Desk) -> str:
    """Write a template with an error, which prevents publishing."""
    path = "templates/article.html"
    if path in desk.broken:
        return ""
    desk.broken[path] = (desk.root / path).read_bytes() if (desk.root / path).exists() else None
    return desk.put(path, desk.chance.choice(["{% if %}", "{{ مجهول }}", '{% include "غائب" %}', "{% block main %}"]))


def break_other(desk: Desk) -> str:
    """Make an error in the labels, the settings, the address book or a comment."""
    path, text = desk.chance.choice(
        [
            ("templates/labels.yml", "hoome: خطأ\n"),
            ("content/site.yml", "page_size: 0\n"),
            ("content/site.yml", "pagesize: 3\n"),
            ("content/addresses.tsv", "سطر بلا عنوان\n"),
            ("content/comments/x/9.yml", "author: سعاد\ndate: bad\n"),
        ]
    )
    if path in desk.broken:
        return ""
    file = desk.root / path
    old = desk.broken[path] = file.read_bytes() if file.exists() else None
    return desk.put(path, (old or b"") + text.encode())


def repair(desk: Desk) -> str:
    """Repair all errors that were made."""
    done = " ".join(desk.broken)
    for path, content in desk.broken.items():
        if content is None:
            (desk.root / path).unlink(missing_ok=True)
        else:
            desk.put(path, content)
    desk.broken.clear()
    return done


# --- options, and time


def option(desk: Desk) -> str:
    """Change an option of the following builds."""
    chance = desk.chance
    name = chance.choice(["--drafts", "--keep-going", "--date", "--date"])
    if name == "--date":
        dates = [day[:10] for day, _ in desk.dates()]
        desk.options[name] = chance.choice([None, None, "2030-01-01", "2021-01-15", desk.pick(dates)])
    else:
        desk.options[name] = None if desk.options.get(name) is not None else ""
    return f"{name} {desk.options[name]}"


def once_clean(desk: Desk) -> str:
    """Make the next build ignore its cache."""
    desk.once = ["--clean"]
    return "--clean"


def preview(desk: Desk) -> str:
    """Build the drafts into another folder."""
    desk.build("--drafts", "--output", str(desk.root / "drafts"))
    return "drafts"


def other_output(desk: Desk) -> str:
    """Build into another folder from now on."""
    desk.output = desk.chance.choice([one for one in ("site", "public/deep", "other") if one != desk.output])
    return desk.output


def wait(desk: Desk) -> str:
    """Let time pass: some hours or days, or until an article appears or expires."""
    known = (desk.fields(path).get(key, "") for path in desk.articles() for key in ("publishDate", "expires"))
    moments = sorted(moment for moment in known if f"{desk.now:%Y-%m-%d %H:%M}" < moment < "2027")
    if moments and desk.chance.random() < 0.6:
        desk.now = datetime.fromisoformat(f"{moments[0]}+00:00") + timedelta(minutes=1)
    else:
        desk.now += timedelta(hours=desk.chance.choice([1, 2, 5, 24, 35]))
    return str(desk.now)


def other_code(desk: Desk) -> str:
    """Change newsgen's code or a library."""
    desk.environment = f"other code {desk.chance.random()}".encode()
    return "code"


# --- the output and the cache


def tamper(desk: Desk) -> str:
    """Delete or change a published file, or replace it by a copy."""
    files = sorted(file for file in desk.site.rglob("*") if file.is_file() and file.name != ".newsgen-files")
    file = desk.pick(files)
    if file is None:
        return ""
    act = desk.chance.choice(["delete", "change", "append", "replace", "empty"])
    data = file.read_bytes()
    if act != "change":
        file.unlink()
    if act != "delete":
        file.write_bytes({"change": bytes(len(data)), "append": data + b"x", "replace": data, "empty": b""}[act])
    return f"{act} {file.relative_to(desk.root)}"


def lose_output(desk: Desk) -> str:
    """Delete the output folder, or a folder in it."""
    folders = sorted(folder for folder in desk.site.glob("*") if folder.is_dir())
    folder = desk.site if desk.chance.random() < 0.3 else desk.pick(folders)
    if folder is None or not folder.exists():
        return ""
    shutil.rmtree(folder)
    return str(folder.relative_to(desk.root))


def tamper_with_manifest(desk: Desk) -> str:
    """Delete a line of the manifest and the file that it names, which would otherwise be a foreign file."""
    file = desk.site / ".newsgen-files"
    lines = file.read_bytes().splitlines(keepends=True) if file.exists() else []
    line = desk.pick(lines)
    if line is None:
        return ""
    file.write_bytes(b"".join(one for one in lines if one != line))
    published = desk.site / line.decode().strip()
    published.unlink(missing_ok=True)
    for folder in published.parents:
        if folder == desk.site or not folder.is_dir() or any(folder.iterdir()):
            break
        folder.rmdir()  # an empty one would be foreign too
    return line.decode().strip()


def _cache_files(desk: Desk) -> list[str]:
    return [path for path in desk.find(".newsgen/**/*") if not path.endswith("/lock")]


def lose_cache(desk: Desk) -> str:
    """Delete, truncate or empty the cache."""
    cache = desk.pick(_cache_files(desk))
    if cache is None:
        return ""
    data = (desk.root / cache).read_bytes()
    act = desk.chance.choice(["delete", "cut", "empty"])
    if act == "delete":
        shutil.rmtree(desk.root / ".newsgen")
    else:
        desk.put(cache, data[: int(len(data) * desk.chance.random())] if act == "cut" else b"")
    return f"{act} {cache}"


def flip_bits(desk: Desk) -> str:
    """Flip some bits of the cache."""
    cache = desk.pick(_cache_files(desk))
    data = bytearray((desk.root / cache).read_bytes()) if cache else None
    if not data:
        return ""
    places = [int(len(data) * desk.chance.random()) for _ in range(desk.chance.choice([1, 20, 500]))]
    for place in places:
        data[place] ^= 1 << desk.chance.randrange(8)
    desk.put(str(cache), bytes(data))
    return f"{len(places)} bits"


def old_cache(desk: Desk) -> str:
    """Keep a copy of the cache, or replace the cache by the copy of an earlier build."""
    cache, copy = desk.root / ".newsgen", desk.folder / "old-cache"
    if not cache.exists():
        return ""
    if copy.exists():
        shutil.rmtree(cache)
        copy.rename(cache)
        return "restored"
    shutil.copytree(cache, copy)
    return "kept"


def crowded_list(desk: Desk) -> str:
    """Make the lists' pages smaller or larger by one article."""
    return set_setting(desk, "page_size", str(max(1, desk.page_size() + desk.chance.choice([-1, 1]))))


def rename_headline_file(desk: Desk) -> str:
    """Rename an article's file and correct its headline in one step, so that nothing but its slug is the same."""
    path = desk.pick([path for path in desk.articles() if items_of(desk.fields(path).get("title"))])
    if path is None:
        return ""
    desk.set(path, title=f"'{items_of(desk.fields(path)['title'])[0].replace(chr(39), '')} مصحح'")
    return f"{path} {(desk.root / path).rename((desk.root / path).with_stem(f'r{desk.chance.randrange(99)}')).name}"


EDITS = [
    *((act, 4) for act in (undo, option)),
    (wait, 3),
    (revert, 1),
    *((act, 2) for act in (undo_file, unseen, touch, rename, break_article, repair, tamper, other_output)),
    *((act, 1) for act in (swap_files, move, preview, crowded_list, rename_headline_file, lose_output)),
    *((act, 0.7) for act in (break_template, break_other, tamper_with_manifest, lose_cache, flip_bits, old_cache)),
    *((act, 0.4) for act in (move_project, once_clean, other_code)),
]
"""The edits with their relative frequency."""
