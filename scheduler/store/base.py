"""The one metadata of the scheduler's tables, with names for every constraint so that a violation can be told apart.

Each idea declares its tables in its `tables.py` on `Base`; `auth` has its own metadata. Alembic takes both.
"""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import DateTime, MetaData, Text, Uuid
from sqlalchemy.orm import DeclarativeBase

from auth.tables import NAMING


class Base(DeclarativeBase):
    """Declarative base: `datetime` is timestamptz, `UUID` is uuid, `str` is text."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: DateTime(timezone=True), UUID: Uuid(), str: Text()}


metadata = Base.metadata
