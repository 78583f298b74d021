"""Random edits of captures, of the articles that name them, and of readers' comments."""

import shutil

from random_edits.desk import Desk, quoted
from random_edits.fields import write
from random_edits.texts import COMMENTS, STORIES, near_title, title

CAPTURES = ["x.txt", "y.txt", "w.txt"]
RELATED = "أخبار ذات صلة"
STATES = ["approved", "pending", "spam"]
_FOOT = "اترك تعليقا\n\nلن يتم نشر عنوان بريدك الإلكتروني.\n"


def capture(desk: Desk) -> str:
    """Add or replace a capture, which names other articles by headline as related."""
    chance = desk.chance
    lines = [title(chance)]
    lines += [chance.choice(["الثلاثاء 5 يوليوز 2022 - 14:30", "سعيد المكي - 5 يناير 2011"])] * (chance.random() < 0.7)
    lines += chance.choice(STORIES)[1]
    known = [desk.pick(desk.headlines()) or title(chance) for _ in range(chance.choice([1, 2, 3]))]
    lines += [RELATED, *(near_title(chance, one) for one in known)] * (chance.random() < 0.7)
    return desk.put(f"seeds/{chance.choice(CAPTURES)}", "\n\n".join([*lines, _FOOT]))


def capture_line(desk: Desk) -> str:
    """Change a line of a capture: its headline, its text, or a related title."""
    path = desk.pick(desk.find("seeds/*.txt"))
    if path is None:
        return ""
    lines = desk.read(path).split("\n\n")
    place = desk.pick(range(len(lines) - 2))
    if place is None or lines[place] == RELATED:
        return ""
    start = lines.index(RELATED) if RELATED in lines else len(lines)
    known = desk.pick(desk.headlines()) or title(desk.chance)
    new = near_title(desk.chance, known) if place > start or place == 0 else f"{lines[place]} أيضا"
    lines[place] = new
    desk.put(path, "\n\n".join(lines))
    return f"{path}: {new}"


def claim(desk: Desk) -> str:
    """Make an article name a capture, and perhaps another version of it."""
    path, other = (desk.pick(desk.find("seeds/*.txt")) for _ in range(2))
    if path is None or other is None:
        return ""
    versions = f"[{other.removeprefix('seeds/')}]" if path != other and desk.chance.random() < 0.3 else None
    return desk.set(desk.article(), capture=path.removeprefix("seeds/"), versions=versions)


def claim_anew(desk: Desk) -> str:
    """Add an article that names a capture, without a text of its own, and perhaps without a headline."""
    path = desk.pick(desk.find("seeds/*.txt"))
    if path is None:
        return ""
    done = write(desk, capture=path.removeprefix("seeds/"))
    article = done.partition(": ")[0]
    desk.set_text(article, "")
    if desk.chance.random() < 0.5:
        desk.set(article, title=None, date=None)
    return done


def claim_whole(desk: Desk) -> str:
    """Take an article's headline and text away, so that those of its capture count."""
    path = desk.pick([path for path in desk.articles() if "capture" in desk.fields(path)])
    return (desk.set(path, title=None) + desk.set_text(path, "")) if path else ""


def release(desk: Desk) -> str:
    """Make an article stop naming a capture."""
    path = desk.pick([path for path in desk.articles() if "capture" in desk.fields(path)])
    known = desk.fields(path).get("title", quoted(title(desk.chance))) if path else None
    return desk.set(path, capture=None, versions=None, title=known)


def extract(desk: Desk) -> str:
    """Write an extract of an export, and perhaps make an article name it."""
    path = desk.put("seeds/e.xml", f"<item>{desk.chance.randint(1, 9)}</item>")
    return path + (desk.set(desk.article(), capture="e.xml", versions=None) if desk.chance.random() < 0.5 else "")


def remove_capture(desk: Desk) -> str:
    """Delete or rename a capture, which may be in use."""
    path = desk.pick(desk.find("seeds/*"))
    if path is None:
        return ""
    if desk.chance.random() < 0.3:
        (desk.root / path).rename(desk.root / "seeds" / desk.chance.choice(CAPTURES))
    else:
        (desk.root / path).unlink()
    return path


# --- comments


def _ids(desk: Desk) -> list[str]:
    files = [*desk.articles(), *desk.find("seeds/*.txt")]
    chosen = [value for path in desk.articles() if (value := desk.fields(path).get("id"))]
    return [*(path.rpartition("/")[2].rpartition(".")[0] for path in files), *chosen]


def comment(desk: Desk) -> str:
    """Add or replace a comment on an article, on a capture or on an unknown id."""
    chance = desk.chance
    known = desk.find("content/comments/*/*.yml")
    folder = desk.pick(_ids(desk) if chance.random() < 0.6 or not known else [path.split("/")[2] for path in known])
    folder = "nobody" if folder is None or chance.random() < 0.05 else folder
    lines = [f"author: {chance.choice(['سعاد', '<b>', 'قارئ'])}", f"text: {chance.choice(COMMENTS)}"]
    lines += [f"date: 2021-03-0{chance.randint(1, 9)}"] * (chance.random() < 0.7)
    lines += [f"parent: {chance.choice('12345')}"] * (chance.random() < 0.6)
    lines += [f"state: {chance.choice(STATES)}"] * (chance.random() < 0.5)
    return desk.put(f"content/comments/{folder}/{chance.choice('12345')}.yml", "\n".join(lines) + "\n")


def moderate(desk: Desk) -> str:
    """Change the state of a comment."""
    path = desk.pick(desk.find("content/comments/*/*.yml"))
    if path is None:
        return ""
    lines = [line for line in desk.read(path).splitlines() if not line.startswith("state:")]
    return desk.put(path, "\n".join([*lines, f"state: {desk.chance.choice(STATES)}"]) + "\n")


def remove_comment(desk: Desk) -> str:
    """Delete or rename a comment, or move it to another article."""
    path = desk.pick(desk.find("content/comments/*/*.yml"))
    if path is None:
        return ""
    file, act = desk.root / path, desk.chance.choice(["delete", "rename", "move"])
    if act == "delete":
        file.unlink()
    elif act == "rename":
        file.rename(file.with_stem(desk.chance.choice("123456")))
    else:
        other = file.parents[1] / (desk.pick(_ids(desk)) or "nobody")
        other.mkdir(exist_ok=True)
        file.rename(other / file.name)
    return f"{act} {path}"


def remove_comments(desk: Desk) -> str:
    """Delete all comments on an article or all comments, empty their folder, or rename it."""
    folder = desk.root / "content/comments"
    one = desk.pick(sorted(folder.iterdir())) if folder.exists() else None
    if one is None:
        return ""
    act = desk.chance.choice(["delete", "empty", "rename", "all"])
    other = folder / (desk.pick(_ids(desk)) or "nobody")
    if act == "rename" and not other.exists():
        one.rename(other)
    else:
        shutil.rmtree(folder if act == "all" else one)
    if act == "empty":
        one.mkdir()
    return f"{act} {one.name}"


EDITS = [
    *((act, 3) for act in (capture, capture_line)),
    *((act, 2) for act in (claim, claim_anew, comment, moderate)),
    *((act, 1) for act in (claim_whole, release, extract, remove_capture, remove_comment, remove_comments)),
]
"""The edits with their relative frequency."""
