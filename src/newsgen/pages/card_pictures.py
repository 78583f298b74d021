"""Give the cards of articles their pictures."""

from dataclasses import replace

from newsgen.archive.assemble import Archive
from newsgen.model.article_meta import ArticleMeta, Card, CardPicture, card_fingerprint
from newsgen.pages.media import Media, picture_of


def with_pictures(archive: Archive, media: Media) -> Archive:
    """Return *archive* with the pictures of its cards that are files in *media*."""
    if not any(meta.image for meta in archive.metas.values()):
        return archive
    cards = tuple(card._replace(picture=_picture(archive.metas[card.id], media)) for card in archive.cards)
    by_id: dict[str, Card] = {card.id: card for card in cards}
    prints = {card.id: card_fingerprint(card) for card in cards}
    return replace(archive, cards=cards, by_id=by_id, card_prints=prints)


def _picture(meta: ArticleMeta, media: Media) -> CardPicture | None:
    picture = picture_of(meta, media.items)
    file = picture.file if picture else None
    if picture is None or file is None or not file.width or not file.height:
        return None
    return CardPicture(file.url, file.width, file.height, picture.alt)
