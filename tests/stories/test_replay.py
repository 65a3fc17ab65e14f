"""Every story of this folder, played end to end by the command that testers use."""

import subprocess

import pytest

from settings import settings


def replay(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(settings.root / "milepost"), "replay", *arguments],
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )


def test_there_are_enough_stories_of_every_kind():
    listed = replay("--list").stdout.splitlines()
    groups = {line.split(":")[0] for line in listed}
    assert len(listed) >= 120
    assert groups >= {
        "happy paths", "cancellation", "cannot handle", "chitchat", "clarification", "completion", "correction",
        "digression", "hand-off", "skipped steps", "what-if", "several goals", "consent", "worry", "fraud",
    }  # fmt: skip


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_all_stories_pass(tmp_path):
    done = replay("--writer", "template", f"--report={tmp_path / 'replay.html'}")
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_broken_story_is_shown_with_what_was_expected_and_what_came(tmp_path):
    (tmp_path / "broken.yml").write_text(
        "group: broken\nstories:\n- story: greets with a plan\n  who: guest\n  turns:\n"
        "  - say: hello\n    does: [action_make_plan]\n    says: [a million dollars]\n"
    )
    page = tmp_path / "replay.html"
    done = replay("--writer", "template", f"--stories={tmp_path}", f"--report={page}")
    assert done.returncode == 1
    assert "did action_greet; expected action_make_plan" in done.stdout
    assert "a million dollars" in page.read_text()
