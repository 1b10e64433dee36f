"""Tables of observations: read as they are written, and refused by row and column."""

import io
import re

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sroi.errors import MOST, ScenarioError
from sroi.loader.terms import terms
from sroi.observations.persons import tells_of_person
from sroi.observations.reading import observations_in
from sroi.schema.periods import Period, period_in
from sroi.wording import Wording
from tests.followed import read_rows, scenario_of, table_of

HEAD = "indicator,period,events,of,value\n"
PARTED = "indicator,period,unit,value,of,sd,about,mark,reporting,expected,note\n"


def sheet(*rows, form=None):
    """Return a workbook with these rows, its last cell in a form."""
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    if form:
        book.active.cell(len(rows), len(rows[-1])).number_format = form
    book.save(buffer)
    return buffer.getvalue()


def one(row):
    return f"{HEAD}{row}\n"


def parted(row):
    return f"{PARTED}{row}\n"


# Kind of table: what it is, where the problem is told to be, and words of what is told.
HOSTILE = {
    "empty": (b"", "", "the file is empty"),
    "only spaces": (b"  \n ", "", "the file is empty"),
    "latin-1": ("indicator,period,note\ncheck4,2019,Växjö".encode("latin-1"), "", "UTF-8"),
    "utf-16": ("indicator,period\n".encode("utf-16"), "", "UTF-8"),
    "zero bytes": (b"indicator,period\ncheck4,\x002019", "", "no text"),
    "old workbook": (b"\xd0\xcf\x11\xe0abc", "", "save it as .xlsx"),
    "damaged workbook": (b"PK\x03\x04abc", "", "not a workbook"),
    "an image": (b"\x89PNG\r\n\x1a\n\xff", "", "UTF-8"),
    "too large": (b"indicator,period\n" + b"#" * (5 << 20), "", "more than 5242880 bytes"),
    "too many rows": (
        "indicator,period,unit\n" + "".join(f"spent,2019,{i}\n" for i in range(50_001)),
        "",
        "more than 50000 rows",
    ),
    "no header": ("check4,2019,10,40,\ncheck4,2020,9,40,\n", "A1", "indicator is missing"),
    "no period column": ("indicator,value\ncheck4,0.3\n", "A1", "period is missing"),
    "unknown column": ("indicator,period,name\ncheck4,2019,\n", "C1", "column is unknown"),
    "column twice": ("indicator,period,value,värde\n", "D1 (value)", "stands twice"),
    "column without a name": ("indicator,period,,value\nx,2019,,1\n", "C1", "without a name"),
    "more cells than columns": (one("check4,2019,1,2,0.5,7"), "F2", "6 cells and the header 5"),
    "open quotation": (one('check4,2019,"10,40,'), "", "quotation marks"),
    "text after quotation": (one('check4,2019,"10"x,40,'), "", "quotation marks"),
    "no indicator": (one(",2019,10,40,"), "A2 (indicator)", "no indicator"),
    "unknown indicator": (one("chek4,2019,10,40,"), "A2 (indicator)", "write one of check4"),
    "unknown line": (one("costs.cars,2019,,,5"), "A2 (indicator)", "costs.rent"),
    "no period": (one("check4,,10,40,"), "B2 (period)", "no period"),
    "a school year": (one("check4,2019/20,10,40,"), "B2 (period)", "2019Q2"),
    "a fifth quarter": (one("check4,2019Q5,10,40,"), "B2 (period)", "not a period"),
    "a month 13": (one("check4,2019-13,10,40,"), "B2 (period)", "not a period"),
    "a span backwards": (one("check4,2021-2019,10,40,"), "B2 (period)", "not a period"),
    "per cent": (one("check4,2019,,,25 %"), "E2 (value)", "write 0.25 for 25"),
    "per cent, semicolons": ("indicator;period;value\ncheck4;2019;25%", "C2", "write 0,25 for"),
    "a share above 1": (one("check4,2019,,,25"), "E2 (value)", "a share above 1"),
    "words": (one("courses,2019,,,about ten"), "E2 (value)", "words in a number"),
    "a unit": (one("spent,2019,,,120 tkr"), "E2 (value)", "words in a number"),
    "a formula": (one("courses,2019,,,=SUM(A1)"), "E2 (value)", "a formula"),
    "a month of a spreadsheet": (one("courses,2019,,,maj-24"), "E2 (value)", "made a date of it"),
    "a day of a spreadsheet": (one("courses,2019,,,2024-05-01"), "E2 (value)", "a date"),
    "a decimal comma, commas": (one('check4,2019,,,"0,25"'), "E2 (value)", "with ».« before"),
    "a point, semicolons": ("indicator;period;value\nspent;2019;1.250", "C2", "with »,« before"),
    "a dash for nothing": (one("courses,2019,,,-"), "E2 (value)", "not a number"),
    "a negative count": (one("courses,2019,,,-4"), "E2 (value)", "below 0"),
    "negative events": (one("check4,2019,-1,40,"), "C2 (events)", "below 0"),
    "half an event": (one("check4,2019,1.5,40,"), "C2 (events)", "whole number"),
    "events above of": (one("check4,2019,41,40,"), "C2 (events)", "more events than of"),
    "events without of": (one("check4,2019,4,,"), "D2 (of)", "events without of"),
    "another share": (one("check4,2019,10,40,0.31"), "E2 (value)", "another share"),
    "two counts": (one("courses,2019,10,,11"), "C2 (events)", "another count"),
    "no exposure": (one("courses,2019,,0,11"), "D2 (of)", "an exposure of 0"),
    "events of a mean": (one("wellbeing,2019,4,40,3"), "C2 (events)", "not of this kind"),
    "of beside money": (one("spent,2019,,40,3"), "D2 (of)", "not of this kind"),
    "sd of a count": (parted("courses,2019,,4,,1.5,,,,,"), "F2 (sd)", "not of this kind"),
    "a negative post": (one("staffing.nurse.fte,2019,,,-1"), "E2 (value)", "below 0"),
    "beyond counting": (one(f"spent,2019,,,{'9' * 40}"), "E2 (value)", "beyond counting"),
    "about what": (parted("courses,2019,,4,,,roughly,,,,"), "G2 (about)", "over, under, circa"),
    "a mark unknown": (parted("courses,2019,,4,,,,covid,,,"), "H2 (mark)", "disrupted"),
    "reporting alone": (parted("courses,2019,,4,,,,,3,,"), "J2 (expected)", "go together"),
    "more than expected": (parted("courses,2019,,4,,,,,3,2,"), "I2 (reporting)", "than expected"),
    "the same row twice": (one("courses,2019,,,4\ncourses,2019,,,5"), "A3 (indicator)", "twice"),
    "overlapping periods": (one("courses,2019,,,4\ncourses,2019Q2,,,1"), "A3", "overlaps"),
    "a total since the start": (one("courses,2018-2020,,,9\ncourses,2019,,,4"), "A3", "of its own"),
    "an identity number": (parted("courses,2019,850101-1234,4,,,,,,,"), "C2 (unit)", "identity"),
    "a coordination number": (parted("courses,2019,850161-1234,4,,,,,,,"), "C2", "identity"),
    "twelve digits": (parted("courses,2019,198501011236,4,,,,,,,"), "C2 (unit)", "identity"),
    "full-width digits": (parted("courses,2019,８５０１０１–1234,4,,,,,,,"), "C2", "identity"),
    "a number in a note": (parted("courses,2019,,4,,,,,,,barn 20190312-1234"), "K2", "identity"),
    "an address": (parted("courses,2019,,4,,,,,,,anna@kommun.se"), "K2 (note)", "e-mail"),
    "a phone": (parted("courses,2019,,4,,,,,,,070-123 45 67"), "K2 (note)", "phone"),
    "rows of one person": (
        "indicator,period,unit,events,of\n" + "".join(f"check4,2019,u{i},1,1\n" for i in range(21)),
        "E1 (of)",
        "21 rows are of one person",
    ),
    "a date in a cell": (
        sheet(["indicator", "period", "value"], ["courses", 2019, 45413], form="yyyy-mm-dd"),
        "Sheet!C2 (value)",
        "a date",
    ),
    "a truth in a cell": (
        sheet(["indicator", "period", "value"], ["courses", 2019, True]),
        "Sheet!C2 (value)",
        "neither a number nor text",
    ),
    "a formula in a cell": (
        sheet(["indicator", "period", "value"], ["courses", 2019, "=1+1"]),
        "Sheet!C2 (value)",
        "no value yet",
    ),
    "an identity number in a cell": (
        sheet(["indicator", "period", "value"], ["courses", 2019, 198501011236]),
        "Sheet!C2 (value)",
        "identity",
    ),
}  # fmt: skip
SECRET = re.compile(
    r"850101|8501011236|anna@|070-123|about ten|SUM|maj-24|2024-05-01|chek4|roughly"
)


