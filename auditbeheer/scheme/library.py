"""Which schemes there are, and which of them are open to a trajectory (SCH-1 to SCH-6).

The four files that ship, plus those of the installation's own folder: a file with a new key adds a scheme, one with a
known key takes the place of a concept. A shipped scheme that is adopted cannot be replaced.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path

from auditbeheer.scheme.condition import Condition, Source, SourceKind, unmet
from auditbeheer.scheme.model import Scheme, read_file, read_text
from auditbeheer.scheme.problems import Problem, SchemeFileError
from auditbeheer.scheme.sections import AreaType
from auditbeheer.scheme.trace import traced
from auditbeheer.scheme.wording import capital, day_plain, join_and

PACKAGED = ("kvo-3.1.toml", "kvo-b-4.0.toml", "kvo-w-4.0.toml", "kvo-g-4.0.toml")


@dataclass(frozen=True, slots=True)
class SchemeChoice:
    """Which schemes are open to a trajectory, and why. ``conditions`` hold per scheme what was asked and found."""

    schemes: tuple[Scheme, ...]
    explanation: str
    sources: tuple[Source, ...]
    conditions: Mapping[str, tuple[Condition, ...]]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the open schemes, oldest first."""
        return tuple(scheme.key for scheme in self.schemes)


class Library:
    """The schemes of this installation, oldest first."""

    def __init__(self, schemes: Iterable[Scheme]) -> None:
        ordered = sorted(schemes, key=lambda scheme: (scheme.transition.assessed_from.value, _place(scheme)))
        self._by_key = {scheme.key: scheme for scheme in ordered}

    def __iter__(self) -> Iterator[Scheme]:
        return iter(self._by_key.values())

    def __getitem__(self, key: str) -> Scheme:
        """The scheme with this key. Raises KeyError."""
        return self._by_key[key]

    def __contains__(self, key: str) -> bool:
        return key in self._by_key

    @traced(
        "SCH-1",
        "SCH-2",
        "SCH-3",
        "SCH-4",
        test="tests/scheme/test_library.py::test_the_open_schemes_are_those_of_the_vectors",
    )
    def schemes_open(self, area_type: AreaType, started: date, assessed: date) -> SchemeChoice | None:
        """The schemes under which a trajectory that started may be assessed on a day, concepts included.

        ``started`` is the day of the earliest documented act, ``assessed`` the day on location (own rules). None when
        it was assessed before it started. From 2024-03-01 there is always at least one; the answer is always explained.

        >>> packaged().schemes_open(AreaType.BUSINESS_PARK, date(2024, 2, 29), date(2025, 2, 28)).keys
        ('kvo-3.1', 'kvo-b-4.0')
        >>> packaged().schemes_open(AreaType.BUSINESS_PARK, date(2024, 2, 29), date(2025, 3, 1)).keys
        ('kvo-b-4.0',)
        """
        if assessed < started:
            return None
        conditions = {scheme.key: tuple(open_conditions(scheme, area_type, started, assessed)) for scheme in self}
        schemes = tuple(scheme for scheme in self if not unmet(conditions[scheme.key]))
        if not schemes:
            return _none_open(area_type, assessed, conditions)
        grounds = [_ground(scheme) for scheme in schemes]
        return SchemeChoice(
            schemes,
            " ".join(sentence for sentence, _ in grounds),
            tuple(dict.fromkeys(source for _, source in grounds)),
            conditions,
        )


def open_conditions(scheme: Scheme, area_type: AreaType, started: date, assessed: date) -> list[Condition]:
    """Whether one scheme covers the type of area, and the days of start and assessment. Source: SCH-1 to SCH-4."""
    transition = scheme.transition
    covered = join_and([kind.plural for kind in scheme.area_types])
    answer = [
        Condition(
            "schema.gebiedstype",
            f"{scheme.name} is voor {covered}",
            area_type in scheme.area_types,
            area_type.value,
            scheme.source(scheme.identity.area_types),
        ),
        Condition(
            "schema.vanaf",
            f"Beoordelen volgens {scheme.name} kan vanaf {day_plain(transition.assessed_from.value)}",
            assessed >= transition.assessed_from.value,
            f"beoordeeld op {day_plain(assessed)}",
            scheme.source(transition.assessed_from),
        ),
    ]
    if transition.started_before:
        answer.append(
            Condition(
                "schema.gestart",
                f"{scheme.name} is voor trajecten die voor {day_plain(transition.started_before.value)} zijn gestart",
                started < transition.started_before.value,
                f"gestart op {day_plain(started)}",
                scheme.source(transition.started_before),
            )
        )
    if transition.assessed_until:
        answer.append(
            Condition(
                "schema.tot_en_met",
                f"Beoordelen volgens {scheme.name} kan tot en met {day_plain(transition.assessed_until.value)}",
                assessed <= transition.assessed_until.value,
                f"beoordeeld op {day_plain(assessed)}",
                scheme.source(transition.assessed_until),
            )
        )
    return answer


