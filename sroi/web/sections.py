"""The sections of the form in an applicant's order, and what each asks for at once."""

from __future__ import annotations

from sroi.intake.columns import PROGRAMME, TABLES
from sroi.schema.fields import GROUPS
from sroi.web.parts import BY_GROUP

MONEY_KEYS = ("unit_cost", "growth", "episode", "payer", "payers", "cashable")
SETTINGS = (
    "optimism",
    "inflation",
    "budgeted",
    "perspectives",
    "correlations",
    "indices",
    "uses",
    "simulation",
    "small_cells",
    "indicators",
)
SECTIONS: dict[str, tuple[str, ...]] = {
    "who": (
        "name",
        "about",
        "by",
        "date",
        "note",
        "language",
        "currency",
        "price_year",
        "first_year",
        "horizon",
        "programme",
        "full_time_hours",
        "followed_until",
        "discounting",
        "perspective",
        "tax_factor",
    ),
    "payers": ("payers",),
    "people": ("participants", GROUPS),
    "staffing": ("staffing",),
    "costs": ("costs",),
    "funding": ("funding",),
    "services": ("services",),
    "outcomes": ("outcomes",),
    "money": ("outcomes",),
    "claims": ("claims",),
    "evidence": ("sources", *SETTINGS),
}
USUAL: dict[str, tuple[str, ...]] = {
    "": tuple(column.key for column in PROGRAMME if not column.young),
    "payers": ("name", "sector"),
    GROUPS: ("name", "per_year"),
    "services": ("name", "unit", "per_year"),
    "staffing": ("role", "fte", "payer"),
    "costs": ("name", "amount", "per", "payer"),
    "funding": ("name", "payer", "amount", "status", "covers"),
    "outcomes": (
        "name",
        "effect.kind",
        "lasts",
        "unit_cost",
        "payer",
        "cashable.share",
    ),
    "claims": ("text", "says", "direction"),
    "sources": ("title", "year", "url"),
}
OF_GROUPS = (("groups",), (BY_GROUP,))  # what is asked of an outcome where there are groups
INSTEAD_OF_GROUPS = (("participants", "per_year"),)  # what is asked where there are none
LONG = ("about", "note", "text")  # texts of several lines
ORDER = {name: [c.key.split(".")[0] for c in columns] for name, columns in TABLES.items()}
