"""Random scenarios that use every part of the file format, as data for a YAML file."""

import tempfile
from pathlib import Path

from hypothesis import strategies as st

import sroi
from sroi.loader.document import written

FIRST = 2025
PAYERS = {
    "social": {"name": "Social", "sector": "municipality"},
    "school": {"name": "School", "sector": "municipality"},
    "health": {"name": "Health", "sector": "region"},
    "family": {"name": "Family", "sector": "household"},
}


def floats(low, high):
    """Numbers of at most six decimals, as people write them."""
    return st.floats(low, high).map(lambda x: round(x, 6))


def load(data, **settings):
    """Return the scenario of some data, by way of a real file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scenario.yaml"
        path.write_text(written(data), encoding="utf-8")
        return sroi.load(path, set=settings)


def amounts(top=1000.0):
    """Amounts and rates above 0, in every form."""
    x = floats(0.1, top)
    return st.one_of(
        floats(0.0, top),
        x.map(lambda a: {"low": a * 0.5, "base": a, "high": a * 1.7}),
        x.map(lambda a: {"min": 0.0, "mode": a, "max": a * 2}),
        x.map(lambda a: {"mean": a, "sd": a * 0.4}),
        x.map(lambda a: {"estimate": a, "ci95": [a * 0.6, a * 1.5]}),
        x.map(lambda a: {"dist": "uniform", "min": a, "max": a * 3}),
        x.map(lambda a: {"dist": "lognormal", "mean": a, "sd": a}),
        x.map(lambda a: {"value": {"low": a, "base": a, "high": a * 2}, "times": 0.5}),
    )


def shares():
    """Probabilities and shares, in every form."""
    x = floats(0.05, 0.9)
    return st.one_of(
        floats(0.0, 1.0),
        x.map(lambda p: {"low": p * 0.5, "base": p, "high": p + (1 - p) / 2, "interval": 0.8}),
        x.map(lambda p: {"min": 0.0, "mode": p, "max": 1.0}),
        x.map(lambda p: {"mean": p, "sd": p * (1 - p)}),
        st.integers(0, 12).map(lambda k: {"events": k, "of": 12}),
        x.map(lambda p: {"value": {"events": 3, "of": 40}, "over": 1 + 5 * p}),
        x.map(lambda p: {"dist": "normal", "mean": p, "sd": min(p, 1 - p) / 2}),
        x.map(lambda p: {"dist": "triangular", "min": 0.0, "mode": p, "max": 1.0}),
    )


def signed(width=0.5):
    """Effects: numbers of either sign."""
    x = floats(-width, width)
    return st.one_of(
        x,
        x.map(lambda a: {"low": a - width / 4, "base": a, "high": a + width / 3}),
        x.map(lambda a: {"estimate": a, "ci95": [a - 0.1, a + 0.2]}),
        x.map(lambda a: {"mean": a, "sd": width / 2}),
    )


def by_year(numbers):
    """One number for some calendar years."""
    return st.dictionaries(st.integers(FIRST, FIRST + 7), numbers, min_size=1, max_size=4)


def payers(total=1.0):
    """Who bears or gains: one payer, or shares."""
    pairs = st.permutations(list(PAYERS)).map(lambda p: p[:2])
    part = floats(0.1, 0.9)
    split = st.tuples(pairs, part).map(lambda t: {"payers": {t[0][0]: t[1], t[0][1]: total - t[1]}})
    return st.one_of(st.sampled_from(list(PAYERS)).map(lambda p: {"payer": p}), split)


def years():
    """A stretch of years."""
    return st.tuples(st.integers(0, 4), st.integers(0, 4)).map(
        lambda t: f"{FIRST + t[0]}-{FIRST + t[0] + t[1]}"
    )


def optional(**parts):
    """A mapping in which every key may be left out."""
    return st.fixed_dictionaries({}, optional=parts)


def joined(*parts):
    """Mappings laid together."""
    return st.tuples(*parts).map(lambda found: {k: v for part in found for k, v in part.items()})


GROWTH = optional(growth=floats(-0.05, 0.05), in_kind=st.booleans())


def staffing():
    """A post."""
    salary = st.one_of(
        st.fixed_dictionaries({"annual_cost": amounts()}),
        st.fixed_dictionaries({"monthly_salary": amounts(), "oncost_rate": amounts(0.5)}),
    )
    posts = st.one_of(
        st.fixed_dictionaries({"fte": amounts(3.0)}, optional={"years": years()}),
        st.fixed_dictionaries({"fte": by_year(floats(0.0, 3.0))}),
    )
    return joined(posts, salary, payers(), GROWTH)


def costs():
    """A cost that is not a post."""
    ways = st.one_of(
        st.fixed_dictionaries({"amount": amounts()}, optional={"years": years()}),
        st.fixed_dictionaries({"amount": floats(-500.0, 500.0), "per": st.just("once")}),
        st.fixed_dictionaries({"amount": by_year(floats(-100.0, 500.0))}),
        st.fixed_dictionaries(
            {"amount": amounts(), "per": st.just("total")}, optional={"years": years()}
        ),
        st.fixed_dictionaries(
            {"amount": amounts(), "per": st.just("participant")}, optional={"years": years()}
        ),
    )
    return joined(ways, payers(), GROWTH)


def funding():
    """A grant: some lines or all that are not in kind, in its own years or the programme's."""
    covers = st.lists(st.sampled_from(["staffing.p", "costs.r", "costs.s"]), unique=True)
    amount = st.one_of(
        st.fixed_dictionaries({"amount": amounts()}, optional={"years": years()}),
        st.fixed_dictionaries({"amount": by_year(floats(0.0, 900.0))}),
    )
    status = st.sampled_from(["granted", "applied", "in_kind"])
    who = st.sampled_from(list(PAYERS)).map(lambda payer: {"payer": payer})
    return joined(who, amount, optional(status=status, covers=covers, nominal=st.booleans()))


