import { useEffect, useRef } from "react";
import {
  CategoryScale, Chart, Legend, LinearScale, LineController, LineElement, PointElement, Tooltip,
} from "chart.js";
import { moment } from "../logic/format.js";
import { series } from "../logic/history.js";

Chart.register(
  CategoryScale, Legend, LinearScale, LineController, LineElement, PointElement, Tooltip);

// Lines differ in colour and in how they are drawn.
const colours = ["#2f7fd1", "#c2601d", "#2f8f5b", "#a3479e", "#8a7a14", "#cf3f5b", "#1f8a92", "#6a5acd"];
const dashes = [[], [6, 3], [2, 2], [8, 3, 2, 3], [12, 4], [4, 4], [1, 3], [10, 2, 2, 2, 2, 2]];

/** The last minutes of all processes, as long as this page was open. */
export default function Charts({ history, budget }) {
  const charts = [
    { figure: "tick", title: "Slowest p99 of a tick", unit: "ms", limit: budget },
    { figure: "cpu", title: "Processor", unit: "%", scale: 100 },
    { figure: "memory", title: "Memory", unit: "MiB", scale: 1 / 1048576 },
    { figure: "players", title: "Players and sessions", unit: "" },
  ];
  return (
    <div className="charts">
      {charts.map((one) => <LineChart key={one.figure} history={history} {...one} />)}
    </div>
  );
}

function LineChart({ history, figure, title, unit, scale = 1, limit }) {
  const canvas = useRef(null);
  const chart = useRef(null);
  useEffect(() => {
    const style = getComputedStyle(document.documentElement);
    const ink = style.getPropertyValue("--ink").trim();
    const rule = style.getPropertyValue("--rule").trim();
    const axis = { ticks: { color: ink, maxTicksLimit: 6, maxRotation: 0 }, grid: { color: rule } };
    chart.current = new Chart(canvas.current, {
      type: "line",
      data: { labels: [], datasets: [] },
      options: {
        animation: false, responsive: true, maintainAspectRatio: false,
        interaction: { mode: "index", intersect: false },
        elements: { point: { radius: 0 }, line: { borderWidth: 2 } },
        scales: { x: axis, y: { ...axis, beginAtZero: true } },
        plugins: { legend: { labels: { color: ink, boxWidth: 24, boxHeight: 1 } } },
      },
    });
    return () => chart.current.destroy();
  }, []);
  useEffect(() => {
    const { times, lines } = series(history, figure);
    const data = chart.current.data;
    data.labels = times.map((at) => moment(at).slice(11));
    data.datasets = lines.map((line, index) => ({
      label: line.name,
      data: line.values.map((value) => (value == null ? null : value * scale)),
      borderColor: colours[index % colours.length], borderDash: dashes[index % dashes.length],
    }));
    chart.current.update("none");
  }, [history, figure, scale]);
  const text = `${title}${unit && ` in ${unit}`}${limit ? `, of ${limit} ${unit}` : ""}`;
  return (
    <figure>
      <figcaption>{text}</figcaption>
      <div className="canvas">
        <canvas ref={canvas} role="img" aria-label={`${text}; the table above has the latest figures`} />
      </div>
    </figure>
  );
}
