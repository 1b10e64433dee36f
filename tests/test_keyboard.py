"""Where one is on the page stays: the caret, what is unfolded, and a short way by the keyboard."""

import pytest

from tests.served import born, browser, needs_chromium, programmes, serving

pytestmark = needs_chromium
FILE = "varvaderstorget/what_if_middle.yaml"
FOCUS = "document.activeElement.id"
UNFOLDED = """[...document.querySelectorAll("#form details[open]")]
  .map((part) => part.querySelector("summary").id || part.id)"""
TEXTS = "#form input, #form select, #form textarea, #form label, #form legend, #form .unit"

NUMBERS = """[...document.querySelectorAll("#form .field:has(> .unfold) > .entry input")]
  .filter((e) => e.checkVisibility()).map((e) => [e.id, e.getAttribute("aria-keyshortcuts")])"""
LIBRARY = "Boolean(document.activeElement.closest('[data-path]').querySelector('.library a'))"
# The texts that the ring around what has the focus is drawn over.
RINGED = """(texts) => {
  const at = document.activeElement, style = getComputedStyle(at);
  const box = at.getBoundingClientRect();
  const wide = parseFloat(style.outlineOffset) + parseFloat(style.outlineWidth);
  const meets = (e) => {
    const beside = e.getBoundingClientRect();
    return !e.contains(at) && !at.contains(e) && e.checkVisibility()
      && beside.left < box.right + wide && beside.right > box.left - wide
      && beside.top < box.bottom + wide && beside.bottom > box.top - wide;
  };
  const over = [...document.querySelectorAll(texts)].filter(meets);
  return over.map((e) => [at.id || at.textContent, e.id || e.textContent]);
}"""


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with serving(programmes(tmp_path_factory.mktemp("keyboard"))) as running:
        yield running


def work(page, served):
    """Open a scenario."""
    page.goto(served.url)
    page.goto(f"{served.base}/open?file={FILE}")
    page.locator("#figures img").first.wait_for()
    page.wait_for_load_state("networkidle")


def unfold(page, *sections):
    """Click on the headings of sections that are folded."""
    for name in sections:
        if page.locator(f"#s-{name}:not([open])").count():
            page.locator(f"#s-{name} > summary").click()


def answered(page, act):
    """Do something and wait until its answer is on the page."""
    with page.expect_response(lambda r: r.request.method == "POST"):
        act()
    page.locator("#counting").wait_for(state="hidden")


def tabs(page, until):
    """Press Tab until something has the focus, unfolding the posts on the way; return how often."""
    for number in range(1, 60):
        page.keyboard.press("Tab")
        if page.evaluate(until):
            return number
        if page.evaluate("document.activeElement.matches('#s-staffing:not([open]) > summary')"):
            page.keyboard.press("Enter")
    raise AssertionError(f"not there: {until}")


def test_the_pay_of_a_post_is_fifteen_tabs_from_the_name_or_fewer(served):
    """How sure each number is, and its source, are no stops on the way; a post is added on it."""
    with browser() as page:
        born(page, served, "Femton steg", "20")
        page.locator("#f-name").focus()
        pressed = tabs(page, "document.activeElement.id === 'add-staffing'")
        page.keyboard.type("Kurator")
        answered(page, lambda: page.keyboard.press("Enter"))
        pressed += tabs(page, "/[.](monthly_salary|annual_cost)$/.test(document.activeElement.id)")
    assert pressed <= 15


def test_a_section_is_one_key_away(served):
    """Alt and Page Down leads to the next, Page Up to the one before, from anywhere in it."""
    with browser() as page:
        work(page, served)
        page.locator("#f-name").focus()
        sections = page.locator(".section > summary").all_inner_texts()
        for heading in sections[1:4]:
            page.keyboard.press("Alt+PageDown")
            assert page.evaluate("document.activeElement.textContent.trim()") == heading.strip()
        page.keyboard.press("Alt+PageUp")
        assert page.evaluate("document.activeElement.textContent.trim()") == sections[2].strip()


def test_how_sure_a_number_is_is_one_key_from_it_and_one_key_back(served):
    """For every number on the page; the key is told to those who do not see it."""
    with browser() as page:
        work(page, served)
        unfold(page, "people", "staffing", "costs", "funding", "outcomes", "money")
        numbers = page.evaluate(NUMBERS)
        assert len(numbers) > 20
        for ident, shortcut in numbers:
            assert shortcut == "Alt+ArrowDown", ident
            page.locator(f'[id="{ident}"]').focus()
            page.keyboard.press("Alt+ArrowDown")
            inside = "document.activeElement.closest('.unfold')?.open"
            assert page.evaluate(inside), ident
            assert page.evaluate("document.activeElement.matches('input, select')")
            if page.evaluate(LIBRARY):
                page.keyboard.press("Shift+Tab")
                assert page.evaluate("document.activeElement.matches('.library a')"), ident
                page.keyboard.press("Tab")
            page.keyboard.press("Escape")
            assert page.evaluate(FOCUS).split("-")[1] == ident.split("-")[1]
            assert not page.evaluate(
                f"document.querySelector('.unfold:has([id=\"{ident}\"])')?.open"
            )


