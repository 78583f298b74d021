"""Publish a site to a branch of a git repository, such as the one that GitHub Pages serves.

All is done in a bare repository of newsgen's own, so nothing of the project's repository changes: not its working
tree, its index, its branches or its settings. A push replaces the branch at once, or not at all.
"""

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from newsgen.deploy.git_repository import NEXT, REMOTE, TIP, Repository, ask_project
from newsgen.deploy.journal import known_state
from newsgen.deploy.plan import Plan, make_plan
from newsgen.deploy.programs import current_environment
from newsgen.deploy.site import BuiltSite
from newsgen.deploy.target import Place, Sent, Settings
from newsgen.deploy.transfer import not_ours
from newsgen.errors import OutputError
from newsgen.filesystem import folders_of, sha256
from newsgen.model.receipt import RECEIPT
from newsgen.text.credentials import hide_credentials

NO_JEKYLL, DOMAIN = ".nojekyll", "CNAME"
"""Files for GitHub: publish the site as it is, and at which domain."""
_BRANCH = re.compile(r"(?!-|/|.*(?:\.\.|@\{|//|\.lock(?:/|\Z)|[/.]\Z))[^\x00-\x20~^:?*\[\\\x7f]+")
_HOST = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")
_COMMITTER = "newsgen <newsgen@localhost>"
_FIRST_DATE = 946_684_800
"""The date of a first commit if nothing else gives one: the year 2000. A clock would make two equal deploys differ."""
_FILE = "100644"
_Tree = Mapping[str, tuple[str, str]]


def read_settings(settings: Settings, place: Place) -> "GitBranch":
    """Return the target that *settings* describe; all have defaults: the branch gh-pages of the remote origin."""
    branch = settings.text("branch") or "gh-pages"
    if not _BRANCH.fullmatch(branch):
        settings.fail("branch", f"branch {branch!r} is not the name of a branch", "write it like branch: gh-pages")
    domain = settings.text("domain")
    try:
        ascii_domain = domain.lower().encode("idna").decode() if domain else None
    except UnicodeError:
        ascii_domain = ""
    if ascii_domain is not None and not _HOST.fullmatch(ascii_domain):
        settings.fail("domain", f"domain {domain!r} is not the name of a host", "write it like archive.example.org")
    remote = settings.text("remote") or "origin"
    if remote.startswith("-"):
        settings.fail("remote", f"remote {remote!r} begins with a hyphen", "write it like remote: origin")
    return GitBranch(place, remote, branch, ascii_domain, keeps_history=settings.flag("history", default=True))


