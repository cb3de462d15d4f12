import { useCallback, useState } from "react";
import { number } from "../logic/format.js";
import { momentOf } from "../logic/orders.js";
import { useConsole } from "../ui/context.js";
import { useLoad } from "../ui/load.js";
import { At, Field, Table, Title, Wrong } from "../ui/parts.jsx";
import { Pager } from "./PlayersRoom.jsx";

const pageSize = 50;
const blank = { actor: "", action: "", target: "", operation: "", since: "", until: "" };
const hints = { actor: "name", action: "as operation.kick", target: "as character/12", operation: "id" };

/** Who did what, when and from where. */
export function AuditRoom() {
  const { api } = useConsole();
  const [wish, setWish] = useState(blank);
  const [filter, setFilter] = useState(blank);
  const [pages, setPages] = useState([0]);
  const before = pages[pages.length - 1];
  const ask = useCallback(() => {
    const { since, until, ...rest } = filter;
    return api.get("/api/audit", {
      ...rest, since_ms: momentOf(since), until_ms: momentOf(until), before: before || null,
      limit: pageSize,
    });
  }, [api, filter, before]);
  const { data, error, reload } = useLoad(ask);
  const set = (name) => (event) => setWish({ ...wish, [name]: event.target.value });
  const head = ["No.", "At", "Who", "From", "Action", "About", "Details"];
  return (
    <>
      <Title>Audit</Title>
      <Chain head={data?.head} />
      <form className="filters" role="search" onSubmit={(event) => {
        event.preventDefault();
        setPages([0]);
        setFilter({ ...wish });
        reload();
      }}>
        {Object.entries(hints).map(([name, hint]) => (
          <Field key={name} label={name[0].toUpperCase() + name.slice(1)} hint={hint}>
            <input name={name} value={wish[name]} onChange={set(name)} maxLength="256" />
          </Field>
        ))}
        <Field label="Since"><input type="datetime-local" name="since" value={wish.since} onChange={set("since")} /></Field>
        <Field label="Until"><input type="datetime-local" name="until" value={wish.until} onChange={set("until")} /></Field>
        <button>Filter</button>
      </form>
      <Wrong error={error} />
      <Table caption="Audit log" head={head} count={data?.rows.length} empty="No row fits.">
        {(data?.rows ?? []).map((row) => (
          <tr key={row.id}>
            <td className="figure">{row.id}</td><td><At ms={row.at_ms} /></td>
            <th scope="row">{row.actor}<small> {row.role.replaceAll("_", " ")}</small></th>
            <td>{row.address}</td><td>{row.action}</td>
            <td>{row.target || "–"}</td>
            <td className="text"><Details row={row} /></td>
          </tr>
        ))}
      </Table>
      <Pager pages={pages} next={data?.next} onTurn={setPages} />
    </>
  );
}

function Details({ row }) {
  const pairs = Object.entries(row.details ?? {}).filter(([, value]) => value !== "");
  if (pairs.length === 0) return "–";
  return pairs.map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`).join("; ");
}

/** Whether the log is what was written. */
function Chain({ head }) {
  const { api } = useConsole();
  const ask = useCallback(() => api.get("/api/audit/chain"), [api]);
  const { data, error, reload, isLoading } = useLoad(ask);
  if (error) return <Wrong error={error} />;
  if (!data) return <p role="status">The log is being gone through…</p>;
  return (
    <div className={`chain ${data.whole ? "good" : "wrong"}`} role="status">
      <p>
        <strong>{data.whole ? "The chain is whole" : "The chain is broken"}</strong>: {number(data.rows)}{" "}
        rows gone through at <At ms={data.checked_ms} />.
        {head && <> It ends with row {head.id}, <code title={head.hash}>{head.hash.slice(0, 16)}…</code></>}
      </p>
      {data.faults.length > 0 && <ul>{data.faults.map((one) => <li key={one}>{one}</li>)}</ul>}
      <button type="button" onClick={reload} disabled={isLoading}>Go through it again</button>
    </div>
  );
}
