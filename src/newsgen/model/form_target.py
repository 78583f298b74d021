"""Where a site sends the comments of its readers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FormTarget:
    """The destination of comments: nowhere, an https address, or an e-mail address."""

    preset: str = "none"
    """The service that receives them; `none` if the site takes no comments."""
    endpoint: str | None = None
    """None for Netlify, which receives what is sent to the site itself."""
    key: str | None = None
    """What Web3Forms knows the site by; it is public."""

    @property
    def is_open(self) -> bool:
        """Whether the configuration says where comments are sent."""
        return self.preset != "none"


NO_FORM = FormTarget()
"""The site takes no comments."""
