"""The report in a real browser: no fault of accessibility, no wider than a phone, no network."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from plangaps.charts import words
from plangaps.export import catalogue, pages, report

BROWSER = next(filter(None, map(shutil.which, ["chromium", "chromium-browser"])), None)
AXE = Path(os.environ.get("AXE_CORE", "axe.min.js"))

pytestmark = [
    pytest.mark.skipif(BROWSER is None, reason="no browser: install chromium"),
    pytest.mark.skipif(not AXE.is_file(), reason="no axe-core: AXE_CORE names its axe.min.js"),
]

# A frame as wide as a phone holds the report; what is found is written where the test reads it.
FRAME = """<!DOCTYPE html><title>check</title><pre id="found"></pre>
<iframe id="phone" src="report.html" style="width:360px;height:740px;border:0"></iframe>
<script>
document.getElementById("phone").addEventListener("load", async (event) => {
  const page = event.target.contentDocument, view = event.target.contentWindow;
  page.querySelectorAll("details").forEach((one) => { one.open = true; });
  const script = page.createElement("script");
  script.textContent = AXE;
  page.head.append(script);
  const found = await view.axe.run();
  const outside = view.performance.getEntriesByType("resource").map((one) => one.name);
  document.getElementById("found").textContent = JSON.stringify({
    violations: found.violations.map((one) => one.id + ": " + one.nodes[0].html),
    passes: found.passes.length,
    width: page.documentElement.scrollWidth,
    outside: outside.filter((name) => name.startsWith("http")),
  });
});
</script>"""


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_the_page_is_accessible_on_a_phone_and_asks_for_nothing(lang, tmp_path, monkeypatch):
    few = catalogue.choose(theme="employment")[:3]
    monkeypatch.setattr(catalogue, "choose", lambda theme: few if theme == "employment" else [])
    (tmp_path / "report.html").write_bytes(pages.report(report.content(lang)))
    script = json.dumps(AXE.read_text("utf-8")).replace("</", "<\\/")
    (tmp_path / "check.html").write_text(FRAME.replace("AXE", script), "utf-8")
    asked = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"]
    asked += ["--allow-file-access-from-files", "--virtual-time-budget=60000"]
    asked += [f"--user-data-dir={tmp_path / 'profile'}", (tmp_path / "check.html").as_uri()]
    run = subprocess.run(asked, capture_output=True, text=True, check=True, timeout=120)
    (text,) = re.findall(r'<pre id="found">(.*?)</pre>', run.stdout, re.S)
    assert text, "the check did not end"
    found = json.loads(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
    assert found["violations"] == []
    assert found["passes"] > 10
    assert found["width"] <= 360
    assert found["outside"] == []
