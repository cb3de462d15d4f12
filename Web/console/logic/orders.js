// Orders to the cluster: how they are written down, and what became of them.

/** Whom an order is about, as the API writes it; a sentence when it is none. */
export function scope(kind, value) {
  const text = String(value ?? "").trim();
  switch (kind) {
    case "everybody": return { scope: "everybody" };
    case "map": return /^\d{1,5}$/.test(text)
      ? { scope: `map/${Number(text)}` } : { wrong: "A map is a whole number." };
    case "region": return /^\d{1,5}:\d{1,3},\d{1,3}$/.test(text)
      ? { scope: `region/${text}` } : { wrong: "A region is map:column,row, as 0:1,2." };
    case "character":
    case "account": return /^\d{1,18}$/.test(text)
      ? { scope: `${kind}/${Number(text)}` } : { wrong: `A number of ${kind === "account" ? "an account" : "a character"} is needed.` };
    default: return { wrong: "Choose whom it is about." };
  }
}

/** `map/0` as [kind, value]. */
export function parts(text) {
  const [kind, ...rest] = String(text ?? "").split("/");
  return [kind || "everybody", rest.join("/")];
}

/** A scope as people say it. */
export function about(text) {
  const [kind, value] = parts(text);
  return kind === "everybody" ? "everybody" : `${kind} ${value}`;
}

/** A new id, so that an order that is sent twice is done once. */
export function newID(random = (bytes) => crypto.getRandomValues(bytes)) {
  return [...random(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const outcomeWords = {
  asked: "asked, no answer yet", applied: "applied", nothing_to_do: "nothing to do",
  refused: "refused", unreachable: "unreachable",
};

export function outcome(receipt) {
  const said = outcomeWords[receipt.outcome] ?? receipt.outcome;
  return receipt.detail ? `${said}: ${receipt.detail}` : said;
}

/** What became of an operation, in a sentence that grows until it is done. */
export function summary(operation) {
  const receipts = operation.receipts;
  const answered = receipts.filter((one) => one.outcome !== "asked").length;
  const bad = receipts.filter((one) => ["refused", "unreachable"].includes(one.outcome));
  const players = `${operation.reached} ${operation.reached === 1 ? "player" : "players"} reached`;
  const words = [players, `${answered} of ${receipts.length} processes answered`];
  if (bad.length > 0) words.push(`not done at ${bad.map((one) => one.node).join(", ")}`);
  return `${words.join("; ")}${operation.state === "open" ? " so far." : "."}`;
}

/** The moment that a field of the kind datetime-local names, in milliseconds; null: none. */
export function momentOf(text) {
  if (!text) return null;
  const at = new Date(text).getTime();
  return Number.isNaN(at) ? null : at;
}

/** The kinds of operations that the API's document has: {name, summary, permission, fields}. */
export function kinds(document) {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) => {
    const found = /^\/api\/operations\/([a-z_]+)$/.exec(path);
    if (!found || !item.post) return [];
    const schema = item.post.requestBody?.content?.["application/json"]?.schema ?? {};
    const required = new Set(schema.required ?? []);
    const fields = Object.entries(schema.properties ?? {})
      .filter(([name]) => name !== "id")
      .map(([name, shape]) => ({ name, shape, isRequired: required.has(name) }));
    return [{
      name: found[1], path, summary: item.post.summary, permission: item.post["x-permission"],
      fields: fields.sort((a, b) => rank(a) - rank(b)),
    }];
  });
}

/** Whom first, then what, then why. */
function rank(field) {
  return { scope: 0, reason: 2, deadline_ms: 3 }[field.name] ?? 1;
}

/** The value of a field as the API takes it; undefined: leave it out. */
export function fieldValue(shape, text) {
  if (typeof text === "boolean") return text;
  if (text === "" || text == null) return undefined;
  if (["integer", "number"].includes(shape.type)) return Number(text);
  if (["object", "array"].includes(shape.type)) return JSON.parse(text);
  return text;
}
