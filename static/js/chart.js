// Charts from a JSON block beside them. ECharts comes only to pages that have one.
import { wire } from "./wire.js";

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const tones = ["neutral", "info", "active", "wait", "good", "done", "bad", "off"];
const drawn = new Map();

wire("[data-chart]", (figure) => {
  const place = figure.querySelector("[data-chart-place]");
  const spec = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
  toggle(figure);
  if (!place) return;
  const look = new IntersectionObserver(async (seen) => {
    if (!seen.some((entry) => entry.isIntersecting)) return;
    look.disconnect();
    const echarts = await import("../vendor/echarts.min.js");
    const chart = echarts.init(place, null, { renderer: "svg", locale: document.documentElement.lang.startsWith("zh") ? "ZH" : "EN" });
    chart.setOption(option(spec));
    chart.on("click", (point) => { const link = spec.links?.[point.dataIndex] ?? point.data?.url; if (link) location.assign(link); });
    drawn.set(figure, { chart, spec });
    new ResizeObserver(() => chart.resize({ animation: { duration: 0 } })).observe(place);
    figure.dataset.drawn = "yes";
  }, { rootMargin: "200px" });
  look.observe(place);
});

document.addEventListener("kept:theme", () => {
  for (const [figure, { chart, spec }] of drawn) {
    if (figure.isConnected) chart.setOption(option(spec), true);
    else { chart.dispose(); drawn.delete(figure); }
  }
});

function toggle(figure) {
  const button = figure.querySelector("[data-chart-toggle]");
  button?.addEventListener("click", () => {
    const table = figure.querySelector("[data-chart-table]"), place = figure.querySelector("[data-chart-place]");
    table.hidden = !table.hidden;
    place.hidden = !table.hidden;
    button.setAttribute("aria-pressed", String(!table.hidden));
  });
}

function format(spec) {
  const language = document.documentElement.lang || "en";
  if (spec.unit === "money") return new Intl.NumberFormat(language, { style: spec.currency ? "currency" : "decimal", currency: spec.currency || undefined, currencyDisplay: "narrowSymbol", maximumFractionDigits: 0 });
  if (spec.unit === "percent") return new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 });
  return new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
}
function short(spec) {
  const language = document.documentElement.lang || "en";
  if (spec.unit === "percent") return format(spec);
  return new Intl.NumberFormat(language, { notation: "compact", maximumFractionDigits: 1 });
}

function palette(spec) {
  return (spec.colors ?? []).map((name) => (tones.includes(name) ? token(`--k-${name}-solid`) : name))
    .concat([1, 2, 3, 4, 5, 6].map((number) => token(`--k-chart-${number}`)));
}

function option(spec) {
  const ink = token("--k-ink"), quiet = token("--k-ink-3"), line = token("--k-line"), surface = token("--k-raised");
  const exact = format(spec), brief = short(spec);
  const shared = {
    color: palette(spec), animationDuration: 300, textStyle: { fontFamily: token("--k-font"), color: ink },
    aria: { enabled: true, decal: { show: spec.patterns === true } },
    tooltip: { trigger: spec.type === "pie" ? "item" : "axis", valueFormatter: (value) => (value == null ? "–" : exact.format(value)),
      backgroundColor: surface, borderColor: line, textStyle: { color: ink, fontSize: 12 }, axisPointer: { type: spec.type === "line" ? "line" : "shadow", shadowStyle: { opacity: 0.06 } }, confine: true },
    legend: { show: spec.type === "pie" || spec.series.length > 1, bottom: 0, icon: "roundRect", itemWidth: 10, itemHeight: 10, type: "scroll", textStyle: { color: quiet, fontSize: 12 } },
  };
  if (spec.type === "pie") return { ...shared, series: [pie(spec, surface, ink)] };
  const flat = spec.type === "bars"; // horizontal
  const names = { type: "category", data: spec.labels, inverse: flat, axisLine: { lineStyle: { color: line } }, axisTick: { show: false }, axisLabel: { color: quiet, fontSize: 11, hideOverlap: true, ...(flat ? { width: 130, overflow: "truncate" } : {}) } };
  const values = { type: "value", axisLabel: { color: quiet, fontSize: 11, formatter: (value) => brief.format(value) }, splitLine: { lineStyle: { color: line } }, splitNumber: 4, ...whole(spec) };
  return {
    ...shared,
    grid: { left: 4, right: 12, top: 14, bottom: spec.series.length > 1 ? 30 : 4, containLabel: true },
    xAxis: flat ? values : names,
    yAxis: flat ? names : values,
    series: spec.series.map((one, index) => series(spec, one, index, palette(spec), quiet)),
  };
}

function series(spec, one, index, colors, quiet) {
  const type = one.type ?? (spec.type === "line" || spec.type === "area" ? "line" : "bar");
  const stacked = spec.type === "stacked" || (spec.stacked && type === "bar");
  const perPoint = spec.series.length === 1 && spec.colors && type === "bar" && spec.colors.length > 1;
  return {
    type, name: one.name, barMaxWidth: 26, stack: stacked ? "all" : undefined, smooth: false, symbolSize: 6, showSymbol: spec.labels.length < 15,
    data: one.data.map((value, at) => (perPoint ? { value: value === null ? null : Number(value), itemStyle: { color: colors[at] } } : value === null ? null : Number(value))),
    lineStyle: { width: 2, type: one.dashed ? "dashed" : "solid" },
    areaStyle: spec.type === "area" && index === 0 ? { opacity: 0.12 } : undefined,
    itemStyle: type === "bar" ? { borderRadius: stacked ? 0 : spec.type === "bars" ? [0, 3, 3, 0] : [3, 3, 0, 0] } : undefined,
    cursor: spec.links ? "pointer" : "default",
    markLine: one.target !== undefined ? { silent: true, symbol: "none", lineStyle: { color: quiet, type: "dashed" }, data: [{ yAxis: Number(one.target) }], label: { color: quiet, formatter: one.target_label ?? "" } } : undefined,
  };
}

function pie(spec, surface, ink) {
  const one = spec.series[0];
  return {
    type: "pie", name: one.name, radius: ["52%", "76%"], center: ["50%", "45%"], itemStyle: { borderColor: surface, borderWidth: 2 },
    label: { show: false }, emphasis: { label: { show: true, color: ink, fontWeight: 600 } }, cursor: spec.links ? "pointer" : "default",
    data: spec.labels.map((name, index) => ({ name, value: Number(one.data[index]) })),
  };
}

/** Shares that come near the whole end at 100 %, with quarters between; nothing is drawn above what cannot be. */
function whole(spec) {
  if (spec.unit !== "percent") return {};
  const most = Math.max(0, ...(spec.series ?? []).flatMap((one) => (one.data ?? []).map(Number).filter(Number.isFinite)));
  return most > 0.6 && most <= 1 ? { max: 1, interval: 0.25 } : {};
}
