import { useCallback, useState } from "react";
import { words } from "../logic/format.js";
import { useConsole } from "../ui/context.js";
import { useDeed, useLoad } from "../ui/load.js";
import { At, Deed, Field, Table, Title, Wrong } from "../ui/parts.jsx";

/** Accounts of staff: new ones, roles, locks, resets. */
export function StaffRoom() {
  const { api, session } = useConsole();
  const ask = useCallback(async () => {
    const [{ staff }, { roles }] = await Promise.all([api.get("/api/staff"), api.get("/api/roles")]);
    return { staff, roles };
  }, [api]);
  const { data, error, reload } = useLoad(ask);
  const [shown, setShown] = useState(null);
  const [change, isChanging, wrong] = useDeed(async (row, method, path, body) => {
    const answer = await api.ask(method, `/api/staff/${row.id}${path}`, body);
    setShown(answer.password ? { name: row.name, password: answer.password } : null);
    reload();
  });
  const roles = Object.keys(data?.roles ?? {});
  const head = ["Name", "Role", "Second factor", "State", "Since", "Do"];
  return (
    <>
      <Title>Staff</Title>
      <NewStaff roles={roles} onAdded={(added) => {
        setShown(added);
        reload();
      }} />
      {shown && <Password {...shown} onClose={() => setShown(null)} />}
      <Wrong error={error ?? wrong} />
      <Table caption="Staff" head={head} count={data?.staff.length} empty="There are no accounts.">
        {(data?.staff ?? []).map((row) => {
          const own = row.name === session.user ? "Somebody else has to change your own account." : "";
          const deed = (text, ...request) => (
            <Deed reason={own} disabled={isChanging} aria-label={`${text} of ${row.name}`}
              onClick={() => change(row, ...request)}>{text}</Deed>
          );
          return (
            <tr key={row.id} className={row.disabled ? "past" : ""}>
              <th scope="row">{row.name}</th>
              <td>
                <select aria-label={`Role of ${row.name}`} value={row.role} disabled={own !== "" || isChanging} title={own}
                  onChange={(event) => change(row, "PATCH", "", { role: event.target.value })}>
                  {!roles.includes(row.role) && <option>{row.role}</option>}
                  {roles.map((role) => <option key={role} value={role}>{words(role)}</option>)}
                </select>
              </td>
              <td>{row.second_factor ? "yes" : "not yet"}</td>
              <td>{row.disabled ? "locked" : row.locked_until_ms ? "codes locked" : "open"}</td>
              <td><At ms={row.created_ms} /></td>
              <td className="deeds">
                {deed(row.disabled ? "Unlock" : "Lock", "PATCH", "", { disabled: !row.disabled })}
                {deed("New password", "POST", "/reset", { password: true })}
                {row.second_factor && deed("Drop second factor", "POST", "/reset", { second_factor: true })}
                {deed("End sessions", "DELETE", "/sessions")}
              </td>
            </tr>
          );
        })}
      </Table>
    </>
  );
}

function NewStaff({ roles, onAdded }) {
  const { api } = useConsole();
  const [wish, setWish] = useState({ name: "", role: "" });
  const [run, isRunning, error] = useDeed(async () => {
    const added = await api.post("/api/staff", wish);
    onAdded({ name: wish.name, password: added.password });
    setWish({ name: "", role: "" });
  });
  return (
    <form className="filters card" aria-label="New account" onSubmit={(event) => {
      event.preventDefault();
      run();
    }}>
      <Field label="Name">
        <input name="name" value={wish.name} required maxLength="64" autoCapitalize="none" autoComplete="off"
          onChange={(event) => setWish({ ...wish, name: event.target.value })} />
      </Field>
      <Field label="Role">
        <select name="role" value={wish.role} required onChange={(event) => setWish({ ...wish, role: event.target.value })}>
          <option value="">choose…</option>
          {roles.map((role) => <option key={role} value={role}>{words(role)}</option>)}
        </select>
      </Field>
      <button className="main" disabled={isRunning}>Add</button>
      <Wrong error={error} />
    </form>
  );
}

function Password({ name, password, onClose }) {
  return (
    <div className="card" role="status">
      <p>The password of {name}, shown this once:</p>
      <p><code className="secret">{password}</code></p>
      <button type="button" onClick={onClose}>I have it</button>
    </div>
  );
}
