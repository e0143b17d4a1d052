"""What the pages of auditors show: the list, the matrix, one file, the own page, the register of impartiality."""

from auditbeheer.qualifications.pages.impartiality import Entry, Reached, Register, register_on
from auditbeheer.qualifications.pages.overview import (
    SHEET_HEAD,
    Cell,
    Matrix,
    Row,
    capacities,
    matrix_on,
    rows_on,
    schemes_with_criteria,
    schemes_without_criteria,
    sheet_of,
    staff_with_a_file,
    years_of,
)
from auditbeheer.qualifications.pages.own import NEXT_YEAR_FROM, NextStep, OwnPage, ending_by, own_page
from auditbeheer.qualifications.pages.paper import on_paper, period_told
from auditbeheer.qualifications.pages.person import Ability, Capacity, PersonPage, judged_before, person_page

__all__ = [
    "NEXT_YEAR_FROM",
    "SHEET_HEAD",
    "Ability",
    "Capacity",
    "Cell",
    "Entry",
    "Matrix",
    "NextStep",
    "OwnPage",
    "PersonPage",
    "Reached",
    "Register",
    "Row",
    "capacities",
    "ending_by",
    "judged_before",
    "matrix_on",
    "on_paper",
    "own_page",
    "period_told",
    "person_page",
    "register_on",
    "rows_on",
    "schemes_with_criteria",
    "schemes_without_criteria",
    "sheet_of",
    "staff_with_a_file",
    "years_of",
]
