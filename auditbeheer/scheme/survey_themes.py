"""What the survey asks at least, and which themes get a goal (DOC-5, DOC-8)."""

from collections.abc import Collection

from auditbeheer.scheme.condition import Condition
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.scope import known
from auditbeheer.scheme.sections import Stated, SurveyRules, Theme
from auditbeheer.scheme.trace import traced
from auditbeheer.scheme.wording import counted, join_and

NAME = "de thema’s van de enquête"


@traced("DOC-5", test="tests/scheme/test_survey_themes.py::test_an_open_question_never_fills_the_minimum_of_a_theme")
def topic_conditions(scheme: Scheme, chosen: Collection[int]) -> list[Condition]:
    """Whether the chosen topics reach the minimum of each theme, with all open questions. Source: B4 §4.1.1.

    ``chosen``: the numbers of the topics in the survey. An open question never fills a theme's minimum; an optional
    theme has none. Empty where the scheme does not number topics. Raises Refusal for a concept.
    """
    rules = known(scheme, scheme.survey, NAME)
    if rules.min_topics is None or rules.open_questions is None:
        return []
    return [
        *(_theme(scheme, theme, chosen) for theme in rules.themes if theme.minimum),
        _total(scheme, rules, rules.min_topics, chosen),
        _open_questions(scheme, rules, rules.open_questions, chosen),
    ]


def _theme(scheme: Scheme, theme: Theme, chosen: Collection[int]) -> Condition:
    count = sum(topic in chosen and topic != theme.open_question for topic in theme.topics)
    text = f"{theme.name}: ten minste {counted(theme.minimum, 'onderwerp', 'onderwerpen')}"
    fact = counted(count, "onderwerp", "onderwerpen")
    return Condition(f"enquete.{theme.code}", text, count >= theme.minimum, fact, scheme.source(theme))


def _total(scheme: Scheme, rules: SurveyRules, least: Stated[int], chosen: Collection[int]) -> Condition:
    asked = open_questions(rules)
    count = sum(topic in chosen and topic not in asked for theme in rules.themes for topic in theme.topics)
    text = f"Samen ten minste {least.value} onderwerpen"
    fact = counted(count, "onderwerp", "onderwerpen")
    return Condition("enquete.onderwerpen", text, count >= least.value, fact, scheme.source(least))


def _open_questions(scheme: Scheme, rules: SurveyRules, least: Stated[int], chosen: Collection[int]) -> Condition:
    asked = open_questions(rules)
    there = [question for question in asked if question in chosen]
    text = f"De open vragen {join_and([str(question) for question in asked])}"
    fact = f"{len(there)} van {len(asked)}"
    return Condition("enquete.open_vragen", text, len(there) == len(asked), fact, scheme.source(least))


def open_questions(rules: SurveyRules) -> tuple[int, ...]:
    """The numbers of the open questions, in order."""
    return tuple(theme.open_question for theme in rules.themes if theme.open_question)


@traced("DOC-8", test="tests/scheme/test_survey_themes.py::test_seven_of_ten_themes_and_every_chosen_one_get_a_goal")
def goal_conditions(
    scheme: Scheme, with_goal: Collection[str], chosen_optional: Collection[str], added: Collection[str]
) -> list[Condition]:
    """Whether enough themes have a goal. Source: B4 §4.2.2.

    All by the theme's code, or by the group's own name for the themes that it ``added``. Empty where the scheme sets
    no minimum. Raises Refusal for a concept.
    """
    rules = known(scheme, scheme.survey, NAME)
    least = rules.min_goal_themes
    if least is None:
        return []
    mandatory = [theme for theme in rules.themes if theme.mandatory]
    count = sum(theme.code in with_goal for theme in mandatory)
    source = scheme.source(least)
    names = {theme.code: theme.name for theme in rules.themes}
    fixed = Condition(
        "doelen.vaste_themas",
        f"Doelen voor ten minste {least.value} van de {len(mandatory)} vaste thema’s",
        count >= least.value,
        counted(count, "thema", "thema’s"),
        source,
    )
    own = [
        Condition(
            "doelen.gekozen_thema",
            f"Een doel voor het gekozen thema {names.get(code, code)}",
            code in with_goal,
            "heeft een doel" if code in with_goal else "nog geen doel",
            source,
        )
        for code in (*chosen_optional, *added)
    ]
    return [fixed, *own]