def _ground(scheme: Scheme) -> tuple[str, Source]:
    """Why a scheme is open, with the place that its last possible day or else its first day comes from."""
    transition = scheme.transition
    source = scheme.source(transition.assessed_until or transition.assessed_from)
    days = f"vanaf {day_plain(transition.assessed_from.value)}"
    if transition.started_before and transition.assessed_until:
        days = (
            f"van {day_plain(transition.assessed_from.value)} tot en met {day_plain(transition.assessed_until.value)},"
            f" voor trajecten die voor {day_plain(transition.started_before.value)} zijn gestart"
        )
    concept = "" if scheme.adopted else f" {scheme.name} is nog een concept."
    return f"{scheme.name} geldt voor een beoordeling {days} ({source.label}).{concept}", source


def _none_open(area_type: AreaType, assessed: date, conditions: Mapping[str, tuple[Condition, ...]]) -> SchemeChoice:
    """No scheme: name the first that would have covered this type of area, and why it does not cover the day."""
    objections = [unmet(answer)[0] for answer in conditions.values()]
    relevant = [item for item in objections if item.code != "schema.gebiedstype"] or objections
    sentence = f"Voor {area_type.plural} is er op {day_plain(assessed)} geen schema."
    reasons = " ".join(capital(f"{item.text} ({item.source.label}).") for item in relevant)
    sources = tuple(dict.fromkeys(item.source for item in relevant))
    return SchemeChoice((), f"{sentence} {reasons}", sources, conditions)


def _place(scheme: Scheme) -> int:
    """The order of the types of area as everybody names them: parks, shops, countryside."""
    return min(list(AreaType).index(kind) for kind in scheme.area_types)


@cache
def packaged() -> Library:
    """The schemes that ship with the program."""
    folder = resources.files("auditbeheer.scheme").joinpath("data")
    return Library(read_text(folder.joinpath(name).read_text(encoding="utf-8"), name) for name in PACKAGED)


@traced("SCH-6", test="tests/scheme/test_library.py::test_an_own_file_takes_the_place_of_a_concept")
def load(folder: Path | None = None) -> Library:
    """The schemes that ship and those of the installation's own folder (``*.toml``).

    Raises SchemeFileError with all problems of all files: a folder that is not there, a broken file, two files with
    one key, or a file that would replace an adopted scheme that ships.
    """
    shipped = {scheme.key: scheme for scheme in packaged()}
    if folder is None:
        return packaged()
    if not folder.is_dir():
        raise SchemeFileError([Problem(str(folder), "", "een map met schemabestanden", "")])
    own: dict[str, Scheme] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            scheme = read_file(path)
        except SchemeFileError as error:
            problems += error.problems
            continue
        expected = _not_taken(scheme.key, own, shipped)
        if expected:
            problems.append(Problem(path.name, "schema.sleutel", expected, f"“{scheme.key}”"))
        own[scheme.key] = scheme
    if problems:
        raise SchemeFileError(problems)
    return Library({**shipped, **own}.values())


def _not_taken(key: str, own: Mapping[str, Scheme], shipped: Mapping[str, Scheme]) -> str:
    """What was expected of a key that is already taken; empty when it is free or belongs to a shipped concept."""
    if key in own:
        return "een sleutel die nog niet in een ander bestand staat"
    if key in shipped and shipped[key].adopted:
        return "een sleutel die geen vastgesteld schema vervangt"
    return ""


PURPOSES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "offerte": ("Een offerte kan", ("audittijd", "respons")),
    "planning": ("Plannen kan", ("audittijd", "respons", "documenten", "kwalificaties")),
    "certificaat": ("Een certificaat kan", ()),
}


@traced("SCH-5", test="tests/scheme/test_library.py::test_a_concept_says_by_name_what_is_missing")
def adopted_conditions(scheme: Scheme, purpose: str, day: date) -> list[Condition]:
    """Whether a scheme is complete enough for a purpose on a day: "offerte", "planning" or "certificaat".

    A concept may be taken in and parked. An adopted file holds from the day of its adoption. For "certificaat"
    everything must be there.
    """
    able, keys = PURPOSES[purpose]
    missing = [name for key, (name, present) in scheme.filled_in().items() if not present and (not keys or key in keys)]
    since = scheme.identity.adopted_on
    source = Source(
        SourceKind.SETTING,
        explanation="De schemamanager stelt een compleet schemabestand vast. Het geldt vanaf die dag.",
    )
    refusal = f"{scheme.name} is nog een concept. {able} pas als de schemamanager het schema heeft vastgesteld."
    if missing:
        verb = "ontbreekt" if len(missing) == 1 else "ontbreken"
        refusal = (
            f"Voor {scheme.name} {verb} nog {join_and(missing)}."
            f" {able} pas als de schemamanager deze cijfers heeft vastgesteld."
        )
    elif since and day < since:
        refusal = f"{scheme.name} geldt vanaf {day_plain(since)}. {able} pas vanaf die dag."
    return [
        Condition(
            "schema.vastgesteld",
            f"{scheme.name} is vastgesteld",
            scheme.adopted and since is not None and day >= since,
            f"vastgesteld op {day_plain(since)}" if since else "concept",
            source,
            refusal,
        )
    ]
