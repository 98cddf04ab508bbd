"""What a user tries first, where nothing but the installed package is at hand.

Run by `make wheel` beside a copy of README.md: its lines, a loss of each kind, the card and the
formula, and what is said of an extra that is not installed.
"""

import doctest
import importlib
import inspect
import re
from pathlib import Path

import numpy as np

import lossbook

assert "site-packages" in lossbook.__file__, "the checkout is tried, not the wheel"
readme = Path("README.md").read_text(encoding="utf-8")
lines = "\n".join(re.findall(r"```python\n(.*?)```", readme, re.DOTALL))
runner = doctest.DocTestRunner()
runner.run(doctest.DocTestParser().get_doctest(lines, {}, "README", None, None))
assert runner.summarize().attempted
assert not runner.summarize().failed

for name in lossbook.losses.__all__:
    loss = getattr(lossbook, name)
    if not isinstance(loss, lossbook.Loss):
        continue
    assert inspect.getdoc(loss)
    assert loss.formula is not None
    assert loss._repr_markdown_()
assert lossbook.huber.hessian(np.zeros(2), np.array([0.5, 3.0]), reduction="sum").tolist() == [1, 0]

for module in ("lossbook.figures", "lossbook.explorers"):
    said = ""
    try:
        importlib.import_module(module)
    except ModuleNotFoundError as error:
        said = str(error)
    assert "pip install 'lossbook[chapters]'" in said, f"{module}: {said}"
print(f"lossbook {lossbook.__version__}: README, {len(lossbook.losses.__all__)} functions, extras")
