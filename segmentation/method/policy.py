"""The Red Velvet Rope Policy: red lines, must-haves, criteria and two cut-offs, as a document people can read."""

import math
import tomllib
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, ValidationError, model_validator

from segmentation.intake.headings import refused_family
from segmentation.intake.traits import CATALOGUE, Trait
from segmentation.method.document import write
from segmentation.method.wording import bare_value, figures, name_of, spoken

Op = Literal["<", "<=", ">", ">=", "is", "is not"]
Finite = Annotated[float, Field(allow_inf_nan=False)]
Line = Annotated[Finite, AfterValidator(lambda number: round(number, 6))]
"""A cut-off; scores have six decimals, so a line has no more."""

WHY_REFUSED = {
    "protected": "says who people are; a policy judges what they do",
    "place": "says where people live; place is shown and never judged",
    "ours": "is our own part, which is never held against a client",
}
GENERIC = {
    ">=": "{name} at least {value}",
    ">": "{name} above {value}",
    "<=": "{name} at most {value}",
    "<": "{name} below {value}",
    "is": "{name}: {value}",
    "is not": "{name}: not {value}",
}
PHRASES = {
    "days_late": {
        ">=": "pays {value} late or more",
        ">": "pays more than {value} late",
        "<=": "pays at most {value} late",
        "<": "pays less than {value} late",
    },
    "disputed_share": {">=": "disputes {value} of orders or more", ">": "disputes more than {value} of orders"},
}
"""How a rule on a trait is said where the general form would be clumsy."""


class PolicyRefused(ValueError):
    """A policy cannot be used; the message is one plain sentence for the person who wrote it."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    trait: Annotated[str, Field(min_length=1)]
    """The key of the trait it rests on."""
    label: str = ""
    """What the manager calls it; "" for the trait's own label."""

    @model_validator(mode="after")
    def _judges_conduct(self) -> Self:
        family = refused_family(self.trait)
        if family:
            raise ValueError(f"No policy may rest on “{self.trait}”: it {WHY_REFUSED[family]}.")
        return self


class Rule(_Part):
    """A red line or a must-have: a trait, a comparison and a value."""

    op: Op
    value: StrictBool | Finite | str

    @model_validator(mode="after")
    def _comparable(self) -> Self:
        if self.op not in ("is", "is not") and isinstance(self.value, (bool, str)):
            raise ValueError(f"The rule on “{self.label or self.trait}” compares by {self.op} and needs a number.")
        return self

    def phrase(self, trait: Trait | None = None) -> str:
        """The rule in plain words with its unit: "pays 60 days late or more"; the manager's own label wins."""
        if self.label:
            return spoken(self.label)
        trait = trait or CATALOGUE.get(self.trait)
        name = spoken(name_of(self.trait, trait))
        if isinstance(self.value, bool):
            return name if self.value == (self.op == "is") else f"not {name}"
        form = PHRASES.get(self.trait, {}).get(self.op, GENERIC[self.op])
        return form.format(name=name, value=bare_value(self.value, trait))


class Criterion(_Part):
    """A wished-for trait: its importance, and either a scale from worst to best or a table of points."""

    weight: Annotated[float, Field(ge=0, le=5, allow_inf_nan=False)]
    """Importance, 0 to 5."""
    worst: Finite | None = None
    """The value that earns no points; above `best` where less is better."""
    best: Finite | None = None
    """The value that earns full points."""
    points: dict[str, Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]] = {}
    """For a category: points 0 to 1 per value. A value that is not named is unknown."""

    @model_validator(mode="after")
    def _scale_or_table(self) -> Self:
        name = self.label or self.trait
        scale = (self.worst is not None) + (self.best is not None)
        if bool(self.points) == bool(scale) or scale == 1:
            raise ValueError(f"“{name}” needs a scale from worst to best, or a table of points, and not both.")
        if self.worst is not None and self.best is not None:
            if self.worst == self.best:
                raise ValueError(
                    f"The worst and the best of “{name}” are both {figures(self.worst)}; they must differ."
                )
            if not math.isfinite(self.best - self.worst):
                raise ValueError(f"The worst and the best of “{name}” are too far apart to count with.")
        return self


