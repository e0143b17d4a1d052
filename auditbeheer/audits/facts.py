"""The computed facts (K) beside a checkpoint or a topic of the report: what the documents say, with its source.

A figure's name stands in the scheme beside the point (``cijfers``). None of them judges: that is the auditor's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from auditbeheer.audits.models import Attendance
from auditbeheer.audits.rules import PartyFacts, attendance_condition
from auditbeheer.documents.models import FigurePart
from auditbeheer.documents.state import Picture, survey_in_words
from auditbeheer.planning.models import Audit
from auditbeheer.planning.since_last import SinceLast
from auditbeheer.relations.models import Party
from auditbeheer.relations.rules import Topic
from auditbeheer.scheme.checklist import Point
from auditbeheer.scheme.condition import Condition, Source
from auditbeheer.scheme.sections import CountedMeasure, DocumentRules, Stated
from auditbeheer.scheme.wording import capital, counted, join_and, number


@dataclass(frozen=True)
class Figure:
    """One computed fact: what it says, where its limit comes from, and whether it stays within (None: no limit)."""

    text: str
    source: Source | None = None
    met: bool | None = None


@dataclass(frozen=True)
class Ground:
    """What figures are computed from: the documents, the parties, who was there, what changed since the last time."""

    picture: Picture
    parties: Sequence[Party]
    attendance: Sequence[Attendance]
    since: SinceLast

    @property
    def party_facts(self) -> list[PartyFacts]:
        """The parties as the rules see them."""
        return party_facts(self.picture, self.parties, self.attendance)


Lines = Callable[[Ground], list[Figure]]


def members_at(audit: Audit) -> list[Party]:
    """The parties of the working group on the day of the audit: a procesbegeleider is no member (ARE-9)."""
    return [party for party in audit.trajectory.partnership.parties_on(audit.day) if not party.is_guide]


def party_facts(picture: Picture, parties: Sequence[Party], attendance: Sequence[Attendance]) -> list[PartyFacts]:
    """Per party whether it must be there, whether it was, and whether an absence has been dealt with (AUD-1).

    A party that the scheme names and that is not in the working group at all could not be there either.
    """
    required = {party.code: party.name for party in picture.scheme.parties.required} if picture.scheme.parties else {}
    rows = {row.party_id: row for row in attendance}
    here = {party.kind.value for party in parties}
    missing = [PartyFacts(name, True, False, missing=True) for code, name in required.items() if code not in here]
    return missing + [
        PartyFacts(
            party.organisation, party.kind.value in required, rows[party.id].present if party.id in rows else None,
            party.id in rows and (rows[party.id].deviation_id is not None or rows[party.id].interviewed_on is not None),
        )
        for party in parties
    ]  # fmt: skip


def figures(names: Sequence[str], ground: Ground) -> list[Figure]:
    """The facts with these names; a name that this program cannot compute gives none."""
    return [figure for name in names if name in KNOWN for figure in KNOWN[name](ground)]


def beside_point(point: Point, ground: Ground) -> list[Figure]:
    """The facts beside a checkpoint."""
    return figures(point.figures, ground)


def _from(condition: Condition) -> Figure:
    return Figure(
        f"{condition.text}: {condition.fact}" if condition.fact else condition.text, condition.source, condition.met
    )


def _entrepreneurs(ground: Ground) -> list[Figure]:
    scheme, surveys = ground.picture.scheme, ground.picture.surveys
    lines = [
        Figure(f"{one.link.area.name}: {counted(one.entrepreneurs, 'ondernemer', 'ondernemers')}")
        for one in surveys
        if one.entrepreneurs is not None
    ]
    total = sum(one.entrepreneurs or 0 for one in surveys)
    limit = scheme.cluster.max_entrepreneurs if scheme.cluster and len(surveys) > 1 else None
    limit = limit or (scheme.area.max_entrepreneurs if scheme.area else None)
    if limit is None or len(lines) < len(surveys):
        return lines
    what = f"Samen {number(total)} van ten hoogste {number(limit.value)} ondernemers"
    return [*(lines if len(lines) > 1 else []), Figure(what, scheme.source(limit), total <= limit.value)]


def _areas(ground: Ground) -> list[Figure]:
    cluster, count = ground.picture.scheme.cluster, len(ground.picture.surveys)
    if cluster is None or count == 1:
        return [Figure(counted(count, "terrein", "terreinen"))]
    met = cluster.min_areas.value <= count <= cluster.max_areas.value
    text = f"{counted(count, 'terrein', 'terreinen')}, een cluster heeft er {cluster.min_areas.value} tot en met"
    return [Figure(f"{text} {cluster.max_areas.value}", ground.picture.scheme.source(cluster.max_areas), met)]


def _parties(ground: Ground) -> list[Figure]:
    parties = ground.picture.scheme.parties
    if parties is None:
        return []
    there = {party.kind.value for party in ground.parties}
    missing = [party.name for party in parties.required if party.code not in there]
    text = f"{len(parties.required) - len(missing)} van {len(parties.required)} partijen"
    text += f"; ontbreekt: {join_and(missing)}" if missing else ""
    return [Figure(text, ground.picture.scheme.source(parties.required[0]), not missing)]


def _attendance(ground: Ground) -> list[Figure]:
    condition = attendance_condition(ground.picture.scheme, ground.party_facts)
    return [Figure(capital(condition.fact), condition.source, condition.met if ground.attendance else None)]


def _response(ground: Ground) -> list[Figure]:
    return [
        Figure(
            survey_in_words(one), one.needed.source if one.needed else None, one.condition.met if one.result else None
        )
        for one in ground.picture.surveys
        if one.condition
    ]


def _carried_out(ground: Ground) -> list[Figure]:
    return [_from(condition) for condition in ground.picture.measure_conditions]


def _typed(part: FigurePart, codes: Sequence[str], needed: Lines) -> Lines:
    """Whether the figures typed over reach what the scheme asks; before anybody typed them, only what it asks.

    ``codes``: how the codes of the conditions begin that stand here, all of the part when empty.
    """

    def lines(ground: Ground) -> list[Figure]:
        found = next((one for one in ground.picture.figures if one.part is part), None)
        if found is None or found.shown is None:
            return needed(ground)
        rows = [one for one in found.conditions if not codes or one.code.startswith(tuple(codes))]
        said = "Volgens de werkgroep, nog niet overgenomen. " if found.only_theirs else ""
        return [replace(figure, text=f"{said}{figure.text}") for figure in map(_from, rows)]

    return lines


def _yearly(code: str) -> Lines:
    """What a year needs of one fixed measure, or of all (``""``)."""

    def lines(ground: Ground) -> list[Figure]:
        rules = ground.picture.scheme.measures
        items: Sequence[CountedMeasure] = rules.yearly if rules else ()
        return [
            Figure(f"Nodig per jaar: {number(item.minimum)} {item.text}", ground.picture.scheme.source(item))
            for item in items
            if code in ("", item.code)
        ]

    return lines


def _needed(text: str, find: Callable[[DocumentRules], Stated[int] | None]) -> Lines:
    """A limit of the document rules that the auditor looks for: ``text`` with the number in it."""

    def lines(ground: Ground) -> list[Figure]:
        rules = ground.picture.scheme.documents
        stated = find(rules) if rules else None
        return [Figure(text.format(number(stated.value)), ground.picture.scheme.source(stated))] if stated else []

    return lines


def _goal_themes(ground: Ground) -> list[Figure]:
    survey = ground.picture.scheme.survey
    if survey is None or survey.min_goal_themes is None:
        return []
    text = f"Nodig: een doel bij {number(survey.min_goal_themes.value)} vaste thema’s"
    return [Figure(text, ground.picture.scheme.source(survey.min_goal_themes))]


def _survey_topics(ground: Ground) -> list[Figure]:
    survey = ground.picture.scheme.survey
    if survey is None or survey.min_topics is None or survey.open_questions is None:
        return []
    text = f"Nodig: {number(survey.min_topics.value)} onderwerpen en {number(survey.open_questions.value)} open vragen"
    return [Figure(text, ground.picture.scheme.source(survey.min_topics))]


KNOWN: dict[str, Lines] = {
    "ondernemers": _entrepreneurs,
    "terreinen": _areas,
    "partijen": _parties,
    "aanwezig": _attendance,
    "respons": _response,
    "uitgevoerde_maatregelen": _carried_out,
    "onderwerpen": _typed(FigurePart.SURVEY, [], _survey_topics),
    **{
        code: _typed(FigurePart.YEAR, [f"jaarlijks.{code}"], _yearly(code))
        for code in ("bijeenkomsten", "communicatie", "evaluatie")
    },
    "jaarlijks": _typed(FigurePart.YEAR, [], _yearly("")),
    "bewaartermijn": _typed(
        FigurePart.KEEPING, ["werkgroep."], _needed("De werkgroep bewaart {} jaar", lambda rules: rules.retention_years)
    ),
    "cijfers": _typed(
        FigurePart.PERIODS, [], _needed("Cijfers over ten minste {} heel jaar", lambda rules: rules.figures_years)
    ),
    "goede_locaties": _typed(
        FigurePart.KEEPING, ["schouw."], _needed("Nodig: {} plekken die goed zijn", lambda rules: rules.good_places)
    ),
    "themas_met_doel": _typed(FigurePart.GOALS, [], _goal_themes),
}

# What stands beside each topic of the report, by its code in the scheme (AUD-7; 3.1 by S31 §4.4.2).
BESIDE_TOPIC: dict[str, tuple[str, ...]] = {
    "opzet": ("partijen", "aanwezig"),
    "registratie": ("bijeenkomsten", "bewaartermijn"),
    "wijzigingen_partijen": ("partijen",),
    "wijzigingen_gebied": ("terreinen", "ondernemers"),
    "enquete": ("onderwerpen", "respons", "cijfers"),
    "doelen": ("themas_met_doel", "jaarlijks"),
    "evaluatie": ("uitgevoerde_maatregelen", "evaluatie"),
    "samenwerken": ("partijen", "aanwezig"),
    "gegevens": ("ondernemers",),
    "analyse": ("respons",),
    "maatregelen": ("uitgevoerde_maatregelen",),
    "stappen": ("evaluatie",),
    "interviews": ("aanwezig",),
}
# These topics are about the set of documents: how many are in order, and what was decided on it.
ABOUT_THE_SET = frozenset({"documentenset", "vernieuwde_set", "gegevens"})

# These ask what changed since the last time, and in what.
ABOUT_CHANGES: dict[str, tuple[Topic, ...]] = {
    "wijzigingen_partijen": (Topic.PARTY, Topic.COORDINATOR),
    "wijzigingen_werkgroep": (Topic.PERSON, Topic.ROLE),
    "wijzigingen_gebied": (Topic.AREA,),
}


def beside_topic(code: str, ground: Ground) -> list[Figure]:
    """The facts beside a topic of the report."""
    return [*_documents(code, ground), *figures(BESIDE_TOPIC.get(code, ()), ground), *_changes(code, ground.since)]


def _changes(code: str, since: SinceLast) -> list[Figure]:
    """What is recorded as changed, beside the topics of the report that ask for it (AUD-7)."""
    topics = ABOUT_CHANGES.get(code)
    if topics is None or since.last is None:
        return []
    found = [Figure(one.what) for one in since.about(*topics)]
    return found or [Figure(f"Geen wijzigingen vastgelegd sinds {since.last.what}")]


def _documents(code: str, ground: Ground) -> list[Figure]:
    if code not in ABOUT_THE_SET:
        return []
    picture = ground.picture
    order = picture.count("In orde")
    lines = [Figure(f"{order} van {counted(len(picture.pieces), 'document', 'documenten')} in orde")]
    lines += [_from(condition) for condition in picture.timely]
    return lines + [
        Figure(f"Besloten: {decision.outcome}. {decision.why}".strip()) for decision in picture.decisions[:1]
    ]
