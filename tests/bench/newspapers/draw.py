"""Decide by a seed what stands on a composed page."""

from datetime import timedelta


class Draw:
    """The random choices of one page, always the same for one seed."""

    def __init__(self, news, stock, chance):
        """Begin a page of the article *news*; *stock* has all else, and the random.Random *chance* decides."""
        self.news, self.stock, self.chance = news, stock, chance
        self.moment = stock.moment()

    def likely(self, odds):
        """Return whether something that stands on a share *odds* of pages stands on this one."""
        return self.chance.random() < odds

    def one_of(self, *things):
        """Return one of *things*."""
        return self.chance.choice(things)

    def number(self, least, most):
        """Return a whole number."""
        return self.chance.randint(least, most)

    def later(self):
        """Return a moment of the three days after the article's."""
        return self.moment + timedelta(minutes=self.number(5, 4320))