def problems_of(folder, text):
    """Return what is told of a table."""
    with pytest.raises(ScenarioError) as refused:
        read_rows(folder, text)
    return refused.value


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_table_is_refused_by_row_and_column(kind, tmp_path):
    """At its cell, with what to do, and without what stands in the cell."""
    text, place, words = HOSTILE[kind]
    said = str(problems_of(tmp_path, text))
    line = next((line for line in said.split("\n") if words in line), "")
    assert f"table.csv: {place}" in line, said
    assert not SECRET.search(said)


def test_there_are_forty_kinds():
    """And every problem can be told in Swedish."""
    assert len(HOSTILE) >= 40


@pytest.mark.parametrize("kind", [kind for kind in HOSTILE if kind != "damaged workbook"])
def test_what_is_wrong_with_a_table_can_be_told_in_swedish(kind, tmp_path):
    """No sentence stays English."""
    sv = Wording("sv", "SEK")
    for problem in problems_of(tmp_path, HOSTILE[kind][0]).listed:
        for message in (problem.what, problem.hint):
            template = getattr(message, "template", message)
            assert template in terms("sv")["problem"] and sv.said(message)


def test_all_problems_come_at_once(tmp_path):
    """Of every row and of every table; of thousands only the first."""
    scenario = scenario_of(tmp_path)
    bad = [table_of(tmp_path, one("x,2019,,,\ncheck4,20,41,40,"), f"{i}.csv") for i in range(2)]
    with pytest.raises(ScenarioError) as refused:
        observations_in(bad, scenario)
    assert len(refused.value.problems) == 2 * 3
    many = problems_of(tmp_path, HEAD + "check4,y,z,z,z\n" * 5000)
    assert len(many.listed) == MOST and many.more == 4 * 5000 - MOST


