"""Compare how newsgen and trafilatura read a web page with what the page was composed of."""

import logging
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape

from newsgen.errors import SourceError
from newsgen.formats.embeds.players import file_kind, player_of
from newsgen.formats.sanitise import plain_blocks, sanitise
from newsgen.loaders.webpage.loader import read_webpage
from newsgen.text.arabic import one_line

_BODY = ("paragraphs", "order", "furniture")
FAULTS = ("headline", "date", "unknown date", "author", *_BODY, "pictures", "strange pictures", "captions", "refused")
WRONG = {"headline", "date", *_BODY}
"""The faults that make a reading wrong, however confident it is."""
_CAPTION = re.compile(r"<figcaption[^>]*>(.*?)</figcaption>", re.DOTALL)
_LINK = re.compile(r'<p><a [^>]*?href="([^"]*)"[^>]*>([^<]*)</a></p>')
"""A paragraph that is a link, as to a film that the page shows."""
_IMAGE = re.compile(r'<img [^>]*?src="([^"]*)"')


@dataclass(slots=True)
class Verdict:
    """What is wrong with the reading of a page."""

    confidence: str = "refused"
    counts: Counter = field(default_factory=Counter)
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def wrong(self):
        """Whether the reading is wrong in something that matters."""
        return bool(WRONG & self.faults.keys())


def judge(page):
    """Read a page and return the verdict on it."""
    gold = page.gold
    verdict = Verdict()
    verdict.counts.update(paragraphs=_wanted(gold).total(), pictures=len(gold.pictures), captions=len(gold.captions))
    verdict.counts["dated"] = gold.is_dated
    try:
        article = read_webpage(page.data, f"{page.layout}.html", url=page.url)
    except SourceError as error:
        verdict.faults = {fault: str(error) for fault in ("refused", "headline", "paragraphs", "author")}
        return verdict
    verdict.confidence = article.confidence
    if article.headline != gold.headline:
        verdict.faults["headline"] = f"read {article.headline!r}, expected {gold.headline!r}"
    if article.authors not in gold.authors:
        verdict.faults["author"] = f"read {article.authors}, expected one of {gold.authors}"
    _judge_date(verdict, article.published, gold)
    _judge_body(verdict, article, gold)
    _judge_pictures(verdict, article, gold)
    return verdict


def judge_peer(page):
    """Return the counts of kept paragraphs and of blocks in what trafilatura alone extracts from a page."""
    blocks = Counter(map(one_line, plain_blocks(sanitise(peer_html(page.data)))))
    right = _wanted(page.gold)
    return {"kept": (right & blocks).total(), **_soundness(blocks, right, page.gold, page.gold.captions)}


def peer_html(data, *, comments=False):
    """Return the text that trafilatura alone extracts from a page, as HTML."""
    from trafilatura import extract  # noqa: PLC0415 - slow to import

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    found = extract(data, output_format="html", include_comments=comments, include_links=True, include_images=True)
    return found or ""


def _wanted(gold):
    return Counter([*gold.paragraphs, *([gold.lead] if gold.lead else [])])


def _soundness(blocks, right, gold, captions):
    """Return how many *blocks* count, and how many of them belong to the text."""
    counted = blocks - Counter({text: blocks[text] for text in (*gold.optional, *captions)})
    return {"blocks": counted.total(), "sound blocks": (counted & right).total()}


def _judge_date(verdict, found, gold):
    """Note a date that is none of the right ones, and one that is unknown although the page tells it."""
    expected = " or ".join(map(str, gold.dates)) or "none"
    if found is None and gold.is_dated:
        verdict.faults["unknown date"] = f"expected {expected}"
    elif found is not None and not any(_same(found, moment) for moment in gold.dates):
        verdict.faults["date"] = f"read {found}, expected {expected}"


def _same(found, moment):
    """Return whether a date is the same to the minute, in its zone if both have one; a day without a time is right."""
    if not isinstance(found, datetime):
        return not isinstance(moment, datetime) and found == moment
    if not isinstance(moment, datetime):
        return False
    if not (found.tzinfo and moment.tzinfo):
        found, moment = found.replace(tzinfo=None), moment.replace(tzinfo=None)
    return abs((found - moment).total_seconds()) < 60


def _judge_body(verdict, article, gold):
    """Compare the paragraphs and their order, and note blocks of the body that are none."""
    shown = [one_line(text) for caption in _CAPTION.findall(article.body_html) for text in plain_blocks(caption)]
    shown += [one_line(words) for url, words in _LINK.findall(article.body_html) if _is_film(unescape(url))]
    blocks = [one_line(text) for text in article.body]
    found, right = Counter(blocks), _wanted(gold)
    lost = right - found
    if gold.lead and lost[gold.lead] and one_line(article.summary or "") == gold.lead:
        del lost[gold.lead]
    added = found - right - Counter(gold.optional) - Counter(shown)
    verdict.counts.update({"kept": right.total() - lost.total(), **_soundness(found, right, gold, shown)})
    if lost:
        verdict.faults["paragraphs"] = f"lost {[text[:60] for text in lost.elements()]}"
    if added:
        verdict.faults["furniture"] = f"in the body: {[text[:60] for text in added.elements()]}"
    if [text for text in blocks if text in gold.paragraphs] != [text for text in gold.paragraphs if text in found]:
        verdict.faults["order"] = "the paragraphs stand in another order, or twice"
    at_the_top = one_line(article.image.caption or "") if article.image else ""
    missing = [caption for caption in gold.captions if not any(caption in text for text in (*shown, at_the_top))]
    verdict.counts["captions kept"] = len(gold.captions) - len(missing)
    if missing:
        verdict.faults["captions"] = f"lost {[text[:60] for text in missing]}"


def _is_film(url):
    player = player_of(url)
    return player is not None and (player.is_exact or file_kind(url) is not None)


def _judge_pictures(verdict, article, gold):
    addresses = [unescape(address) for address in _IMAGE.findall(article.body_html)]
    addresses += [article.image.src] if article.image else []
    kept = sum(any(address in picture for address in addresses) for picture in gold.pictures)
    strange = [address for address in addresses if not any(address in picture for picture in gold.pictures)]
    verdict.counts["pictures kept"] = kept
    if kept < len(gold.pictures):
        verdict.faults["pictures"] = f"kept {kept} of {len(gold.pictures)}, shows {addresses}"
    if strange:
        verdict.faults["strange pictures"] = f"shows {strange}"
