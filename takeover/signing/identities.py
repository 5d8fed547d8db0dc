"""Whether an identity may sign at a moment: asked before anything is signed, in a PDF or beside it. Pure."""

from __future__ import annotations

import datetime as dt

from takeover.errors import BadInput
from takeover.signing.model import Identity


def refuse_unfit(identity: Identity, at: dt.datetime) -> None:
    """Refuse a certificate that could not carry a signature of this time (aware).

    Raises:
        BadInput: it ran out (SG103), is not valid yet (SG104), or is not made for signing documents (SG105).
    """
    if at > identity.valid_until:
        raise BadInput("SG103", name=identity.common_name, valid_until=identity.valid_until.date())
    if at < identity.valid_from:
        raise BadInput("SG104", name=identity.common_name, valid_from=identity.valid_from.date(), now=at.date())
    if not identity.may_sign:
        raise BadInput("SG105", name=identity.common_name)
