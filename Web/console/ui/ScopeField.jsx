import { Field } from "./parts.jsx";

const names = {
  everybody: "Everybody", map: "One map", region: "One region", character: "One character",
  account: "One account",
};
const hints = {
  map: "its number", region: "map:column,row", character: "its number", account: "its number",
};

/** Whom an order is about. */
export function ScopeField({ kinds = Object.keys(names), kind, value, onChange }) {
  return (
    <>
      <Field label="About">
        <select name="scope" value={kind} onChange={(event) => onChange(event.target.value, "")}>
          {kinds.map((one) => <option key={one} value={one}>{names[one]}</option>)}
        </select>
      </Field>
      {kind !== "everybody" && (
        <Field label={names[kind]} hint={hints[kind]}>
          <input name="scope-value" value={value} required autoComplete="off"
            onChange={(event) => onChange(kind, event.target.value)} />
        </Field>
      )}
    </>
  );
}
