"""Assign every article its URL."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from newsgen.archive.address_book import ADDRESS_BOOK, AddressRegistry, BookLine, is_fit
from newsgen.archive.renames import match_former_ids, match_renamed
from newsgen.errors import NewsgenError, SourceError
from newsgen.model.article import StandalonePage
from newsgen.model.article_meta import ArticleMeta
from newsgen.model.permalinks import Permalink
from newsgen.model.urls import page_url, same_place

_NAMED = 5
"""How many lines without a source are named; the others are counted."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where everything is, and what stands in the way."""

    urls: Mapping[str, str]
    """The address of each article by its id; an article in error has none."""
    redirects: Mapping[str, str]
    """From each alias and older address to the present one of the article or page; sorted."""
    pages: tuple[StandalonePage, ...]
    """Those whose names are free."""
    book: Mapping[str, BookLine]
    """The address book as it is to be written."""
    new: int
    """How many of its lines are new or changed."""
    warnings: tuple[str, ...]
    errors: tuple[NewsgenError, ...]


def assign(
    articles: Iterable[ArticleMeta],
    pages: Iterable[StandalonePage],
    book: Mapping[str, BookLine],
    permalink: str,
    known_ids: Collection[str],
) -> Addresses:
    """Give each of *articles* its address, whatever their order; *known_ids* are those of all sources.

    An article keeps its line of *book*. A line without a source goes to its heir, else it stays. What
    somebody wrote (a slug, an alias, a page's name) is granted or refused; an address from a headline steps
    aside.
    """
    every = sorted(articles, key=attrgetter("id", "source"))
    known = {*known_ids, *(article.id for article in every)}
    desk = _Assigner(Permalink(permalink), dict(book))
    desk.admit(every)
    desk.pass_lines_on(known)
    desk.gather_wishes()
    desk.hold_lines()
    free = tuple(desk.hold_pages(pages))
    desk.grant_chosen()
    desk.grant_aliases()
    free = tuple(desk.grant_aliases_of(free))
    desk.grant_derived()
    desk.record()
    before = map(book.get, desk.book)
    changed = sum(line is not old and line != old for line, old in zip(desk.book.values(), before, strict=True))
    vanished = sorted(desk.book.keys() - known)
    return Addresses(
        urls=desk.urls,
        redirects=desk.redirects(),
        pages=free,
        book=desk.book,
        new=changed,
        warnings=tuple(_reserved(vanished, desk.book)),
        errors=tuple(desk.errors),
    )


