"""The kinds of value that a scheme file holds: strict, so that "8" or true never passes for a number."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, Strict

from auditbeheer.scheme.wording import tied

Words = Annotated[str, Field(min_length=1), AfterValidator(tied)]
Positive = Annotated[int, Strict(), Field(gt=0)]
NotNegative = Annotated[int, Strict(), Field(ge=0)]
Hours = Annotated[Decimal, Field(gt=0)]
Day = Annotated[date, Strict()]
Flag = Annotated[bool, Strict()]
Percentage = Annotated[int, Strict(), Field(ge=0, le=100)]


class Table(BaseModel):
    """A table of the file: unknown keys are refused, and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
