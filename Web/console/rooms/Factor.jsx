import { useState } from "react";
import { useConsole } from "../ui/context.js";
import { useDeed } from "../ui/load.js";
import { Field, Wrong } from "../ui/parts.jsx";

/** A first log-in: nothing else is open before the second factor is set up. */
export function Factor() {
  const { api, session, begin } = useConsole();
  return (
    <main className="door">
      <h1>Second factor</h1>
      <p>{session.user}, before anything else is opened your account needs a second factor: a code of
        an authenticator app.</p>
      <FactorForm />
      <button type="button" onClick={async () => {
        try {
          await api.ask("DELETE", "/api/session");
        } finally {
          begin(null);
        }
      }}>Log out</button>
    </main>
  );
}

/** Shows a secret once, and takes a code of it. */
export function FactorForm() {
  const { api, look } = useConsole();
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [secret, setSecret] = useState(null);
  const [propose, isProposing, refused] = useDeed(async () => {
    setSecret(await api.post("/api/session/factor", { password }));
  });
  const [confirm, isConfirming, wrong] = useDeed(async () => {
    await api.post("/api/session/factor/confirm", { code });
    await look();
  });
  if (!secret) {
    return (
      <form onSubmit={(event) => {
        event.preventDefault();
        propose();
      }}>
        <Field label="Your password, once more">
          <input type="password" name="password" value={password} required
            autoComplete="current-password" onChange={(event) => setPassword(event.target.value)} />
        </Field>
        <Wrong error={refused} />
        <button className="main" disabled={isProposing}>Show the secret</button>
      </form>
    );
  }
  return (
    <form onSubmit={(event) => {
      event.preventDefault();
      confirm();
    }}>
      <p>Add this secret to your authenticator app, or open <a href={secret.uri}>this link</a> on the
        device that has it. It is shown this once.</p>
      <p><code className="secret">{secret.secret.match(/.{1,4}/g).join(" ")}</code></p>
      <Field label="Code" hint="that the app shows now">
        <input name="code" value={code} inputMode="numeric" autoComplete="one-time-code" required
          autoFocus onChange={(event) => setCode(event.target.value)} />
      </Field>
      <Wrong error={wrong} />
      <button className="main" disabled={isConfirming}>Confirm</button>
    </form>
  );
}
