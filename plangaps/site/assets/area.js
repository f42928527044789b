// The page of an area: a year's promises, both sides as printed, and the bars of all years.
(async () => {
  const { load, make, filled, table, download, chart, stateOf, STATES } = plangaps;
  const { code, name, lang, root } = document.getElementById("area").dataset;
  const words = await load("words", `${root}data/words-${lang}.js`);
  const area = await load(code, `${root}data/areas/${code}.js`);
  const script = words["site.script"];
  const years = Object.keys(area.years).sort().reverse();
  const place = (id) => document.getElementById(id);

  const counts = years.map((year) => {
    const of = STATES.map(() => 0);
    area.years[year].forEach((row) => (of[stateOf(area.states[row[7]], row[8])] += 1));
    return [year, of];
  });
  const title = filled(script.chart, { name });
  place("chart").append(chart(counts, words, title), make("figcaption", title + script.source));

  const heads = words["promises.column"];
  const columns = ["promise", "printed", "period", "outcome", "outcome_printed", "outcome_period",
    "verdict", "reason", "checked"].map((key) => heads[key]);
  const cells = (row) => {
    const [verdict, match, reason] = area.states[row[7]];
    const judged = verdict ? words.verdict[verdict] : (words.match[match] ?? "");
    return [row[0], filled(words.comparator[row[1]] ?? "{n}", { n: row[2] }), row[3], row[4],
      row[5], row[6], judged, words.silence[reason] ?? "", words["promises.hand"][row[8]] ?? ""];
  };

  const show = (year) => {
    const rows = area.years[year].map(cells);
    const caption = filled(script.caption, { name, year, n: rows.length });
    const whole = table(columns, rows, caption);
    whole.querySelectorAll("tbody tr").forEach((line, n) => {
      const row = area.years[year][n];
      const state = stateOf(area.states[row[7]], row[8]);
      if (state < 2) line.cells[6].className = ["met", "missed"][state];
    });
    place("rows").replaceChildren(whole);
    const files = area.reports.filter((r) => r[0] === +year || r[0] === +year + 1);
    place("reports").replaceChildren(...files.map((r) => {
      const item = make("li", `${r[0]}: ${r[2]}${r[3] ? ` (${r[3]})` : ""} `);
      const address = r[4] || `${r[5]}: ${r[6]}`;
      item.append(/^https?:/.test(r[4]) ? make("a", address, { href: r[4] }) : address);
      item.append(make("small", ` SHA-256 ${r[7].slice(0, 16)}`));
      return item;
    }));
    const file = [...columns.slice(0, 9), "target", "report"];
    const raw = area.years[year].map((row) => [...cells(row), row[9], `${code}-${year}`]);
    place("download").replaceChildren(download(`${code}-${year}.csv`, file, raw));
    place("cite").textContent = filled(script.cite, { name, year, address: location.href });
  };

  const choice = place("year");
  years.forEach((year) => choice.append(make("option", year, { value: year })));
  const told = years.find((year) => `${+year + 1}` in area.years) ?? years[0];
  const asked = () => (location.hash.slice(1) in area.years ? location.hash.slice(1) : told);
  choice.addEventListener("change", () => (location.hash = choice.value));
  const follow = () => {
    choice.value = asked();
    show(choice.value);
  };
  window.addEventListener("hashchange", follow);
  follow();
})();