class GitBranch:
    """A branch whose tree is the site, beside files that others have put there."""

    def __init__(self, place: Place, remote: str, branch: str, domain: str | None, *, keeps_history: bool) -> None:
        """Prepare to publish to *branch* of *remote*, a URL or the name of a remote of the project's repository."""
        self._place, self._remote, self._branch, self._keeps_history = place, remote, branch, keeps_history
        self._extras = {NO_JEKYLL: b""} | ({DOMAIN: f"{domain}\n".encode()} if domain else {})

    @cached_property
    def _url(self) -> str:
        if "/" in self._remote or ":" in self._remote:
            is_path = not re.match(r"[^/]*:", self._remote)
            return os.path.normpath(self._place.root / self._remote) if is_path else self._remote
        url = ask_project(self._place.root, "remote", "get-url", "--push", self._remote)
        if url is None:
            remedy = "write the URL of the repository as remote: in content/site.yml"
            raise OutputError("", f"the project is not in a git repository with the remote {self._remote}", remedy)
        is_path = "/" in url and not re.match(r"[^/]*:|/", url)
        top = ask_project(self._place.root, "rev-parse", "--show-toplevel") if is_path else None
        return str(Path(top) / url) if top else url

    @cached_property
    def where(self) -> str:
        """The repository without credentials, and the branch."""
        return f"{hide_credentials(self._url)}#{self._branch}"

    @cached_property
    def _repository(self) -> Repository:
        return Repository(self._place.work.with_suffix(".git"), self._url, self._place.root, self.where)

    def compare(self, site: BuiltSite, *, overwrite: bool) -> Plan:
        """Return what a commit of *site* changes in the branch."""
        self._repository.prepare()
        tip = self._repository.tip_of(self._branch)
        tree = self._fetched_tree(tip) if tip else {}
        receipt = self._content(tree, RECEIPT)
        if tree.keys() - {NO_JEKYLL, DOMAIN} and receipt is None and not overwrite:
            remedy = "name another branch, or deploy with --overwrite to publish the site beside the files there"
            raise OutputError(self.where, "the branch is not a site of newsgen, and has other files", remedy)
        state = known_state(self.where, receipt, None, overwrite=overwrite)
        ours = {path for path in state.files if path in tree}
        same = {path for path in site.files if tree.get(path) == (_FILE, _blob_id(site.read(path)))}
        others = sorted((tree.keys() & site.files.keys()) - same - ours) + _in_the_way(site, tree.keys() - ours)
        if others and not overwrite:
            raise not_ours(self.where, others)
        files = dict.fromkeys(ours) | {path: site.files[path] for path in same}
        extras = [path for path, data in self._extras.items() if tree.get(path) != (_FILE, _blob_id(data))]
        plan = make_plan(site, replace(state, files=files, revision=tip))
        return replace(plan, extras=tuple(extras))

    def publish(self, site: BuiltSite, plan: Plan, sent: Sent) -> None:
        """Commit what *plan* says, and push it if the branch is still what it was."""
        repository, tip = self._repository, plan.state.revision
        date = self._date(tip)
        stream = self._stream(site, plan, date, sent)
        repository.git("fast-import", "--quiet", "--done", "--force", feed=stream)
        commit = repository.git("rev-parse", "--verify", NEXT).output.decode().strip()
        if tip and not self._keeps_history:
            commit = self._without_parents(commit, date)
        lease = f"--force-with-lease=refs/heads/{self._branch}:{tip}"
        options = ("--quiet", "--porcelain", "--no-verify", lease)
        pushed = repository.git("push", *options, REMOTE, f"{commit}:refs/heads/{self._branch}", check=False)
        if pushed.code and b"stale info" in pushed.output:
            raise OutputError(self.where, "somebody else has changed the branch meanwhile", "run the same deploy again")
        if pushed.code:
            raise repository.failed("push", pushed)
        repository.git("update-ref", TIP, commit)
        repository.git("gc", "--auto", "--quiet", check=False)

    def _fetched_tree(self, tip: str) -> _Tree:
        """Return the files of the commit *tip*; a repository of our own that cannot show them is made again."""
        for _ in range(2):
            if not self._repository.has(tip):
                self._repository.fetch(self._branch)
            tree = self._repository.tree(tip)
            if tree is not None:
                return tree
            self._repository.forget()
            self._repository.prepare()
        raise OutputError(self.where, f"the commit {tip} cannot be read", "run the same deploy again")

    def _content(self, tree: _Tree, path: str) -> bytes | None:
        return self._repository.git("cat-file", "blob", tree[path][1]).output if path in tree else None

    def _date(self, tip: str) -> int:
        """Return the date of SOURCE_DATE_EPOCH or of the project's last commit, but none before that of *tip*."""
        epoch = current_environment().get("SOURCE_DATE_EPOCH", "")
        last = epoch if epoch.isdecimal() else ask_project(self._place.root, "show", "-s", "--format=%ct", "HEAD")
        former = self._repository.date_of(tip) if tip else 0
        return max(int(last) if last else _FIRST_DATE, former)

    def _stream(self, site: BuiltSite, plan: Plan, date: int, sent: Sent) -> Iterator[bytes]:
        """Yield the commands of `git fast-import` that make the commit."""
        message = f"Publish the site\n\nReceipt: {sha256(site.receipt_data)}\n".encode()
        yield f"commit {NEXT}\ncommitter {_COMMITTER} {date} +0000\ndata {len(message)}\n".encode() + message
        if plan.state.revision:
            yield f"from {plan.state.revision}\n".encode()
        for path in plan.removed:
            yield f"D {_quoted(path)}\n".encode(errors="surrogateescape")
            sent(path)
        for path in plan.sent:
            yield _file(path, site.read(path))
            sent(path)
        for path in plan.extras:
            yield _file(path, self._extras[path])
        if plan.sends_receipt:
            yield _file(RECEIPT, site.receipt_data)
        yield b"done\n"

    def _without_parents(self, commit: str, date: int) -> str:
        """Return a commit of the same files that has no history."""
        name, _, address = _COMMITTER.partition(" ")
        address, when = address.strip("<>"), f"{date} +0000"
        author = {"GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": address, "GIT_AUTHOR_DATE": when}
        committer = {"GIT_COMMITTER_NAME": name, "GIT_COMMITTER_EMAIL": address, "GIT_COMMITTER_DATE": when}
        message = self._repository.git("show", "--no-patch", "--format=%B", commit).output
        made = self._repository.git("commit-tree", f"{commit}^{{tree}}", feed=[message], more=author | committer)
        return made.output.decode().strip()


def _blob_id(data: bytes) -> str:
    """Return the name that git gives to a file with this *data*."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def _in_the_way(site: BuiltSite, others: set[str]) -> list[str]:
    """Return those files of *others* where the site needs a folder, or that are in a folder where it needs a file."""
    found = {path for path in others if any(folder in site.files for folder in folders_of(path))}
    needed = {folder for path in site.files for folder in folders_of(path)}
    return sorted(found | (others & needed))


def _quoted(path: str) -> str:
    escaped = path.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _file(path: str, data: bytes) -> bytes:
    head = f"M {_FILE} inline {_quoted(path)}\ndata {len(data)}\n".encode(errors="surrogateescape")
    return head + data + b"\n"
