"""The profile of an article names its most telling terms, and is the same on every machine."""

import struct
from zlib import crc32

from newsgen.text.profiles.common_stems import IN_A_32ND, IN_A_64TH, IN_AN_EIGHTH
from newsgen.text.profiles.profile import NUMBERS_SIZE, PROFILE_TERMS, SIGNATURE_BITS, SIGNATURE_SIZE, profile_of


def terms(stems):
    """Return the numbers of the terms in the profile of an article with these *stems*."""
    return [number for number in struct.unpack(f"<{PROFILE_TERMS}I", profile_of(stems)[:NUMBERS_SIZE]) if number]


def numbers(*stems):
    """Return the numbers of *stems*."""
    return [crc32(stem.encode()) for stem in stems]


def bits(*articles):
    """Return how many bits are set in the signatures of all these articles."""
    common = -1
    for stems in articles:
        common &= int.from_bytes(profile_of(stems)[NUMBERS_SIZE:], "little")
    return common.bit_count()


def test_the_heaviest_terms_come_first_and_of_equally_heavy_ones_the_first():
    """A word that is in many articles weighs less than a rarer one."""
    common = IN_AN_EIGHTH[0], IN_A_32ND[0], IN_A_64TH[0]
    assert terms(dict.fromkeys([*common, "زلزال", "بركان"], 1)) == numbers("زلزال", "بركان", *reversed(common))
    assert terms({"زلزال": 1, "بركان": 2}) == numbers("بركان", "زلزال")


def test_a_profile_has_few_terms_and_always_the_same_size():
    """Long articles and empty ones take the same place."""
    many = {f"كلمة{n}": 1 for n in range(PROFILE_TERMS + 5)}
    assert terms(many) == numbers(*list(many)[:PROFILE_TERMS])
    assert profile_of({}) == bytes(NUMBERS_SIZE + SIGNATURE_SIZE)
    assert len(profile_of(many)) == len(profile_of({}))


def test_a_signature_has_bits_for_each_term_by_its_weight():
    """So two signatures share the more bits, the heavier the terms are that the articles share."""
    assert bits({"زلزال": 1}) == SIGNATURE_BITS
    assert bits({"زلزال": 3, "بركان": 1}, {"زلزال": 3, "مطر": 1}) >= 24
    assert bits({"زلزال": 1, "بركان": 3}, {"زلزال": 1, "مطر": 3}) == 8


def test_no_stem_is_listed_as_common_twice():
    """Else its weight would depend on the order of the lists."""
    stems = [*IN_AN_EIGHTH, *IN_A_32ND, *IN_A_64TH]
    assert len(set(stems)) == len(stems)