@dataclass(slots=True)
class _Assigner:
    """Where addresses are given out: first those of the book, then what was written, then the rest."""

    permalink: Permalink
    book: dict[str, BookLine]
    places: AddressRegistry = field(default_factory=AddressRegistry)
    articles: dict[str, ArticleMeta] = field(default_factory=dict)
    """Those that may have an address, by id; sorted."""
    wanted: dict[str, str] = field(default_factory=dict)
    """What those want that are new, or leave their address, by id."""
    wishes: dict[str, list[ArticleMeta]] = field(default_factory=lambda: defaultdict(list))
    """Who wants a place."""
    urls: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    page_aliases: dict[str, str] = field(default_factory=dict)
    """Where those of written pages lead."""
    refused: set[str] = field(default_factory=set)
    errors: list[NewsgenError] = field(default_factory=list)

    def admit(self, articles: Sequence[ArticleMeta]) -> None:
        """Take in the articles whose ids are theirs alone and fit for the address book."""
        self.articles = {article.id: article for article in articles}
        if len(self.articles) < len(articles) or not all(map(is_fit, self.articles)):
            self._admit_some(articles)

    def _admit_some(self, articles: Iterable[ArticleMeta]) -> None:
        """Take in those of *articles* that can be taken in, and refuse the others."""
        self.articles = {}
        groups: dict[str, list[ArticleMeta]] = defaultdict(list)
        for article in articles:
            groups[article.id].append(article)
        for key, same in groups.items():
            if not is_fit(key):
                found = f"has a control character in its id {key!r}"
                self._refuse(same[0], found, "rename the file, or write another `id:`")
            for article in same[1:]:
                found = f"has the id {key!r} of {same[0].source}"
                self._refuse(article, found, "give one of them another `id:` or file name")
            if key not in self.refused:
                self.articles[key] = same[0]

    def pass_lines_on(self, known: Collection[str]) -> None:
        """Give the line of a vanished id to the article that takes it over; of several lines the others redirect."""
        for key, former in match_former_ids(self.book.keys() - known, self.articles.values()).items():
            lines = [self.book.pop(one) for one in (*([key] if key in self.book else []), *former)]
            addresses = [address for line in lines for address in (line.address, *line.older)]
            self.book[key] = BookLine(addresses[0], tuple(addresses[1:]))
        vanished = {key: line for key, line in self.book.items() if key not in known}
        new = [article for key, article in self.articles.items() if key not in self.book]
        for key, heir in match_renamed(vanished, new, self.permalink).items():
            self.book[heir.id] = self.book.pop(key)

    def gather_wishes(self) -> None:
        """Find what each article wants that is not in the book, or has another slug there."""
        for key, article in self.articles.items():
            line = self.book.get(key)
            if line is None or self.permalink.slug_differs(line.address, article):
                self.wanted[key] = self.permalink.url(article)
                self.wishes[same_place(self.wanted[key])].append(article)

    def hold_lines(self) -> None:
        """Keep every address of the book for the article on its line, be it published now or not."""
        for key, line in self.book.items():
            article = self.articles.get(key)
            owner = article.source if article else f"{key!r} in {ADDRESS_BOOK}"
            self.places.claim(line.address, owner, article=True)
            for address in line.older:
                self.places.claim(address, owner)
            if article:
                self.urls[key] = line.address

    def hold_pages(self, pages: Iterable[StandalonePage]) -> Iterator[StandalonePage]:
        """Yield the pages whose names are free."""
        for page in pages:
            owner = self.places.claim(page_url(page.name), page.source) if page.name else None
            if page.name and not owner:
                yield page
                continue
            found = f"has the address /{page.name}/ of {owner}" if owner else "has a name without a letter"
            self.errors.append(SourceError(page.source, found, "rename the file, or write another `slug:`"))

    def grant_chosen(self) -> None:
        """Give out the addresses that editors chose; where two chose one, neither gets it."""
        for wishing in self.wishes.values():
            chosen = [article for article in wishing if self.permalink.uses_chosen_slug(article)]
            for article in chosen[1:]:
                found = f"has the slug {article.slug!r} of {chosen[0].source}"
                self._refuse(article, found, "write another `slug:` in one of them")
            for article in chosen[:1]:  # the place is held even where nobody gets it: no headline may slip in
                self._grant(article, self.wanted[article.id], "write another `slug:`")
            if len(chosen) > 1:
                self.refused.add(chosen[0].id)

    def grant_aliases(self) -> None:
        """Give out the aliases, to be redirects."""
        for article in self.articles.values():
            for alias in article.aliases:
                owner = self.places.claim(alias, article.source)
                if owner:
                    self.refused.add(article.id)
                    self.errors.append(_taken_alias(article.source, alias, owner))
                else:
                    self.aliases[article.id].append(alias)

    def grant_aliases_of(self, pages: Iterable[StandalonePage]) -> Iterator[StandalonePage]:
        """Give out the aliases of *pages*; yield those that got all of theirs."""
        for page in pages:
            url = page_url(page.name)
            owners = {alias: self.places.claim(alias, page.source) for alias in page.aliases}
            wrong = [_taken_alias(page.source, alias, owner) for alias, owner in owners.items() if owner]
            self.errors += wrong
            if not wrong:
                self.page_aliases |= {alias: url for alias in page.aliases if same_place(alias) != same_place(url)}
                yield page

    def grant_derived(self) -> None:
        """Give out the addresses that come from headlines; twins and latecomers get digits."""
        latecomers = []
        for wishing in self.wishes.values():
            for article in wishing:
                if self.permalink.uses_chosen_slug(article):
                    continue
                address = self.wanted[article.id]
                if len(wishing) > 1 or self.places.claim(address, article.source, article=True):
                    latecomers.append(article)
                else:
                    self.urls[article.id] = address
        for article in latecomers:
            self._grant(article, self.permalink.url(article, unique=True), "write a `slug:` in one of them")

    def record(self) -> None:
        """Write into the book where each article is that was not refused; what it leaves goes to the older."""
        self.urls = {key: self.urls[key] for key in sorted(self.urls) if key not in self.refused}
        for key, url in self.urls.items():
            line = self.book.get(key)
            if line is None:
                self.book[key] = BookLine(url)
            elif line.address != url:
                place = same_place(url)
                others = (address for address in line.older if same_place(address) != place)
                self.book[key] = BookLine(url, (line.address, *others))
        self.book = {key: self.book[key] for key in sorted(self.book)}

    def redirects(self) -> dict[str, str]:
        """Return where each older address and alias leads; one at the article's own address leads nowhere."""
        targets = dict(self.page_aliases)
        for key, url in self.urls.items():
            older, aliases = self.book[key].older, self.aliases.get(key)
            if older or aliases:
                left = (*older, *(aliases or ()))
                targets |= {address: url for address in left if same_place(address) != same_place(url)}
        return dict(sorted(targets.items()))

    def _grant(self, article: ArticleMeta, address: str, remedy: str) -> None:
        owner = self.places.claim(address, article.source, article=True)
        if owner:
            self._refuse(article, f"has the address /{address} of {owner}", remedy)
        else:
            self.urls[article.id] = address

    def _refuse(self, article: ArticleMeta, found: str, remedy: str) -> None:
        self.refused.add(article.id)
        self.errors.append(SourceError(article.source, found, remedy))


def _taken_alias(source: str, alias: str, owner: str) -> SourceError:
    found = f"has the alias /{alias}, and that place is taken by {owner}"
    return SourceError(source, found, "delete the alias, or the other address")


def _reserved(vanished: list[str], book: Mapping[str, BookLine]) -> Iterator[str]:
    """Yield a warning for each of the first lines without a source, and one for all the others."""
    for key in vanished[:_NAMED]:
        stays = f"its address /{book[key].address} stays reserved"
        yield f"{ADDRESS_BOOK}: {key} has no source any more, {stays}; delete the line to free it"
    if len(vanished) > _NAMED:
        more = len(vanished) - _NAMED
        yield f"{ADDRESS_BOOK}: {more} more ids have no source any more, their addresses stay reserved"
