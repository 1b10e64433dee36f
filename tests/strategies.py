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


def counts_over_time(*keys):
    """Events counted during a time."""
    return st.tuples(st.integers(0, 60), st.sampled_from(keys), floats(0.5, 90.0)).map(
        lambda t: {"events": t[0], t[1]: t[2]}
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


def months():
    """A first and a last month."""
    return st.tuples(st.integers(0, 50), st.integers(0, 50)).map(
        lambda t: {"from": month(t[0]), "to": month(t[0] + t[1])}
    )


def month(index):
    """Return a month as it is written, by how many months after the first year begins."""
    return f"{FIRST + index // 12}-{index % 12 + 1:02d}"


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


GROUPS = ["g", "h", "i"]


def grouped():
    """Participants in one group or several."""
    starting = st.one_of(
        amounts(30.0), by_year(floats(0.0, 30.0)), counts_over_time("months", "years")
    )
    group = st.fixed_dictionaries({"per_year": starting}, optional={"completion": shares()})
    some = st.integers(1, 3).flatmap(
        lambda n: st.fixed_dictionaries(dict.fromkeys(GROUPS[:n], group))
    )
    return st.fixed_dictionaries({"groups": some}, optional={"completion": shares()})


def in_groups(groups):
    """An outcome with an effect of its own or of each group, in all groups or some."""

    def of_each(pair):
        outcome, named, effects_of, more, own = pair
        counting = named or groups
        needs = ("baseline", "rate")
        effect = outcome["effect"]
        if not own or "per_year" in effect:
            outcome = {k: v for k, v in outcome.items() if k not in ("effect", *needs)}
            outcome["by_group"] = {g: {**effects_of[i], **more[i]} for i, g in enumerate(counting)}
            if any(part["effect"].get("basis") == "comparative" for part in effects_of):
                outcome.pop("deadweight", None)
        elif more[0]:
            outcome = {**outcome, "by_group": {counting[0]: more[0]}}
        return outcome | ({"groups": named} if named else {})

    named = st.one_of(
        st.none(), st.lists(st.sampled_from(groups), min_size=1, unique=True).map(sorted)
    )
    several = st.lists(effects(), min_size=3, max_size=3)
    more = st.lists(
        optional(persons=amounts(3.0), attribution=shares(), displacement=shares()),
        min_size=3,
        max_size=3,
    )
    return st.tuples(roots(), named, several, more, st.booleans()).map(of_each)


def full():
    """Places for fewer, or for more, than ask."""
    places = st.one_of(
        amounts(20.0).filter(lambda x: (x != 0 and "min" not in str(x)) or "dist" in str(x)),
        by_year(floats(0.5, 20.0)),
    )
    return st.fixed_dictionaries(
        {"places": places, "stay_months": st.sampled_from([6, {"low": 4, "base": 8, "high": 15}])}
    )


OPTIMISM = st.sampled_from(
    [{"A": 0, "B": 0.1, "C": 0.25, "D": 0.4}, {"A": 0.5, "B": 0.5, "C": 0.5, "D": 0.5}]
)


def graded(data, grade):
    """Give the effects of a scenario's outcomes a grade, where they are one number."""
    for outcome in data["outcomes"].values():
        for part in (outcome, *outcome.get("by_group", {}).values()):
            effect = part.get("effect", {})
            for key, number in effect.items():
                if key not in ("basis", "unknown") and not isinstance(number, dict):
                    effect[key] = {"value": number, "grade": grade}
    return data


def full_scenarios():
    """A scenario with groups, places, and a correction for optimism."""

    def laid(parts):
        data, places, optimism, grade = parts
        people = data["participants"] | places
        return graded(data | {"participants": people, "optimism": optimism}, grade)

    plain = st.one_of(scenarios(), grouped_scenarios())
    return st.tuples(plain, full(), OPTIMISM, st.sampled_from("ABCD")).map(laid)


def grouped_scenarios():
    """A scenario whose participants are in groups."""

    def with_groups(pair):
        data, people = pair
        names = list(people["groups"])
        pairs = [
            st.just((k, v)) if "follows" in v else st.tuples(st.just(k), in_groups(names))
            for k, v in data["outcomes"].items()
        ]
        return st.tuples(*pairs).map(
            lambda pairs: {**data, "participants": people, "outcomes": dict(pairs)}
        )

    return st.tuples(scenarios(), grouped()).flatmap(with_groups)


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


# Months, hours and services ------------------------------------------------------------------

SERVICES = {"visit": "per_participant", "talk": "per_year"}


def delivering_scenarios():
    """A scenario whose lines last some months, count hours, and serve what is delivered."""
    services = st.fixed_dictionaries(
        {
            "visit": st.fixed_dictionaries({"per_participant": amounts(5.0)}),
            "talk": st.fixed_dictionaries(
                {"per_year": st.one_of(amounts(50.0), by_year(floats(0.0, 50.0)))},
                optional={"persons": amounts(40.0)},
            ),
        }
    )
    parts = st.fixed_dictionaries(
        {
            "programme": st.one_of(months(), years().map(lambda y: {"years": y})),
            "services": services,
            "full_time_hours": floats(1000.0, 2000.0),
            "staffing": st.fixed_dictionaries({"p": worked(), "q": worked()}),
            "costs": st.fixed_dictionaries({"r": served_costs(), "s": served_costs()}),
            "funding": st.fixed_dictionaries({}, optional={"f": funding_of_months()}),
        }
    )
    return joined(scenarios(), parts)


def serving():
    """What a line is spent on."""
    return optional(serves=optional(visit=floats(0.0, 0.5), talk=floats(0.0, 0.5)))


def worked():
    """Posts and hours, priced by the post or by the hour."""
    lasting = st.one_of(months(), years().map(lambda y: {"years": y}), st.just({}))
    of_post = st.one_of(
        st.fixed_dictionaries({"annual_cost": amounts()}),
        st.fixed_dictionaries({"monthly_salary": amounts(), "oncost_rate": amounts(0.5)}),
    )
    by_hour = st.fixed_dictionaries({"hourly_cost": amounts()})
    price = st.one_of(of_post, by_hour)
    prices_by_year = st.fixed_dictionaries({"hourly_cost": by_year(floats(0.0, 500.0))})
    hours = st.fixed_dictionaries({"hours": amounts()})
    vacant = optional(vacancy=shares())
    steady = optional(per=st.sampled_from(["year", "total"]))
    per_unit = st.fixed_dictionaries({"per": st.sampled_from(["participant", "visit", "talk"])})
    own_hours = optional(full_time_hours=floats(1000.0, 2000.0))
    total = st.fixed_dictionaries({"per": st.just("total")})

    def without_serves(line):
        if line.get("per") in SERVICES:
            line.pop("serves", None)
        return line

    ways = st.one_of(
        joined(st.fixed_dictionaries({"fte": amounts(3.0)}), of_post, lasting, vacant),
        joined(st.fixed_dictionaries({"fte": by_year(floats(0.0, 3.0))}), of_post, vacant),
        joined(hours, price, steady, lasting, vacant, own_hours),
        joined(st.fixed_dictionaries({"hours": by_year(floats(0.0, 900.0))}), price, vacant),
        joined(hours, prices_by_year, st.one_of(months(), st.just({})), vacant),
        joined(hours, prices_by_year, total, lasting),
        joined(hours, price, per_unit, lasting),
    )
    return joined(ways, payers(), GROWTH, serving()).map(without_serves)


def served_costs():
    """Costs per month, participant or service, spent on services or counted per one."""
    lasting = st.one_of(months(), st.just({}))
    amount = st.fixed_dictionaries({"amount": amounts()})
    per = st.fixed_dictionaries({"per": st.sampled_from(["visit", "talk"])})
    other = st.fixed_dictionaries(
        {"per": st.sampled_from(["year", "participant", "once", "total"])}
    )
    ways = st.one_of(joined(amount, per, lasting), joined(amount, other, lasting, serving()))
    return joined(ways, payers(), GROWTH)


def funding_of_months():
    """A grant that lasts some months, per year or in total."""
    per = optional(per=st.sampled_from(["year", "total"]))
    who = st.sampled_from(list(PAYERS)).map(lambda payer: {"payer": payer})
    amount = st.fixed_dictionaries({"amount": amounts()})
    return joined(who, amount, per, st.one_of(months(), st.just({})))


FORMULAS = (
    "twice - many + 1",
    "max(many, 2) * min(part, 0.5, 1) + sqrt(twice)",
    "exp(-part) * 10 / (1 + many)",
    "many**2 / twice - -part",
    "2**-1 * twice + log(1 + many)",
)


def calculated_scenarios():
    """A scenario some of whose numbers are calculated from parameters."""
    parameters = {
        "many": {"kind": "amount", "value": {"low": 2.0, "base": 3.0, "high": 5.0}},
        "part": {"kind": "share", "value": {"events": 3, "of": 11}},
        "twice": {"kind": "amount", "calc": "2 * many"},
        "rest": {"kind": "share", "calc": "1 - part"},
    }

    def laid(parts):
        data, formula, amount = parts
        people = data["participants"] | {"per_year": {"calc": formula}}
        line = {"amount": {"value": {"calc": amount}, "times": 100}, "payer": "social"}
        outcomes = {
            name: outcome | {"attribution": {"calc": "part * rest"}}
            if "effect" in outcome
            else outcome
            for name, outcome in data["outcomes"].items()
        }
        more = {"participants": people, "outcomes": outcomes, "parameters": parameters}
        return data | more | {"costs": data.get("costs", {}) | {"calculated": line}}

    formulas = st.sampled_from(FORMULAS)
    return st.tuples(scenarios(), formulas, formulas).map(laid)
