from hypothesis import given
from hypothesis import strategies as st

from newsgen.pages.lists.pagination import paginate

lengths, sizes = st.integers(0, 60), st.integers(1, 9)


def test_the_first_page_is_the_longest_and_numbers_count_from_the_oldest():
    """With three a page, the five newest of eleven articles are on the first page, then come pages 2 and 1."""
    pages = list(paginate("tags/x/", range(11, 0, -1), 3))
    assert [(page.url, page.number, page.items) for page in pages] == [
        ("tags/x/", None, (11, 10, 9, 8, 7)),
        ("tags/x/page/2/", 2, (6, 5, 4)),
        ("tags/x/page/1/", 1, (3, 2, 1)),
    ]
    assert [page.pages for page in pages] == [3, None, None]
    assert [(page.newer, page.older) for page in pages] == [
        (None, "tags/x/page/2/"),
        ("tags/x/", "tags/x/page/1/"),
        ("tags/x/page/2/", None),
    ]


def test_an_empty_list_has_one_page():
    """The first page of a list always exists."""
    (page,) = paginate("", [], 20)
    assert (page.items, page.newer, page.older) == ((), None, None)


@given(lengths, sizes)
def test_every_item_is_on_one_page(length, size):
    """The pages together are the whole list in its order; only a short list has a short first page."""
    pages = list(paginate("", range(length), size))
    assert [item for page in pages for item in page.items] == list(range(length))
    assert all(len(page.items) == size for page in pages[1:])
    assert len(pages[0].items) in range(size, 2 * size) or length < size


@given(lengths, sizes)
def test_a_new_item_leaves_the_numbered_pages_unchanged(length, size):
    """One more changes the first page; only if it makes a new page does the newest numbered page get a newer link."""
    before = {page.number: page for page in paginate("", range(length, 0, -1), size)}
    after = {page.number: page for page in paginate("", range(length + 1, 0, -1), size)}
    changed = [number for number in before if number and after[number] != before[number]]
    assert len(changed) <= 1
    assert not changed or len(after) == len(before) + 1
    assert all(after[number].items == page.items for number, page in before.items() if number)


@given(lengths, sizes)
def test_links_lead_from_page_to_page_and_back(length, size):
    """The links `older` and `newer` are each other's inverse, and together reach every page."""
    pages = list(paginate("x/", range(length), size))
    assert [page.older for page in pages[:-1]] == [page.url for page in pages[1:]]
    assert [page.newer for page in pages[1:]] == [page.url for page in pages[:-1]]
    assert pages[0].newer is pages[-1].older is None


@given(lengths, sizes)
def test_a_pager_names_the_pages_around(length, size):
    """It has the next newer page, itself, two older ones and the oldest; each of them exists."""
    pages = {page.number: page for page in paginate("x/", range(length), size)}
    for number, page in pages.items():
        links = page.numbered
        assert all(pages[link.number].url == link.url for link in links)
        assert [link.number for link in links] == sorted({link.number for link in links}, reverse=True)
        assert number is None or number in {link.number for link in links}
        assert len(pages) == 1 or links[-1].number == 1


def test_a_pager_says_where_it_leaves_pages_out():
    """Nine numbered pages, seen from the first page and from the sixth."""
    pages = list(paginate("x/", range(20), 2))
    assert [(link.number, link.is_far) for link in pages[0].numbered] == [(9, False), (8, False), (7, False), (1, True)]
    sixth = [(7, False), (6, False), (5, False), (4, False), (1, True)]
    assert [(link.number, link.is_far) for link in pages[4].numbered] == sixth
    assert [link.number for link in pages[-1].numbered] == [2, 1]
