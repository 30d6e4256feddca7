// Draws every <figure class="chart" data-chart="ID"> from the JSON in the <script> with that ID:
//   {"kind": "bar" | "line" | "stacked", "title", "unit", "categories": [..],
//    "series": [{"name", "data": [..], "role": "target" | "forecast" | "marks" or left out}],
//    "band": {"name", "low": [..], "high": [..]} or left out, "links": [url per category]}
// The table inside the figure holds the same data; it is folded once the drawing is there.
"use strict";

// Told apart in the common kinds of colour blindness, and at least 3:1 on white.
const COLOURS = ["#0b4a8f", "#c2571a", "#2a7f62", "#7a4fa3", "#9a6b00", "#0e7c91", "#a8324a", "#5b6673"];

// What is not a value itself is drawn otherwise, and each in a colour that it keeps in every chart.
const ROLES = {
  target: { type: "line", color: "#8a1c10", lineStyle: { color: "#8a1c10", width: 2, type: "dashed" }, symbol: "none" },
  forecast: { type: "line", color: "#5b6673", lineStyle: { color: "#5b6673", width: 2.5, type: "dotted" } },
  marks: { type: "scatter", color: "#8a1c10", symbol: "diamond", symbolSize: 11 },
};

function drawn(data, series) {
  const role = ROLES[series.role];
  return {
    name: series.name,
    type: data.kind === "line" ? "line" : "bar",
    stack: data.kind === "stacked" ? "all" : undefined,
    data: series.data,
    barMaxWidth: 42,
    symbolSize: 7,
    connectNulls: Boolean(role),
    lineStyle: { width: 2.5 },
    cursor: data.links.length ? "pointer" : "default",
    ...role,
    itemStyle: role ? { color: role.color } : undefined,
  };
}

// What lies between two known values, where stacked lines would fall to zero.
function filled(values) {
  const known = values.flatMap((value, index) => (value == null ? [] : [index]));
  return values.map((value, index) => {
    const before = known.findLast((place) => place < index);
    const after = known.find((place) => place > index);
    if (value != null || before === undefined || after === undefined) return value;
    return values[before] + ((values[after] - values[before]) * (index - before)) / (after - before);
  });
}

// A band is two lines on top of each other without strokes; only the ground between them is seen.
function banded(band) {
  if (!band) return [];
  const line = { type: "line", stack: "band", stackStrategy: "all", symbol: "none", silent: true, connectNulls: true, lineStyle: { opacity: 0 } };
  const low = filled(band.low);
  const width = filled(band.high).map((high, index) => (high == null ? null : high - low[index]));
  return [
    { ...line, name: `${band.name} `, data: low, tooltip: { show: false } },
    { ...line, name: band.name, data: width, color: "#5b6673", areaStyle: { color: "#5b6673", opacity: 0.22 }, tooltip: { show: false } },
  ];
}

function options(data) {
  const numbers = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2 });
  const many = data.series.length > 1;
  return {
    aria: { enabled: true, label: { description: data.title } },
    color: COLOURS,
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    grid: { left: 8, right: 16, top: many ? 40 : 20, bottom: 8, containLabel: true },
    legend: {
      show: many, top: 0, type: "scroll", textStyle: { color: "#1c2733" },
      data: [...data.series.map((series) => series.name), ...(data.band ? [data.band.name] : [])],
    },
    tooltip: {
      trigger: "axis",
      // HTML tooltips need inline styles, which the page's security policy forbids.
      renderMode: "richText",
      valueFormatter: (value) => (value == null ? "—" : `${numbers.format(value)} ${data.unit}`.trim()),
    },
    xAxis: {
      type: "category",
      data: data.categories,
      axisLabel: { color: "#51606f", hideOverlap: true },
      axisLine: { lineStyle: { color: "#8795a5" } },
    },
    yAxis: {
      type: "value",
      axisLabel: { color: "#51606f", formatter: (value) => numbers.format(value) },
      splitLine: { lineStyle: { color: "#e4e9ef" } },
    },
    series: [...data.series.map((series) => drawn(data, series)), ...banded(data.band)],
  };
}

function draw(figure) {
  const data = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
  const canvas = figure.querySelector(".chart-canvas");
  canvas.hidden = false;
  const chart = echarts.init(canvas, null, { renderer: "svg" });
  chart.setOption(options(data));
  chart.on("click", (event) => {
    const link = data.links[event.dataIndex];
    if (link) window.location.assign(link);
  });
  new ResizeObserver(() => chart.resize()).observe(canvas);
  const table = figure.querySelector("details.chart-data");
  table.open = false;
  // On paper both the drawing and the figures are wanted.
  window.addEventListener("beforeprint", () => { table.open = true; });
}

function drawAll(root) {
  for (const figure of root.querySelectorAll("figure.chart[data-chart]")) {
    if (!figure.dataset.drawn) {
      figure.dataset.drawn = "yes";
      draw(figure);
    }
  }
}

document.addEventListener("DOMContentLoaded", () => drawAll(document));
document.addEventListener("htmx:after:swap", () => drawAll(document));
