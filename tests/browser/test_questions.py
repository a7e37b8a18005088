"""Predictions and reviews on a page without Jupyter: by mouse, by keyboard, on a phone, in the dark."""

import pytest
from shim import page_of

from cgraph_lib.exercises.predictions import prediction
from cgraph_lib.live import predict, review

IDS = ["05.hurry", "05.seed", "00.keeps", "04.straight", "05.order"]
CHOICE, NUMBER, BOX, EDGE, ORDER = range(5)


@pytest.fixture
def open_page(chromium, tmp_path, monkeypatch):
    """Return a function that opens a page with these questions and a review."""
    monkeypatch.chdir(tmp_path)
    contexts = []

    def open_one(*boxes, **look):
        contexts.append(chromium.new_context(**{"viewport": {"width": 900, "height": 900}} | look))
        page = contexts[-1].new_page()
        page.failures = []
        page.on("pageerror", lambda error: page.failures.append(str(error)))
        html = page_of(*(boxes or [*map(predict, IDS), review("05")]))
        page.route("**/questions.html", lambda route: route.fulfill(body=html, content_type="text/html"))
        page.goto("http://course.test/questions.html")
        page.wait_for_function("window.ready")
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page):
    page = open_page()
    yield page
    assert page.failures == []


def question(page, place):
    return page.locator("form.cg-ask").nth(place)


def feedback(page, place):
    return question(page, place).locator(".cg-feedback").inner_text()


def guess(page, place, name="guess"):
    return page.evaluate(f"window.models[{place}].get('{name}')")


def commit(page, place):
    question(page, place).get_by_role("button", name="Commit my guess").click()


def test_a_choice_is_committed_and_judged(page):
    asked = prediction("05.hurry")
    button = question(page, CHOICE).get_by_role("button", name="Commit my guess")
    assert button.is_disabled()
    question(page, CHOICE).get_by_text("exactly 14").click()
    assert guess(page, CHOICE) is None
    button.click()
    assert guess(page, CHOICE) == "exactly 14"
    assert "Not quite. Every contribution does arrive at b." in feedback(page, CHOICE)
    assert "Run the next cell to see." in feedback(page, CHOICE)
    assert asked.because not in question(page, CHOICE).inner_text()
    question(page, CHOICE).get_by_role("button", name="Guess again").click()
    assert guess(page, CHOICE) is None
    question(page, CHOICE).get_by_text("more than 14").click()
    commit(page, CHOICE)
    assert f"Right. {asked.because}" in feedback(page, CHOICE)


def test_a_number_is_typed_and_unread_ones_are_no_guess(page):
    field = question(page, NUMBER).get_by_role("textbox")
    field.fill("a lot")
    field.press("Enter")
    assert guess(page, NUMBER) is None and "Type a number, such as" in feedback(page, NUMBER)
    field.fill("6")
    field.press("Enter")
    assert guess(page, NUMBER) == "6" and "6 is the value of e." in feedback(page, NUMBER)
    assert field.is_disabled()


def test_a_place_on_the_drawing_is_clicked(page):
    question(page, BOX).locator(".node-d").click()
    commit(page, BOX)
    assert guess(page, BOX) == "d" and "Right." in feedback(page, BOX)
    question(page, BOX).locator(".node-c").click(force=True)
    assert guess(page, BOX) == "d", "a committed guess stays"
    question(page, EDGE).locator(".edge-s-y-0 .hit").click(force=True)
    commit(page, EDGE)
    assert guess(page, EDGE) == "s → y" and "it begins at s" in feedback(page, EDGE)


def test_the_keyboard_is_enough(page):
    first = question(page, EDGE).locator(".pill [role=button]").first
    first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    pressed = question(page, EDGE).locator("[aria-pressed='true']")
    assert pressed.get_attribute("aria-label") == "edge x₂ → s"
    question(page, EDGE).get_by_role("button", name="Commit my guess").focus()
    page.keyboard.press("Enter")
    assert guess(page, EDGE) == "x₂ → s"
    question(page, CHOICE).get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert guess(page, CHOICE) == prediction("05.hurry").options[1]


def test_boxes_are_chosen_in_an_order(page):
    for name in "ecd":
        question(page, ORDER).locator(f".node-{name}").click()
    question(page, ORDER).locator(".node-d").click()  # taken back
    assert question(page, ORDER).locator(".cg-count").all_text_contents() == ["2", "1"]
    for name in "bda":
        question(page, ORDER).locator(f".node-{name}").click()
    commit(page, ORDER)
    assert guess(page, ORDER) == ["e", "c", "b", "d", "a"]
    assert "You took b before d, but d still has something to send to b." in feedback(page, ORDER)


def test_what_a_cell_guesses_and_the_remark_are_shown(page):
    page.evaluate("window.models[1].set('guess', '1')")
    assert "Right." in feedback(page, NUMBER)
    page.evaluate("window.models[1].set('remark', 'It could not be kept.')")
    assert page.locator(".cg-remark").nth(NUMBER).inner_text() == "It could not be kept."


def test_a_guess_of_before_is_there_when_the_page_opens(open_page):
    box = predict("05.seed")
    box.guess = "6"
    page = open_page(box)
    assert "6 is the value of e." in feedback(page, 0)
    assert question(page, 0).get_by_role("textbox").input_value() == "6"


def test_a_review_asks_one_after_the_other_and_tells_the_answer(open_page):
    box = review("05")
    wrong = [next(each.answer for each in question.guesses) for question in box.questions]
    box.guesses = [wrong[0], None, None]
    page = open_page(box)
    visible = page.locator("form.cg-ask:visible")
    assert "Question 2 of 3" in visible.inner_text()
    page.get_by_role("button", name="question 1").click()
    answer = box.questions[0].write(box.questions[0].answer)
    assert f"The answer is {answer}." in visible.inner_text().replace("\u00a0", " ")
    for i, each in enumerate(box.questions):
        page.evaluate(
            "([i, guess]) => { const all = [...window.models[0].get('guesses')]; all[i] = guess; "
            "window.models[0].set('guesses', all); }",
            [i, each.read(each.answer)],
        )
    assert "That was the last one: 3 of 3 right." in page.locator(".cg-done").inner_text()
    assert page.failures == []


@pytest.mark.parametrize("look", [{"color_scheme": "dark"}, {"viewport": {"width": 375, "height": 800}}], ids=str)
def test_it_fits_and_is_legible(open_page, look):
    page = open_page(**look)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    fits = "boxes => boxes.every(box => box.scrollWidth <= box.clientWidth + 1)"
    assert page.locator(".cg-places").evaluate_all(fits)
    sizes = page.locator(".cg-option, .cg-commit, .cg-guess, .cg-step").evaluate_all(
        "parts => parts.filter(part => part.offsetHeight).map(part => part.offsetHeight)"
    )
    assert min(sizes) >= 24
    dark = page.locator(".cg-ask").first.evaluate("card => getComputedStyle(card).backgroundColor")
    assert dark == ("rgb(22, 25, 30)" if "color_scheme" in look else "rgb(245, 246, 248)")