def funded_scenarios():
    """A scenario whose costs several grants pay for, in any file order."""
    lines = st.fixed_dictionaries({"r": costs(), "s": costs()}, optional={"t": costs()})
    grants = st.lists(
        st.tuples(st.sampled_from(["f", "g", "h"]), funding()),
        min_size=1,
        unique_by=lambda pair: pair[0],
    ).map(dict)
    parts = st.fixed_dictionaries(
        {
            "staffing": st.fixed_dictionaries({"p": staffing()}),
            "costs": lines,
            "funding": grants,
        }
    )
    return joined(scenarios(), parts)


def inflation():
    """The rise of prices: one number, or some years of any, before and after the price year."""
    rise = st.one_of(floats(-0.05, 0.1), st.just({"low": 0.01, "base": 0.02, "high": 0.05}))
    years = st.integers(2018, FIRST + 9)
    return st.one_of(rise, st.dictionaries(years, rise, min_size=1, max_size=3))


def budgets():
    """A scenario with grants, prices that rise, and what some payers have set aside."""
    aside = st.dictionaries(st.integers(FIRST, FIRST + 9), floats(0.0, 900.0), max_size=3)
    more = optional(
        inflation=inflation(),
        budgeted=st.dictionaries(st.sampled_from(list(PAYERS)), aside, max_size=2),
    )
    return joined(funded_scenarios(), more)


def reaching():
    """Effects that are possible in the base case, and more events than there can be in some draws.

    With the programme the risk is p in the base case, q without: both between 0 and 1.
    """

    def parts(risks):
        p, q = (round(risk, 3) for risk in risks)
        difference = round(q - p, 3)
        low, high = max(-1.0, difference - 0.5), min(1.0, difference + 0.4)
        wide = {"low": low, "base": difference, "high": high}
        ways = [
            {"relative_risk": {"low": 0.3 * p / q, "base": p / q, "high": 3.0 * p / q}},
            {"relative_reduction": {"mean": 1 - p / q, "sd": 0.4 * p / q}},
            {"risk_difference": wide},
        ]
        around = {"low": 0.7 * q, "base": q, "high": 1 - 0.7 * (1 - q)}
        baselines = [{"baseline": q}, {"baseline": around}, {"rate": q}, {"rate": around}]
        pairs = st.tuples(st.sampled_from(baselines), st.sampled_from(ways))
        return pairs.map(lambda pair: {**pair[0], "effect": pair[1]})

    risk = st.floats(0.1, 0.9)
    return st.tuples(risk, risk).flatmap(parts)


def effects():
    """An effect with what it needs beside it."""
    basis = st.sampled_from(["comparative", "before_after", "expert"])

    def effect(needs, **ways):
        way = st.fixed_dictionaries({**ways, "basis": basis})
        return st.fixed_dictionaries({"effect": way, **needs})

    base, rate = {"baseline": shares()}, {"rate": amounts(3.0)}
    ratio = st.one_of(
        floats(0.0, 1.0),
        st.just({"estimate": 0.8, "ci95": [0.6, 1.05]}),
        st.just({"mean": 0.8, "sd": 0.3}),
    )
    low = {"baseline": floats(0.0, 0.6)}
    return st.one_of(
        reaching().map(lambda parts: {**parts, "effect": parts["effect"] | {"basis": "expert"}}),
        effect(base, relative_risk=ratio),
        effect(low, relative_risk=floats(0.0, 1.6)),
        effect(rate, relative_risk=ratio),
        effect(low, relative_reduction=signed()),
        effect(base, odds_ratio=ratio),
        effect(base, standardised_mean_difference=signed()),
        effect({}, risk_difference=signed()),
        effect({}, programme=shares(), comparison=shares()),
        effect({}, per_year=signed(5.0)),
        effect({}, per_year=by_year(floats(-5.0, 5.0))),
        st.fixed_dictionaries({"effect": st.just({"unknown": True}), **base}),
    )


