"""What only a browser can tell: no sideways page scroll, keyboard reach, highlights without script, print."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed: apt-get install chromium"),
]
PAGES = ["index.html", "incident-i-tarnok.html", "period.html", "matrix.html"]


@pytest.fixture(scope="module")
def out(rich_out: Path) -> Path:
    """The dossier with all that a page can hold."""
    return rich_out


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as running:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
        chromium = running.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture(params=PAGES)
def address(request: pytest.FixtureRequest, out: Path) -> str:
    return (out / request.param).as_uri()


@pytest.mark.parametrize("width", [320, 375, 768, 1280])
def test_the_page_never_scrolls_sideways(browser: Any, address: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_nothing_is_asked_of_the_network_and_no_script_runs(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    assert asked == [address]
    context.close()


def test_the_first_tab_stop_skips_to_the_content(browser: Any, address: str) -> None:
    page = browser.new_page()
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.close()


def test_a_value_opens_its_quote_by_keyboard(browser: Any, out: Path) -> None:
    page = browser.new_page(reduced_motion="reduce")
    page.goto((out / "incident-i-tarnok.html").as_uri())
    link = page.locator(".cell-values a").first
    link.focus()
    page.keyboard.press("Enter")
    target = page.evaluate("document.querySelector(':target').closest('.quote').getBoundingClientRect().top")
    assert 0 <= target < 800
    ground = "getComputedStyle(document.querySelector(':target').closest('.quote')).backgroundColor"
    assert page.evaluate(ground) != "rgba(0, 0, 0, 0)"
    assert page.evaluate("document.activeElement.closest('.quote') !== null")
    page.close()


def test_every_focusable_thing_has_a_name(browser: Any, address: str) -> None:
    page = browser.new_page()
    page.goto(address)
    nameless = page.evaluate(
        """[...document.querySelectorAll('a[href], summary, [tabindex]')].filter(e =>
           !(e.getAttribute('aria-label') || e.textContent.trim())).map(e => e.outerHTML.slice(0, 80))"""
    )
    assert nameless == []
    page.close()


def test_it_prints_on_paper(browser: Any, address: str) -> None:
    page = browser.new_page()
    page.goto(address)
    paper = page.pdf(prefer_css_page_size=True)
    assert paper.startswith(b"%PDF")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 960})  # the type area of A4
    assert page.evaluate("document.documentElement.scrollWidth") <= 700
    page.close()


def test_why_here_opens_by_keyboard_and_its_pointers_lead_to_it(browser: Any, out: Path) -> None:
    page = browser.new_page(reduced_motion="reduce")
    page.goto((out / "incident-i-tarnok.html").as_uri())
    summary = page.locator("details.why:has(.ledger) > summary").first
    assert not page.locator(".ledger").first.is_visible()
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator(".ledger").first.is_visible()
    page.keyboard.press("Enter")
    page.locator("p.why a").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector(':target').closest('details.why').open")
    page.close()


def test_the_sums_stand_on_paper_too(browser: Any, out: Path) -> None:
    page = browser.new_page()
    page.goto((out / "incident-i-tarnok.html").as_uri())
    closed = "document.querySelector('.ledger').getBoundingClientRect().height"
    assert page.evaluate("document.querySelector('details.why').open") is False
    page.emulate_media(media="print")
    assert page.evaluate(closed) > 0
    assert page.locator(".ledger").first.is_visible()
    page.close()