READ = {
    "comma": "indicator,period,value,note\nspent,2019,1250000.5,a\n",
    "semicolon": "indicator;period;value;note\nspent;2019;1 250 000,5;a\n",
    "byte order mark": "\ufeffindikator;period;värde;anmärkning\r\nspent;2019;1250000,5;a\r\n",
    "hard spaces": "Indikator ;PERIOD;Värde;Anmärkning\nspent;2019;1\u00a0250\u00a0000,5;a\n",
    "quoted": '"indicator","period","value","note"\n"spent","2019","1 250 000.5","a"\n',
    "empty rows": "indicator,period,value,note\n\n,,,\nspent,2019,1250000.5,a\n,,,\n",
    "empty columns": "indicator,period,value,note,unit,group\nspent,2019,1250000.5,a,,\n",
}


@pytest.mark.parametrize("kind", READ)
def test_a_table_is_read_as_spreadsheets_write_it(kind, tmp_path):
    """In English and Swedish, with and without a byte order mark."""
    (row,) = read_rows(tmp_path, READ[kind])
    assert (row.indicator, row.period, row.value, row.note) == (
        "spent", period_in("2019"), 1250000.5, "a",
    )  # fmt: skip


def test_a_workbook_is_read_by_its_first_sheet(tmp_path):
    """Whole years as numbers, shares typed with a comma, an empty cell as nothing."""
    rows = (["indikator", "period", "antal", "av", "värde"], ["check4", 2019, 10, 40, None])
    (row, other) = read_rows(tmp_path, sheet(*rows, ["check4", "2020T2", None, 50, "0,25"]))
    assert (row.period.text, row.events, row.of, row.value) == ("2019", 10, 40, 0.25)
    assert (other.period.months, other.events, other.of) == (4, 12.5, 50)


def test_an_empty_cell_is_not_zero(tmp_path):
    """A row without events and value was asked for and not answered."""
    empty, zero = read_rows(tmp_path, one("check4,2019,,,\ncheck4,2020,0,40,"))
    assert (empty.known, empty.events) == (False, None)
    assert (zero.known, zero.events, zero.value) == (True, 0, 0)


def test_a_count_may_stand_under_events(tmp_path):
    """A Swede writes antal: 18."""
    (row,) = read_rows(tmp_path, "indikator;period;antal\ncourses;2019;18\n")
    assert row.events == 18


def test_words_are_read_in_both_languages(tmp_path):
    """Drygt is over, störd is disrupted."""
    rows = read_rows(
        tmp_path, parted("courses,2019,,4,,,drygt,störd,,,\ncourses,2020,,4,,,ca,break,,,")
    )
    assert [(row.about, row.mark) for row in rows] == [("over", "disrupted"), ("circa", "break")]


NOBODYS = ["556016-0680", "212000-1595", "2017-2021", "rad 1246-1253", "0,60", "1 250 000"]
NOBODYS += ["dnr 1.5.1-638/2017", "0.25", "101 300"]


@pytest.mark.parametrize("text", NOBODYS)
def test_what_is_nobodys_passes(text):
    """Numbers of organisations, spans, lines, amounts and file numbers."""
    assert tells_of_person(text) is None


@given(st.integers(12_000, 119_000), st.integers(0, 400))
def test_a_span_is_read_as_it_is_written(first, length):
    """Month by month, as 2017-09..2021-04."""

    def month(n):
        return f"{n // 12}-{n % 12 + 1:02d}"

    text = f"{month(first)}..{month(first + length)}"
    assert period_in(text) == Period(first, first + length, text)
