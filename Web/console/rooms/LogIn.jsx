import { useRef, useState } from "react";
import { useConsole } from "../ui/context.js";
import { useDeed } from "../ui/load.js";
import { Field, Wrong } from "../ui/parts.jsx";

/** Name and password; the code as soon as the account asks for one. */
export function LogIn({ farewell }) {
  const { api, begin } = useConsole();
  const [wish, setWish] = useState({ user: "", password: "", code: "" });
  const [asksCode, setAsksCode] = useState(false);
  const code = useRef(null);
  const [run, isRunning, error] = useDeed(async () => {
    try {
      const body = { user: wish.user, password: wish.password };
      if (wish.code) body.code = wish.code;
      begin(await api.post("/api/session", body));
    } catch (refusal) {
      if (refusal.code === "code_needed" || refusal.code === "bad_code") {
        setAsksCode(true);
        setTimeout(() => code.current?.focus());
      }
      if (refusal.code !== "code_needed") throw refusal;
    }
  });
  const set = (name) => (event) => setWish({ ...wish, [name]: event.target.value });
  return (
    <main className="door">
      <form onSubmit={(event) => {
        event.preventDefault();
        run();
      }}>
        <h1><img src="icon.svg" alt="" width="32" height="32" /> Pangea console</h1>
        {farewell && !error && <p role="status">{farewell}</p>}
        <Field label="Name">
          <input name="user" value={wish.user} onChange={set("user")} required autoFocus
            autoComplete="username" autoCapitalize="none" spellCheck="false" maxLength="256" />
        </Field>
        <Field label="Password">
          <input name="password" type="password" value={wish.password} onChange={set("password")}
            required autoComplete="current-password" maxLength="256" />
        </Field>
        {asksCode && (
          <Field label="Code" hint="six digits of your authenticator app">
            <input ref={code} name="code" value={wish.code} onChange={set("code")}
              inputMode="numeric" autoComplete="one-time-code" maxLength="16" required />
          </Field>
        )}
        <Wrong error={error} />
        <button className="main" disabled={isRunning}>{isRunning ? "One moment…" : "Log in"}</button>
      </form>
    </main>
  );
}
