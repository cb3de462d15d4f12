import { useState } from "react";
import { milliseconds, number } from "../logic/format.js";
import { load, loadClass, look, maps, sentence, shards } from "../logic/map.js";
import { useConsole } from "../ui/context.js";
import { Deed, Table, Title, Unreachable } from "../ui/parts.jsx";

/** The world as it runs: every region with its shard, its players and its load. */
export function MapRoom() {
  const { line } = useConsole();
  const { status } = line;
  const [chosen, setChosen] = useState(null);
  if (!status) return <><Title>Live map</Title><p role="status">Waiting for the first view…</p></>;
  const region = status.regions.find((one) => one.id === chosen);
  return (
    <>
      <Title>Live map</Title>
      <Unreachable names={status.unreachable} what="its figures are missing here." />
      <Totals totals={status.totals} />
      <Legend status={status} />
      <div className="world">
        <div className="maps">
          {maps(status).map((one) => (
            <MapGrid key={one.map} map={one} budget={status.tick_budget_ms} chosen={chosen}
              onChoose={(id) => setChosen(id === chosen ? null : id)} />
          ))}
        </div>
        {region && <RegionCard region={region} budget={status.tick_budget_ms} onClose={() => setChosen(null)} />}
      </div>
      <details>
        <summary>The same as a table</summary>
        <RegionTable status={status} />
      </details>
    </>
  );
}

function Totals({ totals }) {
  const figures = [
    ["Players", totals.players], ["Sessions", totals.sessions], ["Shards", totals.shards],
    ["Gateways", totals.gateways], ["Regions", totals.regions],
    ["Without a shard", totals.regions_without_shard],
    ["Handoffs done", totals.handoffs.completed], ["refused", totals.handoffs.refused],
  ];
  return (
    <dl className="totals">
      {figures.map(([name, value]) => (
        <div key={name} className={name === "Without a shard" && value > 0 ? "bad" : ""}>
          <dt>{name}</dt><dd>{number(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What the colours and patterns mean; the names stand in the map, too. */
function Legend({ status }) {
  return (
    <ul className="legend" aria-label="Shards">
      {shards(status).map((shard) => (
        <li key={shard.name}>
          <span className={`swatch look-${shard.look}`} aria-hidden="true" />
          <strong>{shard.name}</strong>{" "}
          <span>{shard.alive ? `${shard.owned} regions, ${number(shard.players)} players` : "gone"}</span>
        </li>
      ))}
    </ul>
  );
}

function MapGrid({ map, budget, chosen, onChoose }) {
  return (
    <section aria-labelledby={`map-${map.map}`}>
      <h2 id={`map-${map.map}`}>Map {map.map} <small>{number(map.players)} players</small></h2>
      <div className="scroll" role="region" aria-label={`Regions of map ${map.map}`} tabIndex={0}>
        <div className="grid" style={{ gridTemplateColumns: `repeat(${map.columns}, minmax(4.6rem, 1fr))` }}>
          {map.regions.map((region) => (
            <Cell key={region.id} region={region} budget={budget} isChosen={region.id === chosen}
              onChoose={onChoose} />
          ))}
        </div>
      </div>
    </section>
  );
}

function Cell({ region, budget, isChosen, onChoose }) {
  const share = load(region, budget);
  const own = look(region.shard);
  return (
    <button type="button" className={`region ${loadClass(share)} ${own == null ? "orphan" : `tint-${own}`}`}
      style={{ gridColumn: region.column + 1, gridRow: region.row + 1 }} data-region={region.id}
      aria-pressed={isChosen} aria-label={sentence(region, budget)} onClick={() => onChoose(region.id)}>
      <span className={`band ${own == null ? "" : `look-${own}`}`} />
      <span className="shard">{region.shard ?? "no shard"}</span>
      <span className="players">{region.players ?? "?"}</span>
      <span className="facts">
        {share == null ? "–" : `${Math.round(share * 100)} %`}
        {region.handoffs_pending > 0 && <b> ⇄{region.handoffs_pending}</b>}
        {region.time_percent < 100 && <b> ⏳{region.time_percent} %</b>}
      </span>
      <span className="load"><span style={{ width: `${Math.min(100, Math.round((share ?? 0) * 100))}%` }} /></span>
    </button>
  );
}

function RegionCard({ region, budget, onClose }) {
  const share = load(region, budget);
  const facts = [
    ["Shard", region.shard ?? "none"], ["Planned on", region.planned ?? "–"],
    ["Epoch", number(region.epoch)], ["Players", number(region.players)],
    ["Ghosts", number(region.ghosts)], ["Handoffs in flight", number(region.handoffs_pending)],
    ["Far movements told", region.far_update_ticks > 1 ? `every ${region.far_update_ticks} ticks` : "every tick"],
    ["Time goes", region.time_percent < 100 ? `at ${region.time_percent} %` : "at full speed"],
    ["In line", `${number(region.queued_login ?? 0)} to log in, ${number(region.queued_border ?? 0)} at borders`],
    ["Tick", number(region.tick)], ["p50", milliseconds(region.tick_p50_ms)],
    ["p99", `${milliseconds(region.tick_p99_ms)}${share == null ? "" : ` of ${budget} ms`}`],
    ["Slowest", milliseconds(region.tick_max_ms)],
  ];
  return (
    <section className="card" aria-label={`Region ${region.id}`}>
      <h2>Region {region.id}</h2>
      <dl>{facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
      <Deed permission="announce" onClick={() => { location.hash = `#/announcements?scope=region/${region.id}`; }}>
        Announce here
      </Deed>
      <Deed permission="view_traces" onClick={() => { location.hash = `#/traces?process=${region.shard ?? ""}&slowest=1`; }}>
        Slowest ticks
      </Deed>
      <button type="button" onClick={onClose}>Close</button>
    </section>
  );
}

function RegionTable({ status }) {
  const head = ["Region", "Shard", "Epoch", "Players", "Ghosts", "p99", "Slowest", "Handoffs in flight"];
  return (
    <Table caption="Regions" head={head} count={status.regions.length} empty="There is no region.">
      {status.regions.map((one) => (
        <tr key={one.id}>
          <th scope="row">{one.id}</th><td>{one.shard ?? "none"}</td>
          <td className="figure">{number(one.epoch)}</td><td className="figure">{number(one.players)}</td>
          <td className="figure">{number(one.ghosts)}</td>
          <td className="figure">{milliseconds(one.tick_p99_ms)}</td>
          <td className="figure">{milliseconds(one.tick_max_ms)}</td>
          <td className="figure">{number(one.handoffs_pending)}</td>
        </tr>
      ))}
    </Table>
  );
}
