// Pages of the record are made from data scripts, so that they also open from a disk.
const plangaps = (() => {
  const received = {};
  const waiting = {};

  const data = (name, value) => {
    received[name] = value;
    (waiting[name] ?? []).forEach((take) => take(value));
  };

  const load = (name, address) =>
    new Promise((take, fail) => {
      if (name in received) return take(received[name]);
      if (waiting[name]) return waiting[name].push(take);
      waiting[name] = [take];
      const script = document.createElement("script");
      script.src = address;
      script.onerror = fail;
      document.head.append(script);
    });

  const make = (tag, text, attributes = {}) => {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
    return element;
  };

  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  const STATES = ["kept", "missed", "words", "silent", "unclear", "no_next"];
  const COLOURS = ["#00573f", "#9c2f00", "#5c8fb8", "#d9b24c", "#b5b5b5", "#f1f1f1"];

  const stateOf = ([verdict, match, reason], checked) =>
    checked === "wrong" ? 4 :
    ({ met: 0, missed: 1 })[verdict] ?? ({ words: 2, none: 3 })[match] ?? (reason === "no_next" ? 5 : 4);

  const table = (heads, rows, caption) => {
    const box = make("div", undefined, { class: "scroll", role: "region", tabindex: "0", "aria-label": caption });
    const whole = box.appendChild(make("table"));
    whole.append(make("caption", caption));
    const head = whole.createTHead().insertRow();
    heads.forEach((name) => head.append(make("th", name, { scope: "col" })));
    const body = whole.createTBody();
    for (const row of rows) {
      const line = body.insertRow();
      for (const cell of row) {
        const place = line.insertCell();
        if (cell instanceof Node) place.append(cell);
        else place.textContent = cell;
      }
    }
    return box;
  };

  const download = (name, heads, rows) => {
    const quoted = (cell) => {
      const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : `${cell}`;
      return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    };
    const lines = [heads, ...rows].map((row) => row.map(quoted).join(","));
    const file = new Blob(["\ufeff", lines.join("\r\n")], { type: "text/csv;charset=utf-8" });
    const link = make("a", name, { href: URL.createObjectURL(file), download: name });
    return link;
  };

  // Stacked bars of what became of the promises, a bar a year; each part says its number on hover.
  const chart = (years, words, title) => {
    const draw = (tag, attributes, text) => {
      const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
      Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
      if (text !== undefined) element.textContent = text;
      return element;
    };
    const names = { ...words["record_rates.state"], no_next: words["site.script"].no_next };
    const most = Math.max(...years.map(([, counts]) => counts.reduce((a, b) => a + b)));
    const [left, line, wide, step] = [56, 24, 660, 118];
    const svg = draw("svg", {
      viewBox: `0 0 ${left + wide + 60} ${line * years.length + 30}`, role: "img", "aria-label": title,
      width: left + wide + 60, "font-size": 13, "font-family": "inherit",
    });
    STATES.forEach((state, n) => {
      svg.append(draw("rect", { x: left + n * step, y: 4, width: 12, height: 12, fill: COLOURS[n] }));
      svg.append(draw("text", { x: left + n * step + 17, y: 15 }, names[state]));
    });
    years.forEach(([year, counts], row) => {
      const y = 30 + row * line;
      svg.append(draw("text", { x: 4, y: y + 14 }, year));
      let x = left;
      counts.forEach((count, n) => {
        if (!count) return;
        const width = (wide * count) / most;
        const part = draw("rect", { x, y, width, height: line - 6, fill: COLOURS[n] });
        part.append(draw("title", {}, `${year}: ${names[STATES[n]]} ${count}`));
        svg.append(part);
        x += width;
      });
      svg.append(draw("text", { x: x + 5, y: y + 14 }, counts.reduce((a, b) => a + b)));
    });
    return svg;
  };

  return { data, load, make, filled, table, download, chart, stateOf, STATES };
})();
