import { useCallback, useState } from "react";
import { number, span } from "../logic/format.js";
import { newID } from "../logic/orders.js";
import { useConsole } from "../ui/context.js";
import { useDeed, useLoad } from "../ui/load.js";
import { At, Deed, Dialog, Field, Table, Title, Unreachable, Wrong } from "../ui/parts.jsx";
import { Receipts } from "../ui/Receipts.jsx";

const everyMilliseconds = 5000;
// Rows are tall on a phone.
const pageSize = matchMedia("(max-width: 48rem)").matches ? 20 : 50;

/** Who plays now, and what can be done about it. */
export function PlayersRoom({ route }) {
  const { api } = useConsole();
  const [search, setSearch] = useState(route.query.get("search") ?? "");
  const [asked, setAsked] = useState(search);
  // The `after` of this page and those before it.
  const [pages, setPages] = useState([0]);
  const after = pages[pages.length - 1];
  const [order, setOrder] = useState(null);
  const [done, setDone] = useState(null);
  const ask = useCallback(
    () => api.get("/api/players", { after: after || null, limit: pageSize, search: asked }),
    [api, after, asked]);
  const { data, error, reload } = useLoad(ask, everyMilliseconds);
  return (
    <>
      <Title aside={data && <span>{number(data.total)} {asked ? "found" : "online"}</span>}>Players online</Title>
      <form className="filters" role="search" onSubmit={(event) => {
        event.preventDefault();
        setPages([0]);
        setAsked(search.trim());
      }}>
        <Field label="Search" hint="name, or number of character or account">
          <input type="search" name="search" value={search} maxLength="32"
            onChange={(event) => setSearch(event.target.value)} />
        </Field>
        <button>Search</button>
      </form>
      <Wrong error={error} />
      <Unreachable names={data?.unreachable} what="its players are missing here." />
      {done && <Receipts key={done.id} operation={done} onChange={reload} />}
      <PlayersTable data={data} onOrder={(kind, player) => setOrder({ kind, player })} />
      <Pager pages={pages} next={data?.next} onTurn={setPages} />
      {order && (
        <OrderDialog {...order} onClose={() => setOrder(null)} onDone={(operation) => {
          setOrder(null);
          setDone(operation);
        }} />
      )}
    </>
  );
}

function PlayersTable({ data, onOrder }) {
  const head = ["Player", "Character", "Account", "Where", "Gateway", "Since", "Do"];
  return (
    <Table caption="Players" head={head} count={data?.players.length} empty="Nobody.">
      {(data?.players ?? []).map((player) => (
        <tr key={player.character}>
          <th scope="row">
            {player.name}
            {!player.connected && <span className="tag">away</span>}
            {player.muted_ms && <span className="tag" title={`for ${span(player.muted_ms)} more`}>muted</span>}
          </th>
          <td className="figure">{player.character}</td><td className="figure">{player.account}</td>
          <td>{player.region}{player.shard && <small> {player.shard}</small>}</td>
          <td>{player.gateway}</td><td><At ms={player.since_ms} /></td>
          <td className="deeds">
            <Deed permission="kick" aria-label={`Kick ${player.name}`} onClick={() => onOrder("kick", player)}>Kick</Deed>
            <Deed permission="mute" aria-label={`Mute ${player.name}`} onClick={() => onOrder("mute", player)}>Mute</Deed>
            {player.muted_ms && (
              <Deed permission="mute" aria-label={`Unmute ${player.name}`} onClick={() => onOrder("unmute", player)}>Unmute</Deed>
            )}
            <Deed permission="announce" aria-label={`Tell ${player.name} something`}
              onClick={() => { location.hash = `#/announcements?scope=character/${player.character}`; }}>Tell</Deed>
          </td>
        </tr>
      ))}
    </Table>
  );
}

/** Turns pages of a list that is read from a place onward. */
export function Pager({ pages, next, onTurn }) {
  if (pages.length === 1 && !next) return null;
  return (
    <nav className="pager" aria-label="Pages">
      <button type="button" disabled={pages.length === 1} onClick={() => onTurn(pages.slice(0, -1))}>Before</button>
      <span>Page {pages.length}</span>
      <button type="button" disabled={!next} onClick={() => onTurn([...pages, next])}>Next</button>
    </nav>
  );
}

const spans = { 600: "10 minutes", 3600: "an hour", 86400: "a day", 604800: "a week", 2592000: "30 days" };
const titles = { kick: "Kick", mute: "Mute", unmute: "Unmute" };

/** Asks for what an order needs beside its player. */
function OrderDialog({ kind, player, onClose, onDone }) {
  const { api } = useConsole();
  const [wish, setWish] = useState({ whom: "character", seconds: 3600, message: "", reason: "" });
  // The same through all tries: what was done is not done again.
  const [id] = useState(newID);
  const set = (name) => (event) => setWish({ ...wish, [name]: event.target.value });
  const [run, isRunning, error] = useDeed(() => {
    const body = { id, scope: `${wish.whom}/${wish.whom === "account" ? player.account : player.character}` };
    if (wish.reason) body.reason = wish.reason;
    if (kind === "kick" && wish.message) body.message = wish.message;
    if (kind === "mute") body.seconds = Number(wish.seconds);
    return api.post(`/api/operations/${kind}`, body);
  });
  return (
    <Dialog title={`${titles[kind]} ${player.name}`} onClose={onClose}>
      <form onSubmit={async (event) => {
        event.preventDefault();
        const operation = await run();
        if (operation) onDone(operation);
      }}>
        <Field label="About">
          <select value={wish.whom} onChange={set("whom")}>
            <option value="character">this character</option>
            <option value="account">all characters of the account</option>
          </select>
        </Field>
        {kind === "mute" && (
          <Field label="For">
            <select name="seconds" value={wish.seconds} onChange={set("seconds")}>
              {Object.entries(spans).map(([seconds, text]) => <option key={seconds} value={seconds}>{text}</option>)}
            </select>
          </Field>
        )}
        {kind === "kick" && (
          <Field label="What the player reads" wide>
            <input name="message" value={wish.message} onChange={set("message")} maxLength="128" />
          </Field>
        )}
        <Field label="Reason" hint="for the record" wide>
          <input name="reason" value={wish.reason} onChange={set("reason")} maxLength="256" />
        </Field>
        <Wrong error={error} />
        <div className="deeds">
          <button className="main" disabled={isRunning}>{titles[kind]}</button>
          <button type="button" onClick={onClose}>Cancel</button>
        </div>
      </form>
    </Dialog>
  );
}
