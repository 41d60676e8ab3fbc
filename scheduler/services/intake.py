"""What clients are asked when they book, and whether they answered: pure.

The rule kept here: a booking keeps the words it was asked in.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, Literal

from pydantic import Field, model_validator

from scheduler.http import Strict, invalid

MOST_QUESTIONS: Final = 20
Kind = Literal["line", "text", "choice", "choices", "yes-no"]
Label = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f<>]+$")]
Key = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,40}$", examples=["goal"])]
_MOST_CHARS: Final[Mapping[Kind, int]] = {"line": 200, "text": 4000}
Value = str | bool | list[str]


class Question(Strict):
    """One question. `options` are for `choice` (one of them) and `choices` (any of them)."""

    key: Key
    label: Label
    kind: Kind = "line"
    required: bool = False
    options: list[Label] = Field(default_factory=list, max_length=30)

    @model_validator(mode="after")
    def _options_fit(self) -> "Question":
        if (self.kind in {"choice", "choices"}) != bool(self.options):
            raise ValueError("needs options when it is a choice, and has none otherwise")
        if len(set(self.options)) != len(self.options):
            raise ValueError("has an option twice")
        return self


def check_questions(questions: Sequence[Question]) -> None:
    """Raises 422 when two have one key."""
    keys = [each.key for each in questions]
    for index, key in enumerate(keys):
        if key in keys[:index]:
            raise invalid(f"intake.{index}.key", "is used twice", "Give each question a key of its own.")


def answered(questions: Sequence[Mapping[str, Any]], answers: Mapping[str, Value]) -> list[dict[str, Any]]:
    """The answers as a booking keeps them: `[{"key", "label", "answer"}]` in the questions' order, unanswered ones
    left out. Raises 422 naming `answers.<key>`."""
    known = {each["key"] for each in questions}
    for key in answers:
        if key not in known:
            raise invalid(f"answers.{key[:40]}", "was not asked", "Leave it out.")
    kept = []
    for question in questions:
        value = answers.get(question["key"])
        if value in (None, "", []):
            if question["required"]:
                raise invalid(f"answers.{question['key']}", "is not answered", f"Please answer: {question['label']}")
            continue
        if why := _misfit(question, value):
            raise invalid(f"answers.{question['key']}", *why)
        kept.append({"key": question["key"], "label": question["label"], "answer": value})
    return kept


def _misfit(question: Mapping[str, Any], value: Value | None) -> tuple[str, str] | None:
    """(reason, hint) of an answer that does not fit its question."""
    kind: Kind = question["kind"]
    options = question["options"]
    choose = f"Choose from: {', '.join(options)}."
    if kind == "yes-no":
        return None if isinstance(value, bool) else ("is not true or false", "Send true or false.")
    if kind == "choices":
        if not isinstance(value, list) or len(set(value)) != len(value) or not set(value) <= set(options):
            return "is not a list of the options", choose
        return None
    if not isinstance(value, str):
        return "is not a text", "Send a text."
    if kind == "choice":
        return None if value in options else ("is not one of the options", choose)
    return (
        None if len(value) <= _MOST_CHARS[kind] else (f"has more than {_MOST_CHARS[kind]} characters", "Write less.")
    )
