// Draws the pictures of the charts whose data stand in the page as JSON, in
// fen. A chart without its library stays a table.

const style = getComputedStyle(document.documentElement);
const token = (name) => style.getPropertyValue("--kg-" + name).trim();
const zh = document.documentElement.lang !== "en";
const drawn = [];

export function charts(root) {
  if (!window.echarts) return;
  for (const el of root.querySelectorAll("[data-kg-chart]")) {
    const source = el.querySelector("script");
    if (!source) continue;
    const data = JSON.parse(source.textContent);
    el.replaceChildren();
    const picture = window.echarts.init(el, null, { renderer: "svg" });
    picture.setOption(kinds[el.dataset.kgChart](data));
    drawn.push({ picture, data });
  }
  scales(root);
}

addEventListener("resize", () => drawn.forEach((d) => d.picture.resize()));
addEventListener("beforeprint", () => drawn.forEach((d) => d.picture.resize({ width: 640 })));
addEventListener("afterprint", () => drawn.forEach((d) => d.picture.resize({ width: "auto" })));

const kinds = { stack, balance };

// axis words a value of the axis: 20万, 5,000; 200k, 2.5m.
function axis(fen) {
  const yuan = fen / 100;
  if (zh) return yuan >= 1e4 ? trim(yuan / 1e4) + "万" : yuan.toLocaleString("en-US");
  if (yuan >= 1e6) return trim(yuan / 1e6) + "m";
  return yuan >= 1e3 ? trim(yuan / 1e3) + "k" : String(yuan);
}

const trim = (n) => n.toFixed(n >= 100 ? 0 : 1).replace(/\.0$/, "");

function exact(fen) {
  if (fen === null || fen === undefined) return "–";
  return (fen / 100).toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

function base(show) {
  return {
    animation: false,
    textStyle: { fontFamily: token("font"), fontSize: 12, color: token("ink-2") },
    grid: { left: 4, right: 12, top: 26, bottom: 6, containLabel: true },
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      axisPointer: { type: "shadow" },
      backgroundColor: token("surface"),
      borderColor: token("line-2"),
      textStyle: { color: token("ink"), fontSize: 12 },
      valueFormatter: show,
    },
  };
}

const label = (more) => ({ color: token("ink-2"), fontSize: 11, hideOverlap: true, ...more });

function xAxis(data, more) {
  return {
    type: "category",
    data,
    axisLine: { lineStyle: { color: token("line-2") } },
    axisTick: { show: false },
    splitLine: { show: false },
    axisLabel: label(more.label),
    ...more.axis,
  };
}

function yAxis(show, more) {
  return {
    type: "value",
    axisLabel: label({ formatter: show }),
    splitLine: { lineStyle: { color: token("line") } },
    ...more,
  };
}

// top rounds the shared height of several charts so that four steps read well.
function top(shared) {
  const step = shared / 4;
  const size = 10 ** Math.floor(Math.log10(step));
  const nice = [1, 2, 2.5, 5, 10].find((n) => n * size >= step) * size;
  return { max: nice * 4, interval: nice };
}

function stack(d) {
  const say = d.plain ? (v) => (v === null ? "–" : `${v / 100} ${d.unit || ""}`) : exact;
  const show = d.plain ? (v) => String(v / 100) : axis;
  const bar = (name, data, color) => ({ name, type: "bar", stack: "all", data, itemStyle: { color }, barCategoryGap: "28%", barMaxWidth: 26 });
  const series = [bar(d.names[0], d.principal, token("c-principal"))];
  if (d.interest) series.push(bar(d.names[1], d.interest, token("c-interest")));
  if (d.peak) series[series.length - 1].label = peak(d.peak);
  return {
    ...base(say),
    xAxis: xAxis(d.x, { label: { interval: d.every ?? "auto" } }),
    yAxis: yAxis(show, d.shared ? top(d.shared) : { splitNumber: 3 }),
    series,
  };
}

function peak(mark) {
  return {
    show: true,
    position: "top",
    color: token("ink"),
    fontWeight: 600,
    fontSize: 11,
    formatter: (p) => (p.dataIndex === mark.at ? mark.text : ""),
  };
}

function balance(d) {
  const line = (name, data, color, more) => ({ name, type: "line", step: "end", symbol: "none", data, itemStyle: { color }, ...more });
  const after = line(d.names[1], d.after, token("c-principal"), {
    lineStyle: { color: token("c-principal"), width: 3 },
    areaStyle: { color: token("c-principal"), opacity: 0.07 },
    markLine: marks(d.marks || []),
  });
  const before = line(d.names[0], d.before, token("c-before"), {
    lineStyle: { color: token("c-before"), width: 2, type: "dashed" },
  });
  return {
    ...base(exact),
    xAxis: xAxis(d.x, { axis: { boundaryGap: false } }),
    yAxis: yAxis(axis, { splitNumber: 4 }),
    series: d.before ? [before, after] : [after],
  };
}

function marks(all) {
  return {
    symbol: "none",
    silent: true,
    label: { color: token("ink"), fontSize: 11, position: "end", rotate: 0, formatter: (p) => p.name },
    lineStyle: { color: token("ink-3"), type: "solid", width: 1 },
    data: all.map((m) => ({ xAxis: m.at, name: m.text })),
  };
}

// scales lets the reader choose one scale for all charts, or each its own.
function scales(root) {
  for (const group of root.querySelectorAll("[data-kg-scale]")) {
    group.hidden = false;
    const buttons = [...group.querySelectorAll("button")];
    for (const b of buttons) {
      b.onclick = () => {
        buttons.forEach((x) => x.setAttribute("aria-pressed", String(x === b)));
        rescale(b.value === "shared");
      };
    }
  }
}

function rescale(shared) {
  for (const { picture, data } of drawn) {
    if (!data.shared) continue;
    picture.setOption({ yAxis: shared ? top(data.shared) : { max: null, interval: null } });
  }
}