class Policy(BaseModel):
    """Who gets past the rope: see the module. Raises pydantic's ValidationError; `refusal` says it plainly.

    `Policy.from_toml(policy.to_toml()) == policy` holds for every policy.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = "First rope"
    version: Annotated[int, Field(ge=1)] = 1
    made_on: date | None = None
    note: str = ""
    dud_line: Line
    """A client who would stay under this score even with full points for everything unknown is a dud, 0 to 100."""
    star_line: Line
    """A client at or over this score is a star if every must-have is met, 0 to 100."""
    minimum_evidence: Annotated[Line, Field(ge=0, le=1)] = 0.5
    """The share of the importance that must be known before a client is placed, 0 to 1."""
    red_lines: tuple[Rule, ...] = ()
    must_haves: tuple[Rule, ...] = ()
    criteria: tuple[Criterion, ...]

    @model_validator(mode="after")
    def _can_sort(self) -> Self:
        if not any(criterion.weight > 0 for criterion in self.criteria):
            raise ValueError("At least one criterion needs an importance above 0.")
        if not 0 <= self.dud_line < self.star_line <= 100:
            raise ValueError(
                f"The dud line ({figures(self.dud_line)}) must be under the star line ({figures(self.star_line)}), "
                "both between 0 and 100."
            )
        traits = [criterion.trait for criterion in self.criteria]
        twice = next((trait for trait in traits if traits.count(trait) > 1), None)
        if twice:
            raise ValueError(f"Two criteria rest on “{twice}”: keep one of them.")
        return self

    @property
    def lines(self) -> tuple[Rule | Criterion, ...]:
        """Every red line, must-have and criterion, in this order."""
        return (*self.red_lines, *self.must_haves, *self.criteria)

    @property
    def weights(self) -> tuple[float, ...]:
        """The importances, in the order of the criteria."""
        return tuple(criterion.weight for criterion in self.criteria)

    @property
    def trait_keys(self) -> tuple[str, ...]:
        """Every trait the policy rests on, each once: criteria, red lines, must-haves."""
        return tuple(dict.fromkeys(part.trait for part in (*self.criteria, *self.red_lines, *self.must_haves)))

    @classmethod
    def from_toml(cls, text: str) -> Self:
        """The policy that a TOML text holds.

        Raises
        ------
        PolicyRefused
            The text is no TOML, or the policy it holds cannot be used; one plain sentence.
        """
        try:
            return cls.model_validate(tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            raise PolicyRefused(f"The policy file cannot be read: {error}.") from error
        except ValidationError as error:
            raise PolicyRefused(refusal(error)) from error

    def to_toml(self) -> str:
        """The policy as TOML, with comments for the manager who opens it in an editor."""
        return write(self)


def refusal(error: ValidationError) -> str:
    """The first complaint of a ValidationError about a policy, as one plain sentence."""
    first = error.errors(include_url=False)[0]
    context: dict[str, Any] = first.get("ctx", {})
    if first["type"] == "value_error":
        return str(context["error"])
    where = _where(first["loc"])
    said = {
        "missing": f"{where} is missing.",
        "extra_forbidden": f"{where} is nothing that a policy can say: check the spelling.",
        "greater_than_equal": f"{where} must be at least {context.get('ge', 0):g}.",
        "less_than_equal": f"{where} must be at most {context.get('le', 0):g}.",
        "finite_number": f"{where} must be a plain number.",
        "literal_error": f"{where} must be one of {context.get('expected')}.",
        "string_too_short": f"{where} must not be empty.",
    }
    sentence = said.get(first["type"], f"{where} cannot be used: {first['msg'].lower()}.")
    if "value" in first["loc"] and first["type"] != "missing":
        sentence = f"{where} must be a number, true or false, or a text."
    return sentence[:1].upper() + sentence[1:]


def _where(loc: tuple[int | str, ...]) -> str:
    """A place in the document in words: ("criteria", 0, "weight") is "the importance of criterion 1"."""
    words = {"weight": "importance", "red_lines": "red line", "must_haves": "must-have", "criteria": "criterion"}
    if not loc:
        return "the policy"
    if len(loc) == 1:
        return f"the {str(loc[0]).replace('_', ' ')}"
    part = f"{words.get(str(loc[0]), str(loc[0]))} {int(loc[1]) + 1}" if isinstance(loc[1], int) else str(loc[0])
    field = str(loc[2]).replace("_", " ") if len(loc) > 2 else ""
    return f"the {words.get(field, field)} of {part}" if field else part
