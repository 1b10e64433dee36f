"""A click after typing does what it says: a real mouse, on every kind of control of the page.

The controls are found on the page, not listed; the mouse is moved, pressed, held and let go, so
that whatever moves between the press and the release loses the click.
"""

import time
from itertools import cycle

import pytest

from tests.served import browser, needs_chromium, programmes, serving

pytestmark = needs_chromium
FILE = "varvaderstorget/what_if_middle.yaml"
HOLDS = (0, 20, 80, 150)  # ms; an answer takes about 80
# What may be clicked, each with its kind: where it is, what it is, and what it says it does.
CONTROLS = """() => {
  const all = "a[href], button, input:not([type=hidden]), select, textarea, summary, label";
  const places = "#tools, #result, #form, .top, .bar";
  const where = (e) => e.closest(".menu ul") ? "menu" : e.closest(places).id || "top";
  const does = {
    A: (e) => e.getAttribute("href")[0], BUTTON: (e) => e.value.split(" ")[0] || e.name,
    SUMMARY: (e) => e.parentElement.className || e.parentElement.id,
  };
  window.known = (e) => e && [
    e.tagName, e.id || e.getAttribute("for") || e.name || e.getAttribute("href"),
    e.id ? "" : e.value || e.textContent.trim(),
  ].join("|");
  window.control = (key) => [...document.querySelectorAll(all)].find((e) => known(e) === key);
  window.nearest = (e) => e?.closest?.(all);
  const usable = (e) => e.checkVisibility() && !e.disabled && !e.ariaHidden
    && e.getBoundingClientRect().left > 0;
  const kinds = new Map();
  for (const e of document.querySelectorAll(all)) if (usable(e)) {
    const kind = [where(e), e.tagName.toLowerCase(), does[e.tagName]?.(e) ?? e.type].join(" ");
    kinds.set(kind, [...(kinds.get(kind) || []), known(e)]);
  }
  return [...kinds].map(([kind, keys]) => [kind, [...new Set([keys[0], keys.at(-1)])]]);
}"""
# What is typed in: the last field of a kind that stands before what is clicked, else the first.
TYPED = {
    "text": "#form [data-path] > .entry > input:not([id*='|'])",
    "number": "#form [data-path] > .entry > input:has(~ .unit)",
    "textarea": "#form textarea",
    "select": "#form .entry > select",
}
BEFORE = """([selector, key]) => {
  const target = control(key), before = Node.DOCUMENT_POSITION_FOLLOWING;
  const all = [...document.querySelectorAll(selector)].filter((e) => e.checkVisibility());
  const above = all.filter((e) => e !== target && e.compareDocumentPosition(target) & before);
  return (above.at(-1) || all[0]).id;
}"""
MIDDLE = """key => {
  const { left, top, width, height } = control(key).getBoundingClientRect();
  return [left + Math.min(width / 2, 60), top + height / 2];
}"""
ONLY_NOTED = """() => {
  addEventListener("click", (event) => {
    window.clicked.push(known(nearest(event.target)));
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
}"""
AIM = 0.2  # seconds from the first move to a press in which nothing moves, as in still.js
UNFOLD = "document.querySelectorAll('main details').forEach(d => { d.open = true })"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with serving(programmes(tmp_path_factory.mktemp("mouse"))) as running:
        yield running


def work(page, served, file=FILE):
    """Open a scenario with all that unfolds unfolded."""
    page.goto(served.url)
    page.goto(f"{served.base}/open?file={file}")
    page.locator("#figures img").first.wait_for()
    page.wait_for_load_state("networkidle")
    page.evaluate(UNFOLD)
    page.locator("#f-horizon").fill("9")  # so that there is something to undo
    page.locator("#undo:not([disabled])").wait_for()


def type_in(page, key, kind):
    """Type in the field of a kind that stands before a control, without changing what it says."""
    place = page.locator(f'[id="{page.evaluate(BEFORE, [TYPED[kind], key])}"]')
    place.focus()
    if kind == "select":
        place.select_option(place.input_value())
    else:
        page.keyboard.press("End")
        page.keyboard.type(" ")


def aim(page, key):
    """Move the mouse to a control as a hand does; return when it began to move."""
    page.evaluate("key => control(key).scrollIntoView({ block: 'center' })", key)
    began = time.monotonic()
    for beside in (3, 0):
        x, y = page.evaluate(MIDDLE, key)
        page.mouse.move(x + beside, y)
    return began


def press(page, hold):
    """Press the button of the mouse, hold it so long, and let it go; return when it was down."""
    page.mouse.down()
    pressed = time.monotonic()
    page.wait_for_timeout(hold)
    page.mouse.up()
    return pressed


def clicked_at(page, key, kind, hold):
    """Type, aim and click; return what was clicked, and whether the press came at once."""
    type_in(page, key, kind)
    page.evaluate("window.clicked = []")
    came = aim(page, key)
    at_once = press(page, hold) - came < AIM
    return page.evaluate("window.clicked"), at_once


@pytest.mark.parametrize("kind", TYPED)
def test_a_click_after_typing_reaches_what_it_was_aimed_at(served, kind):
    """Whatever was typed in, and however long the button is held, on every kind of control."""
    holds, lost, tried = cycle(HOLDS), [], 0
    with browser() as page:
        work(page, served)
        controls = page.evaluate(CONTROLS)
        page.evaluate(ONLY_NOTED)
        for name, keys in controls:
            for key in keys:
                hold = next(holds)
                losses = 0  # two at once are no machine that stands still between move and press
                for _ in range(9):
                    clicked, at_once = clicked_at(page, key, kind, hold)
                    losses += at_once and clicked != [key]
                    if clicked == [key] or losses == 2:
                        break
                tried += 1
                if clicked != [key]:
                    lost.append((name, key, hold, clicked))
                page.wait_for_timeout(60)
    assert tried >= 30
    assert lost == [], f"{len(lost)} of {tried} lost"


# What one sees of a control: clicked, it is another.
STATE = """key => {
  const e = control(key), about = e?.tagName === "LABEL" ? e.control : e;
  return about && [about.checked, about.tagName === "SUMMARY" && about.parentElement.open,
    document.activeElement === about, scrollY];
}"""


def staying(page, asked):
    """Note where every click would lead, and stay on the page."""

    def answered(route):
        if route.request.is_navigation_request():
            asked.append(route.request.url)
            return route.fulfill(status=204)
        if "action=change" not in (route.request.post_data or "action=change"):
            asked.append(route.request.post_data)
        return route.continue_()

    page.route("**/*", answered)


def does_something(page, key, asked):
    """Type and click; return whether something came of it, and whether the press came at once."""
    type_in(page, key, "text")
    came = aim(page, key)
    asked.clear()
    before = page.evaluate(STATE, key)
    at_once = press(page, 80) - came < AIM
    for _ in range(10):  # what was typed is answered first
        page.wait_for_timeout(200)
        if asked or before != page.evaluate(STATE, key):
            return True, at_once
    return False, at_once


def test_a_click_after_typing_does_what_it_says(served):
    """A box is ticked, a part unfolds, a field is entered, a button's question is sent."""
    idle, tried, asked = [], 0, []
    with browser() as page:
        work(page, served)
        staying(page, asked)
        for name in dict(page.evaluate(CONTROLS)):
            key = dict(page.evaluate(CONTROLS))[name][-1]
            for _ in range(9):  # a machine that stands still is no hand that aims
                done, at_once = does_something(page, key, asked)
                if done or at_once:
                    break
            tried += 1
            if not done:
                idle.append(name)
            page.evaluate(UNFOLD)
    assert tried >= 20
    assert idle == []
