"""What somebody does on the page with a mouse and a keyboard, and reads there."""

OPEN = """element => {
  const from = element.matches("summary") ? element.parentElement.parentElement : element;
  for (let d = from.closest("details"); d; d = d.parentElement.closest("details")) d.open = true;
}"""


def answered(page, act):
    """Do something, and wait until all that was typed is answered on the page."""
    with page.expect_response(lambda r: r.request.method == "POST") as answer:
        act()
    assert answer.value.status == 200, answer.value.text()
    page.wait_for_timeout(100)  # the last key counts after 20 ms
    page.locator("#counting").wait_for(state="hidden")


def click(page, place):
    """Click in the middle of something with the mouse."""
    place.evaluate(OPEN)
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    page.mouse.click(box["x"] + min(box["width"] / 2, 40), box["y"] + box["height"] / 2, delay=60)


def typed(page, path, text):
    """Click in a field, and type over what stands there."""
    place = page.locator(f'[id="f-{path}"]')
    click(page, place)
    page.keyboard.press("Control+A")
    answered(page, lambda: page.keyboard.type(text))


def chosen(page, path, value):
    """Choose one of several, whichever way the page shows them, unless it is chosen."""
    places = page.locator(f'[name="{path}"]')
    if places.first.evaluate("e => e.type === 'radio'"):
        choice = page.locator(f'[name="{path}"][value="{value}"]')
        if not choice.is_checked():
            answered(page, lambda: click(page, choice))
        return
    places.first.evaluate(OPEN)
    if places.first.input_value() != value:
        answered(page, lambda: places.first.select_option(value))


def added(page, section, name):
    """Type the name of a new part, and press Enter."""
    place = page.locator(f'[id="add-{section}"]')
    click(page, place)
    page.keyboard.type(name)
    answered(page, lambda: page.keyboard.press("Enter"))


def saved(page, name=None):
    """Save: a new scenario in its file, or what is changed as a variant with a name."""
    page.wait_for_load_state("networkidle")
    click(page, page.locator("#save" if name is None else "#save-variant"))
    if name is not None:
        click(page, page.locator("#name"))
        page.keyboard.press("Control+A")
        page.keyboard.type(name)
    click(page, page.locator("main form button.primary").first)
    page.locator("#result .headline").wait_for()
    page.wait_for_load_state("networkidle")


def cells(table):
    """Return the rows of a table by what they are called, as they are read."""
    rows = table.locator("tbody tr").all()
    read = [row.locator("th, td").all_inner_texts() for row in rows]
    return {row[0].removesuffix(" ×"): row[1:] for row in read}
