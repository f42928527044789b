// Search by place, indicator and words: every match is a link to the page that shows it.
(async () => {
  const { load, make, filled, table } = plangaps;
  const { lang, root } = document.getElementById("search").dataset;
  const words = await load("words", `${root}data/words-${lang}.js`);
  const script = words["site.script"];
  const places = await load("places", `${root}data/places.js`);
  const indicators = await load("indicators", `${root}data/indicators.js`);
  const [most, field, result] = [200, document.getElementById("words"), document.getElementById("result")];
  const own = lang === "zh" ? 1 : 2;
  const named = Object.fromEntries(places.map((place) => [place[0], place[own]]));
  const link = (text, address) => make("a", text, { href: address });
  const page = (code, year) => `areas/${code}.html${year ? `#${year}` : ""}`;

  const section = (title, items, n) => {
    const box = make("section");
    box.append(make("h2", `${title} (${n})`));
    const list = box.appendChild(make("ul"));
    items.forEach((item) => list.appendChild(make("li")).append(...[item].flat()));
    if (n > items.length) box.append(make("p", filled(script.more, { n: n - items.length }), { class: "note" }));
    return box;
  };

  const ofIndicator = async (code) => {
    const rows = await load(code, `${root}data/indicators/${code}.js`);
    const name = indicators.find((one) => one[0] === code)[own];
    const heads = words["promises.column"];
    const shown = rows.slice(0, 2000).map((r) => [link(named[r[0]], page(r[0], r[1])), r[1], r[2],
      filled(words.comparator[r[3]] ?? "{n}", { n: r[4] }), r[5], words.verdict[r[6]] ?? ""]);
    const columns = [script.place, script.year, heads.promise, heads.printed, heads.outcome_printed, heads.verdict];
    const parts = [table(columns, shown, `${name} (${rows.length})`)];
    if (rows.length > shown.length) parts.push(make("p", filled(script.more, { n: rows.length - shown.length }), { class: "note" }));
    result.replaceChildren(...parts);
  };

  let last = 0;
  const look = async () => {
    const turn = ++last;
    const asked = field.value.trim().toLowerCase();
    if (!asked) return result.replaceChildren();
    const has = (...texts) => texts.some((text) => text.toLowerCase().includes(asked));
    const areas = places.filter((p) => has(p[0], p[1], p[2]));
    const series = indicators.filter((i) => has(i[0], i[1], i[2]));
    const parts = [
      section(script.places, areas.slice(0, most).map((p) => link(p[own], page(p[0]))), areas.length),
      section(script.indicators, series.slice(0, most).map((i) => link(`${i[own]} (${i[4]})`, `#indicator=${i[0]}`)), series.length),
    ];
    if (asked.length > 1) {
      result.replaceChildren(...parts, make("p", script.loading, { class: "note" }));
      const names = await load("names", `${root}data/names.js`);
      if (turn !== last) return;
      const found = names.filter(([name]) => name.toLowerCase().includes(asked));
      parts.push(section(script.names, found.slice(0, most).map(([name, where]) => [
        `${name}: `, ...where.slice(0, 5).flatMap(([code, year]) => [link(`${named[code]} ${year}`, page(code, year)), " "]),
        where.length > 5 ? filled(script.more, { n: where.length - 5 }) : "",
      ]), found.length));
    }
    result.replaceChildren(...parts);
  };

  const follow = () => {
    const asked = new URLSearchParams(location.hash.slice(1));
    if (asked.has("indicator")) return ofIndicator(asked.get("indicator"));
    field.value = asked.get("words") ?? field.value;
    return look();
  };
  field.addEventListener("input", () => {
    history.replaceState(null, "", `#words=${encodeURIComponent(field.value)}`);
    look();
  });
  window.addEventListener("hashchange", follow);
  follow();
})();
