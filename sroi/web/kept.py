"""The drafts of one run of the server, and which are forgotten."""

import secrets

from sroi.web.drafts import Draft

MAX_DRAFTS = 1_000
AWAKE = 20  # drafts whose last answer is kept


class ForgottenError(Exception):
    """The draft is not among those kept: the server was restarted, or it is long ago."""


class FullError(Exception):
    """So many drafts hold changes that no file has."""


class Drafts:
    """The drafts of this run of the server, the oldest unchanged ones forgotten first."""

    def __init__(self) -> None:
        """Start without any."""
        self.by_id: dict[str, Draft] = {}

    def keep(self, draft: Draft) -> str:
        """Keep a draft and return its id."""
        if len(self.by_id) >= MAX_DRAFTS:
            resting = next((i for i, kept in self.by_id.items() if not kept.changed), None)
            if resting is None:
                raise FullError
            del self.by_id[resting]
        ident = secrets.token_urlsafe(9)
        self.by_id[ident] = draft
        return ident

    def found(self, ident: str) -> Draft:
        """Return a draft; ``ForgottenError`` where it is no longer kept."""
        if ident not in self.by_id:
            raise ForgottenError(ident)
        draft = self.by_id.pop(ident)
        for resting in list(self.by_id.values())[: 1 - AWAKE]:
            resting.valid, resting.pictures = None, {}  # thousands of draws each
        self.by_id[ident] = draft
        return draft

    def unsaved(self) -> dict[str, Draft]:
        """Return the drafts with changes that no file holds."""
        return {ident: draft for ident, draft in self.by_id.items() if draft.changed}
