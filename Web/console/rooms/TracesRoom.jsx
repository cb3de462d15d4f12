import { useCallback, useState } from "react";
import { micros } from "../logic/format.js";
import { attributes, flame } from "../logic/flame.js";
import { useConsole } from "../ui/context.js";
import { useLoad } from "../ui/load.js";
import { At, Field, Table, Title, Unreachable, Wrong } from "../ui/parts.jsx";

const kinds = { "": "All", tick: "Ticks", handoff: "Handoffs", input: "Inputs" };

/** Ticks and handoffs one by one: the slowest, or the latest. */
export function TracesRoom({ route }) {
  const id = route.rest[0];
  return id ? <Trace id={id} /> : <TraceList query={route.query} />;
}

function TraceList({ query }) {
  const { api, line } = useConsole();
  const [wish, setWish] = useState({
    process: query.get("process") ?? "", kind: query.get("kind") ?? "",
    slowest: query.get("slowest") ?? "1",
  });
  const ask = useCallback(() => api.get("/api/traces", {
    process: wish.process, kind: wish.kind, slowest: wish.slowest || null, limit: 50,
  }), [api, wish]);
  const { data, error, reload, isLoading } = useLoad(ask);
  const set = (name) => (event) => setWish({ ...wish, [name]: event.target.value });
  const names = [...(line.status?.shards ?? []), ...(line.status?.gateways ?? [])].map((one) => one.name);
  if (wish.process && !names.includes(wish.process)) names.push(wish.process);
  const head = ["Trace", "Took", "Process", "Region", "At", "Spans"];
  return (
    <>
      <Title>Traces</Title>
      <form className="filters" onSubmit={(event) => {
        event.preventDefault();
        reload();
      }}>
        <Field label="Process">
          <select name="process" value={wish.process} onChange={set("process")}>
            <option value="">All</option>
            {names.map((name) => <option key={name}>{name}</option>)}
          </select>
        </Field>
        <Field label="Of">
          <select name="trace-kind" value={wish.kind} onChange={set("kind")}>
            {Object.entries(kinds).map(([key, text]) => <option key={key} value={key}>{text}</option>)}
          </select>
        </Field>
        <Field label="Order">
          <select name="slowest" value={wish.slowest} onChange={set("slowest")}>
            <option value="1">The slowest first</option><option value="">The latest first</option>
          </select>
        </Field>
        <button disabled={isLoading}>Look again</button>
      </form>
      <Wrong error={error} />
      <Unreachable names={data?.unreachable} what="its traces are missing here." />
      <Table caption="Traces" head={head} count={data?.traces.length} empty="No trace was kept in the last minutes.">
        {(data?.traces ?? []).map((one) => (
          <tr key={`${one.trace_id} ${one.start_us}`} className={one.over_budget ? "refused" : ""}>
            <th scope="row"><a href={`#/traces/${one.trace_id}`}>{one.name}</a></th>
            <td className="figure">{micros(one.duration_us)}{one.over_budget && <span className="tag">over budget</span>}</td>
            <td>{one.process}</td><td>{one.region ?? "–"}</td>
            <td><At ms={Math.floor(one.start_us / 1000)} /></td><td className="figure">{one.spans}</td>
          </tr>
        ))}
      </Table>
    </>
  );
}

function Trace({ id }) {
  const { api } = useConsole();
  const ask = useCallback(() => api.get(`/api/traces/${encodeURIComponent(id)}`), [api, id]);
  const { data, error } = useLoad(ask);
  return (
    <>
      <Title aside={<a href="#/traces">All traces</a>}>Trace</Title>
      <p><code>{id}</code></p>
      <Wrong error={error} />
      <Unreachable names={data?.unreachable} what="its spans are missing here." />
      {data && <Flame spans={data.spans} />}
    </>
  );
}

const rowHeight = 26;
/** Bars narrower than this part of the whole carry no text. */
const textAbove = 0.05;

/** The trace as bars over time, and the same as a table. */
function Flame({ spans }) {
  const { bars, rows, start, duration } = flame(spans);
  const [chosen, setChosen] = useState(null);
  const processes = [...new Set(spans.map((span) => span.process))].sort();
  const head = ["Span", "Process", "Begins", "Takes", "Attributes"];
  return (
    <>
      <p>{spans.length} spans, {micros(duration)} in all, at {processes.join(", ")}.</p>
      <div className="scroll" role="region" aria-label="Flame view" tabIndex={0}>
        <div className="flame" style={{ height: `${rows * rowHeight}px` }}>
          {bars.map(({ span, row, left, width }) => (
            <button type="button" key={span.span_id} className={`look-bar bar-${processes.indexOf(span.process) % 8}`}
              style={{ left: `${left * 100}%`, width: `max(3px, ${width * 100}%)`, top: `${row * rowHeight}px` }}
              aria-pressed={chosen === span.span_id}
              aria-label={`${span.name} at ${span.process}, ${micros(span.duration_us)}`}
              title={`${span.name} · ${span.process} · ${micros(span.duration_us)}\n${attributes(span)}`}
              onClick={() => setChosen(span.span_id)}>
              {width > textAbove && `${span.name} ${micros(span.duration_us)}`}
            </button>
          ))}
        </div>
      </div>
      <Table caption="Spans" head={head} count={bars.length} empty="No span is left of it.">
        {bars.map(({ span, depth }) => (
          <tr key={span.span_id} className={chosen === span.span_id ? "chosen" : ""}>
            <th scope="row" className={`depth-${Math.min(depth, 6)}`}>{span.name}</th><td>{span.process}</td>
            <td className="figure">{micros(span.start_us - start)}</td>
            <td className="figure">{micros(span.duration_us)}</td>
            <td className="text">{attributes(span) || "–"}</td>
          </tr>
        ))}
      </Table>
    </>
  );
}
