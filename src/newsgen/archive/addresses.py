"""Assign every article its URL."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter

from newsgen.archive.address_book import ADDRESS_BOOK, AddressRegistry, BookLine, is_valid_id
from newsgen.archive.renames import match_former_ids, match_renamed
from newsgen.errors import NewsgenError, SourceError
from newsgen.model.article import StandalonePage
from newsgen.model.article_meta import ArticleMeta
from newsgen.model.config import SITE_FILE
from newsgen.model.permalinks import Permalink
from newsgen.model.short_addresses import short_url
from newsgen.model.urls import page_url, place_key

_MAX_NAMED = 5
"""The most lines without a source that are named in warnings; further lines are only counted."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """The address of every article and page, and the errors of those that could not get theirs."""

    urls: Mapping[str, str]
    """The address of each article by its id; an article in error has none."""
    redirects: Mapping[str, str]
    """From each alias and older address to the present one of the article or page; sorted."""
    pages: tuple[StandalonePage, ...]
    """The pages whose addresses and aliases are free."""
    book: Mapping[str, BookLine]
    """The address book to be written."""
    new: int
    """The number of lines that are new or changed."""
    warnings: tuple[str, ...]
    errors: tuple[NewsgenError, ...]


def assign(  # noqa: PLR0913 - most sites that are tested have no short addresses
    articles: Iterable[ArticleMeta],
    pages: Iterable[StandalonePage],
    book: Mapping[str, BookLine],
    permalink: str,
    known_ids: Collection[str],
    *,
    short: bool = False,
) -> Addresses:
    """Assign an address to each of *articles*, independently of their order; *known_ids* are those of all sources.

    An article keeps its line of *book*. A line whose source was renamed goes to the renamed article, and any
    other line without a source stays. A slug, an alias or a page's name that an editor wrote is assigned or
    rejected with an error; an address derived from a headline gets a digest if it is taken. If *short*, each
    article has its short address too, which nothing else may have, and keeps the one of an id that it had before.
    """
    ordered = sorted(articles, key=attrgetter("id", "source"))
    known = {*known_ids, *(article.id for article in ordered)}
    assigner = _Assigner(Permalink(permalink), dict(book), short=short)
    assigner.accept_articles(ordered)
    assigner.transfer_lines(known)
    assigner.collect_requests()
    assigner.reserve_book()
    assigner.reserve_short_addresses()
    valid_pages = tuple(assigner.reserve_pages(pages))
    assigner.assign_chosen_slugs()
    assigner.assign_aliases()
    valid_pages = tuple(assigner.assign_page_aliases(valid_pages))
    assigner.assign_derived_slugs()
    assigner.update_book()
    before = map(book.get, assigner.book)
    changed = sum(line is not old and line != old for line, old in zip(assigner.book.values(), before, strict=True))
    vanished = sorted(assigner.book.keys() - known)
    return Addresses(
        urls=assigner.urls,
        redirects=assigner.redirects(),
        pages=valid_pages,
        book=assigner.book,
        new=changed,
        warnings=tuple(_vanished_warnings(vanished, assigner.book)),
        errors=tuple(assigner.errors),
    )


@dataclass(slots=True)
class _Assigner:
    """Assigns addresses in order of precedence: the book's, then those that editors wrote, then derived ones."""

    permalink: Permalink
    book: dict[str, BookLine]
    short: bool = False
    """Whether the site publishes short addresses."""
    registry: AddressRegistry = field(default_factory=AddressRegistry)
    articles: dict[str, ArticleMeta] = field(default_factory=dict)
    """The articles that can have an address, by id; sorted."""
    requested: dict[str, str] = field(default_factory=dict)
    """The address that each new article, and each with another slug than before, asks for, by id."""
    claimants: dict[str, list[ArticleMeta]] = field(default_factory=lambda: defaultdict(list))
    """The articles that ask for one address, by its `place_key`."""
    urls: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    page_aliases: dict[str, str] = field(default_factory=dict)
    """The address of the standalone page by each of its aliases."""
    rejected: set[str] = field(default_factory=set)
    """Ids of the articles in error."""
    errors: list[NewsgenError] = field(default_factory=list)

    def accept_articles(self, articles: Sequence[ArticleMeta]) -> None:
        """Accept the articles whose ids are unique and valid in the address book, and reject the rest."""
        self.articles = {article.id: article for article in articles}
        if len(self.articles) == len(articles) and all(map(is_valid_id, self.articles)):
            return
        self.articles.clear()
        groups: dict[str, list[ArticleMeta]] = defaultdict(list)
        for article in articles:
            groups[article.id].append(article)
        for key, same_id in groups.items():
            if not is_valid_id(key):
                found = f"has a control character in its id {key!r}"
                self._reject(same_id[0], found, "rename the file, or write another `id:`")
            for article in same_id[1:]:
                found = f"has the same id {key!r} as {same_id[0].source}"
                self._reject(article, found, "give one of them another `id:` or file name")
            if key not in self.rejected:
                self.articles[key] = same_id[0]

    def transfer_lines(self, known: Collection[str]) -> None:
        """Move the lines of ids without a source to the articles that replaced them, one line for each article."""
        for key, former in match_former_ids(self.book.keys() - known, self.articles.values()).items():
            lines = [self.book.pop(one) for one in (*([key] if key in self.book else []), *former)]
            addresses = [address for line in lines for address in (line.address, *line.older)]
            self.book[key] = BookLine(addresses[0], (*addresses[1:], *self._short_addresses(former)))
        vanished = {key: line for key, line in self.book.items() if key not in known}
        new = [article for key, article in self.articles.items() if key not in self.book]
        for key, article in match_renamed(vanished, new, self.permalink).items():
            line = self.book.pop(key)
            self.book[article.id] = replace(line, older=(*line.older, *self._short_addresses([key])))

    def _short_addresses(self, former: Iterable[str]) -> list[str]:
        """Return the short addresses that an article had under *former* ids; they have been published and cited."""
        return [short_url(key) for key in former] if self.short else []

    def collect_requests(self) -> None:
        """Collect the addresses of the articles that are not in the book or have another slug there."""
        for key, article in self.articles.items():
            line = self.book.get(key)
            if line is None or self.permalink.slug_differs(line.address, article):
                self.requested[key] = self.permalink.url(article)
                self.claimants[place_key(self.requested[key])].append(article)

    def reserve_book(self) -> None:
        """Reserve every address of the book for the article of its line, even if it is not published now."""
        for key, line in self.book.items():
            article = self.articles.get(key)
            owner = article.source if article else f"{key!r} in {ADDRESS_BOOK}"
            self.registry.claim(line.address, owner, article=True)
            for address in line.older:
                self.registry.claim(address, owner)
            if article:
                self.urls[key] = line.address

    def reserve_short_addresses(self) -> None:
        """Reserve the short address of each article, before anything new can take it."""
        for key, article in self.articles.items() if self.short else ():
            address = short_url(key)
            owner = self.registry.claim(address, article.source)
            if owner:
                remedy = f"write another `id:` in one of them, or `short_addresses: no` in {SITE_FILE}"
                self._reject(article, f"has the short address /{address}, which is taken by {owner}", remedy)

    def reserve_pages(self, pages: Iterable[StandalonePage]) -> Iterator[StandalonePage]:
        """Reserve the addresses of the standalone *pages*, and yield the pages whose addresses are free."""
        for page in pages:
            owner = self.registry.claim(page_url(page.name), page.source) if page.name else None
            if page.name and not owner:
                yield page
                continue
            taken = f"has the address /{page.name}/, which is taken by {owner}"
            found = taken if owner else "has a name without a letter or digit"
            is_own = page.source == SITE_FILE  # a page to which the comment form leads
            remedy = "write another `slug:` there" if is_own else "rename the file, or write another `slug:`"
            self.errors.append(SourceError(page.source, found, remedy))

    def assign_chosen_slugs(self) -> None:
        """Assign the addresses with chosen slugs; if two articles ask for one of them, neither gets it."""
        for claiming in self.claimants.values():
            chosen = [article for article in claiming if self.permalink.uses_chosen_slug(article)]
            for article in chosen[1:]:
                found = f"has the same slug {article.slug!r} as {chosen[0].source}"
                self._reject(article, found, "write another `slug:` in one of them")
            for article in chosen[:1]:  # reserved even if no article gets it, so that no derived address takes it
                self._assign(article, self.requested[article.id], "write another `slug:`")
            if len(chosen) > 1:
                self.rejected.add(chosen[0].id)

    def assign_aliases(self) -> None:
        """Assign the aliases of articles, which become redirects."""
        for article in self.articles.values():
            for alias in article.aliases:
                owner = self.registry.claim(alias, article.source)
                if owner:
                    self.rejected.add(article.id)
                    self.errors.append(_taken_alias(article.source, alias, owner))
                else:
                    self.aliases[article.id].append(alias)

    def assign_page_aliases(self, pages: Iterable[StandalonePage]) -> Iterator[StandalonePage]:
        """Assign the aliases of *pages*, and yield the pages whose aliases are all free."""
        for page in pages:
            url = page_url(page.name)
            owners = {alias: self.registry.claim(alias, page.source) for alias in page.aliases}
            wrong = [_taken_alias(page.source, alias, owner) for alias, owner in owners.items() if owner]
            self.errors += wrong
            if not wrong:
                self.page_aliases |= {alias: url for alias in page.aliases if place_key(alias) != place_key(url)}
                yield page

    def assign_derived_slugs(self) -> None:
        """Assign the addresses derived from headlines, with a digest if two are the same or one is taken."""
        conflicting = []
        for claiming in self.claimants.values():
            for article in claiming:
                if self.permalink.uses_chosen_slug(article):
                    continue
                address = self.requested[article.id]
                if len(claiming) > 1 or self.registry.claim(address, article.source, article=True):
                    conflicting.append(article)
                else:
                    self.urls[article.id] = address
        for article in conflicting:
            self._assign(article, self.permalink.url(article, unique=True), "write a `slug:` in one of them")

    def update_book(self) -> None:
        """Write the address of each valid article into the book, with its former address among the older ones."""
        self.urls = {key: self.urls[key] for key in sorted(self.urls) if key not in self.rejected}
        for key, url in self.urls.items():
            line = self.book.get(key)
            if line is None:
                self.book[key] = BookLine(url)
            elif line.address != url:
                place = place_key(url)
                older = (address for address in line.older if place_key(address) != place)
                self.book[key] = BookLine(url, (line.address, *older))
        self.book = {key: self.book[key] for key in sorted(self.book)}

    def redirects(self) -> dict[str, str]:
        """Return the target of each older address and alias, without those at the article's own address."""
        targets = dict(self.page_aliases)
        for key, url in self.urls.items():
            older, aliases = self.book[key].older, self.aliases.get(key)
            if older or aliases:
                own = {place_key(url), *map(place_key, self._short_addresses([key]))}
                sources = (*older, *(aliases or ()))
                targets |= {address: url for address in sources if place_key(address) not in own}
        return dict(sorted(targets.items()))

    def _assign(self, article: ArticleMeta, address: str, remedy: str) -> None:
        owner = self.registry.claim(address, article.source, article=True)
        if owner:
            self._reject(article, f"has the address /{address}, which is taken by {owner}", remedy)
        else:
            self.urls[article.id] = address

    def _reject(self, article: ArticleMeta, found: str, remedy: str) -> None:
        self.rejected.add(article.id)
        self.errors.append(SourceError(article.source, found, remedy))


def _taken_alias(source: str, alias: str, owner: str) -> SourceError:
    found = f"has the alias /{alias}, which is taken by {owner}"
    return SourceError(source, found, "delete the alias, or the other address")


def _vanished_warnings(vanished: list[str], book: Mapping[str, BookLine]) -> Iterator[str]:
    """Yield a warning for each of the first *vanished* ids, which have no source, and one that counts the rest."""
    for key in vanished[:_MAX_NAMED]:
        found = f"the source of {key} is gone and its address /{book[key].address} stays reserved"
        yield f"{ADDRESS_BOOK}: {found}; delete the line to release it"
    if len(vanished) > _MAX_NAMED:
        found = f"the sources of {len(vanished) - _MAX_NAMED} more ids are gone and their addresses stay reserved"
        yield f"{ADDRESS_BOOK}: {found}; delete their lines to release them"
