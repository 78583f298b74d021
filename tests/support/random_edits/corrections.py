"""Random withdrawals and corrections of articles, some of them undone, wrong, or of articles that are gone."""

from random_edits.desk import Desk
from random_edits.texts import EXTRAS

_LOG = "content/corrections.yml"
_SEPARATOR = "---\n"


def _ids(desk: Desk) -> list[str]:
    """Return the ids of articles and captures; those of captures that articles name are no longer ids."""
    found = set()
    for path in desk.articles():
        fields, stem = desk.fields(path), path.rpartition("/")[2].removesuffix(".md")
        found.add(fields.get("id") or fields.get("capture", "").rpartition(".")[0] or stem)
    named = {desk.fields(path).get("capture") for path in desk.articles()}
    seeds = (path.removeprefix("seeds/") for path in desk.find("seeds/*.txt"))
    return sorted(found | {name.rpartition(".")[0] for name in seeds if name not in named})


def _entries(desk: Desk) -> list[str]:
    """Return the entries of the log, most of them without those whose articles are gone."""
    entries = [entry for entry in desk.read(_LOG).split(_SEPARATOR) if entry]
    if desk.chance.random() < 0.1:
        return entries
    known = _ids(desk)
    return [entry for entry in entries if "undone" in entry or entry.partition("\n")[0].partition(": ")[2] in known]


def _write(desk: Desk, entries: list[str]) -> str:
    text = _SEPARATOR.join(entries)
    return desk.put(_LOG, text) if text != desk.read(_LOG) else ""


def withdraw(desk: Desk) -> str:
    """Withdraw an article; one that is withdrawn already becomes an error."""
    key = desk.pick(_ids(desk))
    entry = f"withdraw: {key}\ndate: 2026-05-{desk.chance.randint(10, 30)}\nreason: سبب {desk.chance.randint(1, 9)}\n"
    others = [one for one in _entries(desk) if f"withdraw: {key}\n" not in one or desk.chance.random() < 0.05]
    return _write(desk, [*others, entry]) if key else ""


def correct(desk: Desk) -> str:
    """Correct an article, at the beginning or at the end of the log."""
    key, chance = desk.pick(_ids(desk)), desk.chance
    note = (
        "|\n" + "".join(f"  {line}\n" for line in chance.choice(EXTRAS).split("\n")) + f"  خطأ {chance.randint(1, 9)}"
    )
    entry = f"correct: {key}\ndate: 20{chance.randint(10, 26)}-05-02\nnote: {note}\n"
    entries = _entries(desk)
    return _write(desk, [entry, *entries] if chance.random() < 0.3 else [*entries, entry]) if key else ""


def undo(desk: Desk) -> str:
    """Undo an entry, or let it count again."""
    entries = _entries(desk)
    chosen = desk.pick(entries)
    if chosen is None:
        return _write(desk, entries)
    again = chosen.replace("undone: 2026-06-01\n", "")
    changed = again if again != chosen else f"{chosen}undone: 2026-06-01\n"
    return _write(desk, [changed if entry is chosen else entry for entry in entries])


def lose_log(desk: Desk) -> str:
    """Delete the log, so that all articles are as before."""
    if not desk.read(_LOG):
        return ""
    (desk.root / _LOG).unlink()
    return _LOG


def list_page(desk: Desk) -> str:
    """Let a page, an alias or nothing be at the address of the list of corrections."""
    path = "content/pages/corrections.md"
    if desk.read(path):
        (desk.root / path).unlink()
        return path
    if desk.chance.random() < 0.3:
        return desk.set(desk.article(), aliases="[/corrections/]")
    return desk.put(path, f"---\ntitle: سياستنا\n---\n{desk.chance.choice(EXTRAS)}\n")


EDITS = [(withdraw, 3), (correct, 3), (undo, 3), (lose_log, 1), (list_page, 1)]
"""The edits with their relative frequency."""
