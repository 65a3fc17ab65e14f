"""The page in a real browser: talked to by mouse, by keyboard, by microphone; seen light, dark and small."""

from __future__ import annotations

import json
import shlex
import shutil
import struct
import wave
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from advisor.customers import Customer
from advisor.pictures import payloads
from advisor.plans import Goal, make_plan
from settings import settings
from store import charts, handoffs, plans, recommendations
from tests.web.conftest import FakeHearing
from web import limits, vendor
from web.app import create_app
from web.voices import Voices

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium on this machine; `apt install chromium`"),
    pytest.mark.skipif(not (vendor.OUT / "deepChat.bundle.js").exists(), reason="`python -m web.vendor` has not run"),
]

FLAGS = shlex.split(
    """
    --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
    --disable-component-update --disable-sync --use-fake-device-for-media-stream --use-fake-ui-for-media-stream
    --autoplay-policy=no-user-gesture-required
    """
)
GOAL = "I want to save for a house in 3 years"


class Ears(FakeHearing):
    """Hears a goal in anything that was recorded."""

    def transcribe(self, audio):
        assert len(audio) > 1000, "nothing was recorded"
        return SimpleNamespace(text=GOAL, seconds=1.0, cpu_seconds=0.1, language="en", clear=True, manner=None)


class Mouth:
    """Says a fifth of a second of a square wave."""

    def say(self, text: str) -> bytes:
        import io

        out = io.BytesIO()
        with wave.open(out, "wb") as sound:
            sound.setparams((1, 2, 16000, 0, "NONE", ""))
            sound.writeframes(struct.pack("<h", 3000) * 3200)
        return out.getvalue()


