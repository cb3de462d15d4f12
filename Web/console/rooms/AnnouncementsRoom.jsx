import { useCallback, useState } from "react";
import { span, words } from "../logic/format.js";
import { about, momentOf, newID, parts, scope as scopeOf } from "../logic/orders.js";
import { may } from "../logic/rooms.js";
import { useConsole } from "../ui/context.js";
import { useDeed, useLoad } from "../ui/load.js";
import { At, Deed, Field, Table, Title, Wrong } from "../ui/parts.jsx";
import { Receipts } from "../ui/Receipts.jsx";
import { ScopeField } from "../ui/ScopeField.jsx";

const everyMilliseconds = 5000;

/** Words to players: now, later, again and again. */
export function AnnouncementsRoom({ route }) {
  const { api, session } = useConsole();
  const [said, setSaid] = useState(null);
  const ask = useCallback(() => api.get("/api/announcements"), [api]);
  const { data, error, reload } = useLoad(ask, everyMilliseconds);
  return (
    <>
      <Title>Announcements</Title>
      {may(session, "announce")
        ? <AnnouncementForm key={route.query.get("scope") ?? ""} scope={route.query.get("scope")}
            onSaid={setSaid} onPlanned={reload} />
        : <p>Your role may look at announcements and not make them.</p>}
      {said && <Receipts operation={said} />}
      <h2>Planned</h2>
      <Wrong error={error} />
      <Planned rows={data?.announcements} onChange={reload} onShow={setSaid} />
    </>
  );
}

const styles = { line: "Line of chat", scroll: "Scrolls across the top", popup: "Popup, until it is closed" };
const whens = { now: "Now", later: "At a moment", repeat: "Again and again" };
const blank = { style: "line", text: "", reason: "", when: "now", at: "", minutes: 60, until: "" };

function AnnouncementForm({ scope, onSaid, onPlanned }) {
  const { api } = useConsole();
  const [[kind, value], setScope] = useState(parts(scope));
  const [wish, setWish] = useState(blank);
  const [id, setID] = useState(newID);
  const [note, setNote] = useState("");
  const set = (name) => (event) => setWish({ ...wish, [name]: event.target.value });
  const found = scopeOf(kind, value);
  const [run, isRunning, error] = useDeed(async () => {
    if (found.wrong) throw new Error(found.wrong);
    const body = { scope: found.scope, style: wish.style, text: wish.text };
    setNote("");
    if (wish.when === "now") {
      onSaid(await api.post("/api/operations/announce", { ...body, id, reason: wish.reason }));
    } else {
      const at = momentOf(wish.at);
      const until = momentOf(wish.until);
      if (at != null) body.at = at;
      if (wish.when === "repeat") {
        body.every_seconds = Math.round(Number(wish.minutes) * 60);
        if (until != null) body.until = until;
      }
      await api.post("/api/announcements", body);
      setNote("It is planned.");
      onPlanned();
    }
    setWish({ ...wish, text: "", reason: "" });
    setID(newID());
  });
  return (
    <form className="card" aria-label="New announcement" onSubmit={(event) => {
      event.preventDefault();
      run();
    }}>
      <div className="fields">
        <ScopeField kind={kind} value={value} onChange={(...next) => setScope(next)} />
        <Field label="Style">
          <select name="style" value={wish.style} onChange={set("style")}>
            {Object.entries(styles).map(([key, text]) => <option key={key} value={key}>{text}</option>)}
          </select>
        </Field>
        <Field label="When">
          <select name="when" value={wish.when} onChange={set("when")}>
            {Object.entries(whens).map(([key, text]) => <option key={key} value={key}>{text}</option>)}
          </select>
        </Field>
        <Field label="Text" hint={`${[...wish.text].length} of 256`} wide>
          <textarea name="text" value={wish.text} onChange={set("text")} required maxLength="256" rows="2" />
        </Field>
        {wish.when !== "now" && (
          <Field label={wish.when === "repeat" ? "First at" : "At"} hint={wish.when === "repeat" ? "empty: now" : "your own time"}>
            <input type="datetime-local" name="at" value={wish.at} onChange={set("at")} required={wish.when === "later"} />
          </Field>
        )}
        {wish.when === "repeat" && (
          <>
            <Field label="Every" hint="minutes">
              <input type="number" name="minutes" min="0.2" step="any" max="527040" value={wish.minutes} onChange={set("minutes")} required />
            </Field>
            <Field label="Until" hint="empty: until it is cancelled">
              <input type="datetime-local" name="until" value={wish.until} onChange={set("until")} />
            </Field>
          </>
        )}
        {wish.when === "now" && (
          <Field label="Reason" hint="for the record" wide>
            <input name="reason" value={wish.reason} onChange={set("reason")} maxLength="256" />
          </Field>
        )}
      </div>
      <Preview style={wish.style} text={wish.text} />
      <Wrong error={error} />
      {note && <p role="status">{note}</p>}
      <Deed permission="announce" type="submit" className="main" disabled={isRunning}
        onClick={undefined}>{wish.when === "now" ? `Tell ${about(found.scope ?? kind)}` : "Plan it"}</Deed>
    </form>
  );
}

/** About as players see it. */
function Preview({ style, text }) {
  const shown = text || "What players read.";
  return (
    <figure className="preview">
      <figcaption>Preview</figcaption>
      <div className={`screen ${style}`}>
        {style === "popup" ? <div><p>{shown}</p><span className="button">Close</span></div> : <p>{shown}</p>}
      </div>
    </figure>
  );
}

function Planned({ rows, onChange, onShow }) {
  const { api } = useConsole();
  const [cancel, isRunning, error] = useDeed(async (row) => {
    await api.post(`/api/announcements/${row.id}/cancel`);
    onChange();
  });
  const [show, isShowing, lost] = useDeed(async (row) => {
    onShow(await api.get(`/api/operations/${row.last_operation}`));
  });
  const head = ["Next", "About", "Text", "Style", "Every", "Said", "By", "Do"];
  return (
    <>
      <Wrong error={error ?? lost} />
      <Table caption="Planned announcements" head={head} count={rows?.length} empty="None.">
        {(rows ?? []).map((row) => (
          <tr key={row.id} className={row.next_at == null ? "past" : ""}>
            <td>{row.next_at != null ? <At ms={row.next_at} /> : row.cancelled_at ? "cancelled" : "over"}</td>
            <td>{about(row.scope)}</td><td className="text">{row.payload.text}</td>
            <td>{words(row.payload.style)}</td>
            <td>{row.every_seconds ? span(row.every_seconds * 1000) : "once"}</td>
            <td className="figure">{row.occurrences - row.missed}{row.missed > 0 && `, ${row.missed} missed`}</td>
            <td>{row.actor}</td>
            <td className="deeds">
              {row.next_at != null && (
                <Deed permission="announce" disabled={isRunning} onClick={() => cancel(row)}>Cancel</Deed>
              )}
              {row.last_operation && <button type="button" disabled={isShowing} onClick={() => show(row)}>Receipts</button>}
            </td>
          </tr>
        ))}
      </Table>
    </>
  );
}
