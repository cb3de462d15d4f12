import { useCallback, useState } from "react";
import { words } from "../logic/format.js";
import { about, fieldValue, kinds, newID, summary } from "../logic/orders.js";
import { hindrance, may } from "../logic/rooms.js";
import { useConsole } from "../ui/context.js";
import { useDeed, useLoad } from "../ui/load.js";
import { At, Field, Table, Title, Wrong } from "../ui/parts.jsx";
import { Receipts } from "../ui/Receipts.jsx";
import { Pager } from "./PlayersRoom.jsx";

const everyMilliseconds = 5000;
const pageSize = 25;

/** What was asked of the cluster and what became of it; and asking for more. */
export function OperationsRoom() {
  const { api } = useConsole();
  const [pages, setPages] = useState([0]);
  const before = pages[pages.length - 1];
  const [chosen, setChosen] = useState(null);
  const ask = useCallback(
    () => api.get("/api/operations", { before: before || null, max: pageSize }), [api, before]);
  const { data, error, reload } = useLoad(ask, everyMilliseconds);
  const rows = data?.operations;
  const head = ["At", "What", "About", "By", "Reason", "State", "Do"];
  return (
    <>
      <Title>Operations</Title>
      <NewOperation onIssued={(operation) => {
        setChosen(operation);
        reload();
      }} />
      {chosen && <Receipts key={chosen.id} operation={chosen} onChange={reload} />}
      <Wrong error={error} />
      <Table caption="Operations" head={head} count={rows?.length} empty="None yet.">
        {(rows ?? []).map((one) => (
          <tr key={one.id}>
            <td><At ms={one.issued_at} /></td>
            <th scope="row">{words(one.kind)}{one.undo_of && ` of ${one.payload.kind}`}</th>
            <td>{about(one.scope)}</td><td>{one.actor}</td><td className="text">{one.reason}</td>
            <td>{one.undone_by ? "taken back" : summary(one)}</td>
            <td><button type="button" aria-label={`Show ${one.kind} about ${about(one.scope)}`}
              onClick={() => setChosen(one)}>Show</button></td>
          </tr>
        ))}
      </Table>
      <Pager pages={pages} next={data?.next} onTurn={setPages} />
    </>
  );
}

/** A form for each kind of operation that the API has, made of the API's own document. */
function NewOperation({ onIssued }) {
  const { api, session } = useConsole();
  const ask = useCallback(async () => kinds(await api.get("/api/openapi.json")), [api]);
  const { data, error } = useLoad(ask);
  const [name, setName] = useState("");
  const all = data ?? [];
  const kind = all.find((one) => one.name === name);
  if (data && !all.some((one) => may(session, one.permission))) return null;
  return (
    <section className="card" aria-label="New operation">
      <Wrong error={error} />
      <Field label="New operation">
        <select name="kind" value={name} onChange={(event) => setName(event.target.value)}>
          <option value="">choose…</option>
          {all.map((one) => {
            const why = hindrance(session, one.permission);
            return (
              <option key={one.name} value={one.name} disabled={why !== ""}>
                {words(one.name)}{why && ` (needs ${one.permission})`}
              </option>
            );
          })}
        </select>
      </Field>
      {kind && <OperationForm key={kind.name} kind={kind} onIssued={onIssued} />}
    </section>
  );
}

function OperationForm({ kind, onIssued }) {
  const { api } = useConsole();
  const [values, setValues] = useState({});
  const [id, setID] = useState(newID);
  const [run, isRunning, error] = useDeed(async () => {
    const body = { id };
    for (const { name, shape } of kind.fields) {
      const value = fieldValue(shape, values[name]);
      if (value !== undefined) body[name] = value;
    }
    onIssued(await api.post(kind.path, body));
    setID(newID());
  });
  return (
    <form onSubmit={(event) => {
      event.preventDefault();
      run();
    }}>
      <p>{kind.summary}</p>
      <div className="fields">
        {kind.fields.map((field) => (
          <SchemaField key={field.name} field={field} value={values[field.name]}
            onChange={(value) => setValues({ ...values, [field.name]: value })} />
        ))}
      </div>
      <Wrong error={error} />
      <button className="main" disabled={isRunning}>{words(kind.name)}</button>
    </form>
  );
}

function SchemaField({ field: { name, shape, isRequired }, value, onChange }) {
  const common = {
    name, required: isRequired, value: value ?? "", onChange: (event) => onChange(event.target.value),
  };
  const hint = shape.description ?? (isRequired ? "" : "may be empty");
  if (shape.type === "boolean") {
    return (
      <Field label={words(name)} hint={hint}>
        <input type="checkbox" name={name} checked={value ?? false}
          onChange={(event) => onChange(event.target.checked)} />
      </Field>
    );
  }
  if (shape.enum) {
    return (
      <Field label={words(name)} hint={hint}>
        <select {...common}>
          <option value="">choose…</option>
          {shape.enum.map((one) => <option key={one} value={one}>{words(one)}</option>)}
        </select>
      </Field>
    );
  }
  if (["integer", "number"].includes(shape.type)) {
    return (
      <Field label={words(name)} hint={hint}>
        <input type="number" step={shape.type === "integer" ? 1 : "any"} min={shape.minimum}
          max={shape.maximum} {...common} />
      </Field>
    );
  }
  return (
    <Field label={words(name)} hint={hint} wide={name !== "scope"}>
      <input maxLength={shape.maxLength} {...common} />
    </Field>
  );
}
