import pytest

from newsgen.loaders.webpage.web_archives import original_of, replay_of

PAGE = "https://marfa.example/news.php?id=1&url=https://b.example"


@pytest.mark.parametrize(
    "replay",
    [
        f"https://web.archive.org/web/20210315102030/{PAGE}",
        f"https://web.archive.org/web/20210315102030id_/{PAGE}",
        f"https://arquivo.pt/noFrame/replay/20210315102030/{PAGE}",
        f"https://archive.ph/2021.03.15-102030/{PAGE}",
        f"http://archive.today/20210315102030/{PAGE}",
    ],
)
def test_the_address_in_an_archive_tells_the_page_and_the_time(replay):
    """Whichever archive it is."""
    assert (replay_of(replay).url, replay_of(replay).time) == (PAGE, "20210315102030")


@pytest.mark.parametrize(
    "address",
    [
        f"https://web.archive.org/web/20210315102030im_/{PAGE}",
        f"//web.archive.org/web/20210315102030/{PAGE}",
        f"/web/20210315102030cs_/{PAGE}",
        f"/web/2021/{PAGE}",
        f"https://archive.ph/o/AbC12/{PAGE}",
        "https://web.archive.org/web/20210315102030/https:/marfa.example/news.php?id=1&url=https://b.example",
    ],
)
def test_rewritten_addresses_become_the_original_ones(address):
    """Archives rewrite those of pictures and of links, also relatively."""
    assert original_of(address) == PAGE


@pytest.mark.parametrize("address", [PAGE, "/docs/plan.html", "#top", "https://a.example/2021/http-news", ""])
def test_other_addresses_stay(address):
    """An address within an address is no archive."""
    assert original_of(address) == address
    assert replay_of(address) is None
