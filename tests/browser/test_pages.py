"""A page made of a notebook, from a file: it lives with nothing but itself, and stands still without scripts."""

import pytest
from nbconvert import HTMLExporter
from page_export import converted


@pytest.fixture(scope="module")
def page_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_text(converted(HTMLExporter, exclude_input_prompt=True), encoding="utf-8")
    return path.as_uri()


def test_pictures_live_from_a_file(chromium, page_file):
    page = chromium.new_page()
    requests, failures = [], []
    page.on("request", lambda request: requests.append(request.url))
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.goto(page_file)
    pictures = page.locator("cgraph-live")
    pictures.nth(0).locator(".node-b").press("ArrowRight")
    assert pictures.nth(0).locator(".val-b").text_content() == "1.1"
    assert pictures.nth(0).locator(".adj-b").text_content() == " = 5.2"
    assert pictures.nth(1).locator(".val-b").text_content() == "3"
    ours = [url for url in requests if "cgraph" in url]
    assert ours == [] and failures == []
    page.close()


def test_pictures_stand_still_where_no_script_runs(chromium, page_file):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(page_file)
    images = page.locator("cgraph-live img")
    assert images.count() == 3
    assert all(images.nth(i).bounding_box()["height"] > 100 for i in range(3))
    context.close()
