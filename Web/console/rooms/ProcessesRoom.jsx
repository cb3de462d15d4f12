import { lazy, Suspense } from "react";
import { bytes, milliseconds, number, span } from "../logic/format.js";
import { byNumber, latest } from "../logic/history.js";
import { look, shards } from "../logic/map.js";
import { useConsole } from "../ui/context.js";
import { Table, Title, Unreachable } from "../ui/parts.jsx";

const Charts = lazy(() => import("../ui/Charts.jsx"));

/** Every process: whether it lives, and what it uses, now and in the last minutes. */
export function ProcessesRoom() {
  const { line, history } = useConsole();
  const { status } = line;
  if (!status) return <><Title>Processes</Title><p role="status">Waiting for the first view…</p></>;
  const rows = processes(status);
  const head = ["Process", "Lives", "Up for", "CPU", "Memory", "Carries", "Slowest p99", "Address"];
  return (
    <>
      <Title>Processes</Title>
      <Unreachable names={status.unreachable} what="it has no lease, or does not answer." />
      <Table caption="Processes" head={head} count={rows.length} empty="No process has a lease.">
        {rows.map((one) => {
          const cpu = latest(history, one.name, "cpu");
          return (
            <tr key={one.name} className={one.alive ? "" : "unreachable"}>
              <th scope="row">
                {one.look != null && <span className={`swatch look-${one.look}`} aria-hidden="true" />}
                {one.name}
              </th>
              <td>{!one.alive ? "gone" : one.uptime_ms == null ? "silent" : "yes"}</td>
              <td className="figure">{span(one.uptime_ms)}</td>
              <td className="figure">{cpu == null ? "–" : `${Math.round(cpu * 100)} %`}</td>
              <td className="figure">{bytes(one.memory_bytes)}</td>
              <td>{one.carries}</td>
              <td className="figure">{milliseconds(one.slowest)}</td>
              <td>{one.address ?? "–"}</td>
            </tr>
          );
        })}
      </Table>
      <Suspense fallback={<p role="status">Charts are on their way…</p>}>
        <Charts history={history} budget={status.tick_budget_ms} />
      </Suspense>
    </>
  );
}

function processes(status) {
  const rows = [
    ...shards(status).map((one) => ({
      ...one, carries: `${one.owned} regions, ${number(one.players)} players`, look: look(one.name),
    })),
    ...status.gateways.map((one) => ({
      ...one, carries: `${number(one.sessions)} sessions, ${number(one.connections)} connections`,
    })),
    ...(status.admins ?? []).map((one) => ({ ...one, carries: "–" })),
  ];
  const role = (name) => ["shard", "gateway", "admin"].indexOf(name.split("-")[0]);
  return rows.sort((a, b) => role(a.name) - role(b.name) || byNumber(a.name, b.name));
}
