"""The types as a user's checker sees them: mypy reads tests/typing/uses.py."""

import re
from pathlib import Path

from mypy import api

USES = Path(__file__).parent / "typing" / "uses.py"


def test_mypy_says_what_the_comments_say():
    output, problems, _ = api.run(
        ["--strict", "--no-error-summary", "--hide-error-context", str(USES)]
    )
    assert not problems
    said = {}
    for line in output.splitlines():
        found = re.match(
            r'.*?:(\d+): (?:note: Revealed type is "(.*)"|error: .*\[([\w-]+)\])$', line
        )
        if found:
            number, revealed, code = found.groups()
            said[int(number)] = revealed or f"error: {code}"
    expected = {
        number: line.partition("  # ")[2]
        for number, line in enumerate(USES.read_text(encoding="utf-8").splitlines(), 1)
        if "  # " in line
    }
    assert said == expected