def value():
    """What an event is worth, and to whom."""
    cashable = st.one_of(
        shares(),
        st.fixed_dictionaries(
            {"share": shares()},
            optional={"after": st.integers(0, 3), "step": floats(0.1, 3.0)},
        ),
    )
    priced = st.fixed_dictionaries(
        {"unit_cost": amounts()},
        optional={"cashable": cashable, "growth": floats(-0.05, 0.05)},
    )
    transfer = st.just({"payers": {"social": 1, "family": -1}})
    return st.one_of(joined(priced, st.one_of(payers(), transfer)), st.just({}))


RETURNING = optional(
    recurrence=st.fixed_dictionaries(
        {"probability": shares()}, optional={"after": st.integers(1, 3)}
    ),
    episode=st.fixed_dictionaries({"years": amounts(4.0)}),
)


def roots():
    """An outcome with an effect of its own."""
    timing = st.one_of(
        optional(starts_after=st.integers(0, 3), lasts=amounts(6.0), drop_off=shares()),
        st.dictionaries(st.integers(0, 6), floats(-0.5, 1.0), min_size=1, max_size=3).map(
            lambda profile: {"profile": profile}
        ),
    )
    lost = optional(attribution=shares(), displacement=shares(), persons=amounts(3.0))
    more = optional(desired=st.booleans(), deadweight=shares())

    def sound(outcome):
        if outcome["effect"].get("basis") == "comparative":
            outcome.pop("deadweight", None)
        return outcome

    name = st.just({"name": "Outcome"})
    return joined(name, effects(), timing, lost, more, value(), RETURNING).map(sound)


def followers(outcome):
    """An outcome that follows another."""
    follows = st.fixed_dictionaries(
        {"outcome": st.just(outcome), "per_event": amounts(2.0)},
        optional={"after": st.integers(0, 3)},
    )
    return joined(
        st.fixed_dictionaries({"name": st.just("Follower"), "follows": follows}),
        value(),
        RETURNING,
    )


def scenarios():
    """A whole scenario."""
    rate = st.one_of(
        floats(0.0, 0.1),
        st.just({"low": 0.0, "base": 0.03, "high": 0.05}),
        st.just({0: 0.035, 3: 0.03, 5: 0.01}),
    )
    outcomes = (
        st.fixed_dictionaries(
            {"a": roots()},
            optional={"b": roots(), "c": followers("a"), "d": followers("c"), "e": followers("b")},
        )
        .map(lambda o: {k: v for k, v in o.items() if k != "e" or "b" in o})
        .map(lambda o: {k: v for k, v in o.items() if k != "d" or "c" in o})
    )
    return st.fixed_dictionaries(
        {
            "sroi": st.just(1),
            "name": st.just("Random"),
            "currency": st.just("SEK"),
            "price_year": st.integers(2020, 2026),
            "first_year": st.just(FIRST),
            "horizon": st.integers(1, 8),
            "payers": st.just(PAYERS),
            "programme": years().map(lambda y: {"years": y}),
            "participants": st.fixed_dictionaries(
                {"per_year": st.one_of(amounts(30.0), by_year(floats(0.0, 30.0)))},
                optional={"completion": shares()},
            ),
            "discounting": st.fixed_dictionaries(
                {"rate": rate, "timing": st.sampled_from(["start", "mid", "end"])}
            ),
            "outcomes": outcomes,
        },
        optional={
            "tax_factor": floats(0.5, 2.0),
            "followed_until": st.integers(FIRST, FIRST + 5),
            "perspectives": st.sampled_from(
                [
                    {"boards": ["social", "school"]},
                    {"boards": {"name": "Boards", "payers": ["social", "school"]}},
                ]
            ),
            "staffing": st.dictionaries(st.sampled_from(["p", "q"]), staffing(), max_size=2),
            "costs": st.dictionaries(st.sampled_from(["r", "s", "t"]), costs(), max_size=3),
        },
    )