def test_the_ring_of_the_focus_is_drawn_over_no_text(served):
    """It is around what has the focus, and touches neither a field nor its words beside it."""
    with browser() as page:
        work(page, served)
        unfold(page, "who", "people", "staffing", "costs")
        page.evaluate("document.querySelectorAll('.unfold').forEach(d => { d.open = true })")
        found = []
        page.locator("#s-what > summary, .section > summary").first.focus()
        for _ in range(150):
            page.keyboard.press("Tab")
            if page.evaluate("!document.activeElement.closest('#form')"):
                break
            found += page.evaluate(RINGED, TEXTS)
        for summary in page.locator(".unfold > summary:visible").all()[:8]:
            page.keyboard.press("Shift")  # so that the focus is the keyboard's
            summary.focus()
            found += page.evaluate(RINGED, TEXTS)
    assert found == []


def test_what_is_unfolded_stays_so(served):
    """After undo, after a part is added, after the library and back, and after a reload."""
    with browser() as page:
        work(page, served)
        unfold(page, "staffing", "costs", "outcomes")
        page.locator("#s-what > summary, .section > summary").first.click()  # folded on purpose
        known = page.locator('[id="k-costs.lokal.amount"]')
        known.click()
        before = page.evaluate(UNFOLDED)
        assert {"s-staffing", "s-costs", "s-outcomes", "k-costs.lokal.amount"} <= set(before)

        answered(page, lambda: page.locator('[id="f-costs.lokal.amount"]').fill("99 000"))
        answered(page, page.locator("#undo").click)
        assert page.evaluate(UNFOLDED) == before
        page.locator("#add-costs").fill("Resor")
        answered(page, lambda: page.locator("#add-costs").press("Enter"))
        assert set(page.evaluate(UNFOLDED)) == set(before)
        answered(page, page.locator("#undo").click)
        page.locator('[id="at-costs.lokal.amount"] a[href*="/library"]').click()
        page.locator(".offers button").first.click()
        page.wait_for_url("**/work/*")
        page.wait_for_load_state("networkidle")
        assert set(page.evaluate(UNFOLDED)) == set(before)
        assert page.evaluate(FOCUS) == "f-costs.lokal.amount"
        page.reload()
        page.wait_for_load_state("networkidle")
        assert set(page.evaluate(UNFOLDED)) == set(before)


def test_what_is_unfolded_among_the_results_stays_so(served):
    """More tables, opened once, are still open when the numbers have followed what was typed."""
    with browser() as page:
        work(page, served)
        for summary in page.locator("#figures summary").all():
            summary.click()
        page.locator("#warnings > summary").click()
        opened = "[...document.querySelectorAll('#result details')].map(d => d.open)"
        before = page.evaluate(opened)
        page.locator("#f-horizon").fill("9")
        page.locator("#figures.outdated").wait_for(state="attached")
        page.locator("#figures:not(.outdated) img").first.wait_for()
        page.wait_for_load_state("networkidle")
        assert page.evaluate(opened) == before


def test_the_caret_stays_where_one_types(served):
    """Whatever the answers, one types in the middle of a number as on paper."""
    with browser() as page:
        work(page, served)
        unfold(page, "costs")
        place = page.locator('[id="f-costs.lokal.amount"]')
        place.fill("15000")
        page.keyboard.press("Home")
        page.keyboard.press("ArrowRight")
        for key in "234":
            answered(page, lambda key=key: page.keyboard.press(key))
        assert place.input_value() == "12345000"
        radio = '[name="costs.lokal.amount|form"][value="range"]'
        page.locator('[id="k-costs.lokal.amount"]').click()
        answered(page, page.locator(radio).check)
        assert page.evaluate("document.activeElement.value") == "range"


def test_a_part_that_is_added_takes_nobody_from_another_field(served):
    """Who has gone on to type elsewhere while the part is made stays there."""
    with browser() as page:
        work(page, served)
        unfold(page, "costs")
        page.locator("#add-costs").fill("Material")
        page.route("**/work/*", lambda route: (page.wait_for_timeout(300), route.continue_()))
        page.locator("#add-costs").press("Enter")
        page.locator("#f-horizon").focus()
        page.locator('[id="f-costs.material.amount"]').wait_for()
        assert page.evaluate(FOCUS) == "f-horizon"


def test_a_box_ticked_while_the_form_is_drawn_anew_stays_ticked(served):
    """The answer to what was done before it does not take it back."""
    with browser() as page:
        work(page, served)
        unfold(page, "staffing", "costs")
        box = page.locator('[id="f-staffing.sjukskoterska.in_kind"]')
        box.evaluate("e => { e.closest('details').open = true }")
        was = box.is_checked()
        page.locator("#add-costs").fill("Material")
        page.locator("#add-costs").press("Enter")
        box.click()
        page.locator('[id="f-costs.material.amount"]').wait_for()
        assert box.is_checked() != was
        page.wait_for_load_state("networkidle")
        page.reload()
        assert box.is_checked() != was


def test_what_one_looks_at_stays_on_its_place(served):
    """The help of another field moves nothing under the mouse."""
    with browser() as page:
        work(page, served)
        unfold(page, "who", "people", "staffing", "costs")
        first = page.locator('[id="f-staffing.socionom.fte"]')
        second = page.locator('[id="f-staffing.socionom.monthly_salary"]')
        second.evaluate("e => e.scrollIntoView({ block: 'center' })")
        first.focus()
        page.wait_for_timeout(400)
        where = second.bounding_box()
        page.mouse.click(where["x"] + 20, where["y"] + 10)
        page.wait_for_timeout(600)
        assert abs(second.bounding_box()["y"] - where["y"]) < 1