@pytest.fixture(scope="module")
def browser():
    """One Chromium for all tests; each gets a window of its own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def site(bot, serve):
    """The address of a server with the fake bot behind it."""
    app = create_app(Voices(Ears(), Mouth()))
    limits.limiter.reset()
    return f"http://127.0.0.1:{serve(app)}"


@pytest.fixture
def planning_bot(bot):
    """A bot that answers with a real plan of whoever asks, picture included."""
    plan = make_plan(Goal("house", 60000.0, 36, 5000.0), Customer.guest(68948.0, age=28), today=date(2026, 1, 1))

    class Heard(list):
        def append(self, heard):
            super().append(heard)
            owner = heard[0].partition(".")[0]
            if not plans.active(owner):
                plans.add(owner, f"plan-{owner}", "house", plan.to_dict())
            chart = charts.add(owner, "roadmap", payloads.roadmap(plan))
            bot.replies[1]["image"] = {"id": chart, "alt": "A line that rises to the goal."}

    bot.heard = Heard()
    bot.replies = [
        {"text": "Let me see."},
        {
            "text": "Put money aside each month:\n- first this\n- then that",
            "sources": [{"title": "Deposits", "url": "https://example.org", "quote": "Twenty per cent."}],
            "buttons": [{"title": "Why?", "payload": "/ask_why"}],
        },
    ]
    return bot


@pytest.fixture
def window(browser, site):
    """Opens the page; what it complains about fails the test."""
    complaints, contexts = [], []

    def open_page(path="/", **options):
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 860}, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(site + path)
        if path == "/":
            page.wait_for_selector("deep-chat milepost-reply")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [text for text in complaints if "503" not in text] == []


def say(page, text):
    page.get_by_role("textbox", name="Your message").fill(text)
    page.keyboard.press("Enter")


def log(page):
    """The messages."""
    return page.get_by_role("log", name="Messages")


def until(page, expression):
    """Wait for the page to say yes. (wait_for_function needs eval, which the page's policy forbids.)"""
    for _ in range(600):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never true: {expression}")


def test_a_goal_gets_words_a_picture_its_figures_and_sources(window, planning_bot):
    page = window()
    page.get_by_role("button", name=GOAL).click()
    picture = page.get_by_role("img", name="A line that rises to the goal.")
    picture.wait_for()
    until(
        page,
        "document.querySelector('deep-chat').shadowRoot.querySelector('figure img:not(.waiting)')?.naturalWidth >= 150",
    )
    log(page).get_by_text("then that").wait_for()
    page.get_by_role("button", name="Figures as a table").click()
    page.get_by_role("table").get_by_role("row").nth(3).wait_for()
    page.get_by_text("1 source").click()
    assert page.get_by_role("link", name="Deposits").get_attribute("rel") == "noopener noreferrer"
    page.get_by_role("button", name="Why?").click()
    log(page).get_by_text("Let me see.").nth(1).wait_for()
    assert [text for _, text in planning_bot.heard] == [GOAL, "/ask_why"]
    assert page.locator("#plans article").count() == 1


def test_everything_can_be_done_with_the_keyboard(window, planning_bot):
    page = window()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the conversation"
    page.get_by_role("textbox", name="Your message").focus()
    page.keyboard.type(GOAL)
    page.keyboard.press("Enter")
    why = page.get_by_role("button", name="Why?")
    why.wait_for()
    why.focus()
    page.keyboard.press("Enter")
    log(page).get_by_text("Let me see.").nth(1).wait_for()
    page.get_by_role("switch", name="Product suggestions").focus()
    page.keyboard.press("Space")
    page.locator('[role=switch][aria-checked="false"][aria-labelledby="title-recommendations"]').wait_for()


def test_a_screen_reader_hears_each_answer_once(window, planning_bot):
    page = window()
    say(page, GOAL)
    until(page, "document.getElementById('said').textContent.startsWith('Put money aside')")
    assert page.locator("#said").get_attribute("aria-live") == "polite"


def test_what_is_spoken_is_shown_answered_and_answered_aloud(window, planning_bot):
    page = window()
    page.evaluate(
        "window.played = []; document.addEventListener('milepost-played', (e) => window.played.push(e.detail))"
    )
    page.get_by_role("button", name="Speak").click()
    page.get_by_text("Listening…").wait_for()
    page.wait_for_timeout(700)  # something has to be recorded
    page.locator(".recording").get_by_role("button", name="Send").click()
    log(page).get_by_text("then that").wait_for()
    assert page.locator(".user-message-text").inner_text() == GOAL
    until(page, "window.played.length === 2")


def test_a_recording_can_be_thrown_away(window, planning_bot):
    page = window()
    page.get_by_role("button", name="Speak").click()
    page.get_by_text("Listening…").wait_for()
    page.keyboard.press("Escape")
    page.get_by_text("Listening…").wait_for(state="hidden")
    assert planning_bot.heard == []


def test_a_bot_that_is_away_costs_nobody_their_words(window, bot, monkeypatch):
    page = window()
    bot.status = 503
    say(page, GOAL)
    log(page).get_by_text("Milepost cannot answer just now").wait_for()
    bot.status = 200
    page.get_by_role("button", name="Send again").click()
    log(page).get_by_text("Hello.", exact=True).wait_for()
    assert bot.heard[-1][1] == GOAL


def test_the_conversation_survives_a_reload_and_ends_with_another_customer(window, planning_bot):
    page = window()
    say(page, GOAL)
    log(page).get_by_text("then that").wait_for()
    page.reload()
    log(page).get_by_text("then that").wait_for()
    page.get_by_role("button", name="You are Guest").click()
    page.get_by_role("searchbox").fill("customer_2")
    page.get_by_role("button", name="Customer 2").click()
    page.get_by_role("button", name="You are Customer 2").wait_for()
    log(page).get_by_text("then that").wait_for(state="detached")
    page.get_by_text("No plan yet").wait_for()
    say(page, "hello")
    log(page).get_by_text("Let me see.").wait_for()
    assert planning_bot.heard[-1][0].startswith("customer-2.")


def test_everything_is_erased_after_asking_twice(window, planning_bot):
    page = window()
    say(page, GOAL)
    page.locator("#plans article").wait_for()
    page.get_by_role("button", name="Erase everything").click()
    page.get_by_role("dialog").get_by_role("button", name="Erase everything").click()
    page.get_by_text("No plan yet").wait_for()


def test_a_phone_shows_everything_without_scrolling_sideways(window, planning_bot):
    page = window(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.get_by_role("button", name="Guest").click()
    page.get_by_role("searchbox").fill("customer_2")
    page.get_by_role("button", name="Customer 2").click()
    page.get_by_role("button", name="Customer 2").wait_for()
    say(page, GOAL)
    log(page).get_by_text("then that").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert not page.locator("#privacy-title").is_visible()
    opener = page.get_by_role("button", name="Plans and privacy")
    assert opener.bounding_box()["x"] + opener.bounding_box()["width"] <= 390
    opener.click()
    page.get_by_role("heading", name="What you allow").wait_for()
    page.get_by_role("button", name="Close").click()
    page.locator("#privacy-title").wait_for(state="hidden")


def test_the_theme_follows_the_system_until_it_is_chosen(window):
    page = window(color_scheme="dark")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.get_by_role("button", name="Change between light and dark").click()
    assert page.evaluate("document.documentElement.dataset.theme") == "light"
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "light"


def test_the_widget_talks_from_inside_another_page(window, planning_bot):
    page = window("/demo/host")
    page.get_by_role("button", name="Plan a goal").click()
    inside = page.frame_locator("iframe[title=Milepost]")
    inside.get_by_role("button", name=GOAL).click()
    inside.get_by_role("log").get_by_text("then that").wait_for()
    page.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Plan a goal").wait_for()


def test_each_decision_has_a_receipt_to_keep(window):
    page = window()
    page.get_by_role("switch", name="Statistics for the bank").click()
    page.get_by_role("button", name="Receipt: Statistics for the bank").click()
    receipt = page.get_by_role("dialog", name="Receipt")
    assert "Yes" in receipt.inner_text()
    with page.expect_download() as saved:
        receipt.get_by_role("button", name="Download").click()
    assert json.loads(Path(saved.value.path()).read_text())["services"][0]["purposes"][0]["consentType"] == "EXPLICIT"


def test_a_suggestion_says_why_and_can_be_checked_by_a_person(window):
    page = window()
    owner = page.evaluate("JSON.parse(sessionStorage.getItem('milepost-session')).subject")
    document = {"product": {"name": "Saver"}, "reasons": [{"text": "It is easy to get at."}], "rule_ids": []}
    recommendations.add(owner, "saver", "careful", document)
    page.reload()
    page.get_by_text("Why this?").click()
    page.get_by_text("It is easy to get at.").wait_for()
    page.get_by_role("button", name="Have a person check it").click()
    page.get_by_text("A person is checking it").wait_for()
    assert [one.summary["contested"] for one in handoffs.queue()] == ["saver"]


@pytest.fixture
def staff_page(window, monkeypatch):
    """The staff's page, signed in."""
    monkeypatch.setitem(settings.__dict__, "staff_key", "harbour")

    def open_page(**options):
        page = window("/staff", **options)
        page.get_by_label("Staff key").fill("harbour")
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="People waiting").wait_for()
        return page

    return open_page


def test_staff_take_and_decide_what_was_contested(staff_page):
    summary = {"text": "Customer 1 wants a person to check it.", "said_last": "no way", "contested": "risk"}
    handoffs.add("customer-1", "5e55", "contested_decision", summary)
    page = staff_page()
    page.get_by_role("link", name="Contested decisions").click()
    page.get_by_text("The customer wants a person to check it.").wait_for()
    page.get_by_role("button", name="Take it").click()
    page.get_by_text("Customer 1, customer number 1").wait_for()
    page.get_by_role("button", name="Overturn it").click()
    page.get_by_text("Nothing is being looked after.").wait_for()
    (closed,) = handoffs.queue("closed")
    assert closed.summary["outcome"] == "overturned"


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_the_staff_page_keeps_the_rules_of_accessibility(staff_page, scheme, width):
    from axe_playwright_python.sync_playwright import Axe

    handoffs.add("customer-1", "5e55", "fraud", {"text": "Customer 1 does not recognise a payment."})
    page = staff_page(color_scheme=scheme, viewport={"width": width, "height": 860})
    for view, there in (("People waiting", "Take it"), ("Watch list", "Look"), ("Audit", None)):
        page.get_by_role("link", name=view).click()
        page.locator('.content[aria-busy="false"]').wait_for()
        if there:
            page.get_by_role("button", name=there, exact=True).wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
        assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_keeps_the_rules_of_accessibility(window, planning_bot, scheme, width):
    from axe_playwright_python.sync_playwright import Axe

    page = window(color_scheme=scheme, viewport={"width": width, "height": 860})
    say(page, GOAL)
    page.get_by_role("button", name="Figures as a table").click()
    page.get_by_role("table").wait_for()
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
    assert found.violations_count == 0, found.generate_report()
