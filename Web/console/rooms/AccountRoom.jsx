import { useState } from "react";
import { words } from "../logic/format.js";
import { useConsole } from "../ui/context.js";
import { useDeed } from "../ui/load.js";
import { Field, Title, Wrong } from "../ui/parts.jsx";

/** One's own password and sessions, and what one may. */
export function AccountRoom() {
  const { api, session, begin } = useConsole();
  const [everywhere, isRunning, error] = useDeed(async () => {
    await api.ask("DELETE", "/api/sessions");
    begin(null);
  });
  return (
    <>
      <Title>My account</Title>
      <p><strong>{session.user}</strong>, {words(session.role)}. You may:</p>
      <ul className="grants">{session.permissions.map((one) => <li key={one}>{words(one)}</li>)}</ul>
      {session.user.startsWith("env:")
        ? <p>This user comes from the environment of the admin process, and its password is changed there.</p>
        : <PasswordForm />}
      <h2>Sessions</h2>
      <Wrong error={error} />
      <button type="button" disabled={isRunning} onClick={everywhere}>Log out everywhere</button>
    </>
  );
}

function PasswordForm() {
  const { api } = useConsole();
  const [wish, setWish] = useState({ password: "", fresh: "", again: "" });
  const [isChanged, setChanged] = useState(false);
  const [run, isRunning, error] = useDeed(async () => {
    setChanged(false);
    if (wish.fresh !== wish.again) throw new Error("The new password is not twice the same.");
    await api.post("/api/session/password", { password: wish.password, new_password: wish.fresh });
    setWish({ password: "", fresh: "", again: "" });
    setChanged(true);
  });
  const set = (name) => (event) => setWish({ ...wish, [name]: event.target.value });
  return (
    <form className="card narrow" aria-label="Password" onSubmit={(event) => {
      event.preventDefault();
      run();
    }}>
      <h2>Password</h2>
      <Field label="The current one">
        <input type="password" required value={wish.password} onChange={set("password")} autoComplete="current-password" />
      </Field>
      <Field label="A new one" hint="12 characters or more">
        <input type="password" required minLength="12" maxLength="256" value={wish.fresh} onChange={set("fresh")} autoComplete="new-password" />
      </Field>
      <Field label="Once more">
        <input type="password" required value={wish.again} onChange={set("again")} autoComplete="new-password" />
      </Field>
      <Wrong error={error} />
      {isChanged && <p role="status">It is changed; your other sessions have ended.</p>}
      <button className="main" disabled={isRunning}>Change it</button>
    </form>
  );
}
