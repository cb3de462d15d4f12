// The admin API as functions: one sentence for whatever goes wrong.

/** What the API refused, or that it did not answer. */
export class ApiError extends Error {
  constructor(status, code, sentence, retryAfter = 0) {
    super(sentence);
    this.status = status;
    this.code = code;
    /** Milliseconds; 0: no use, or at once. */
    this.retryAfter = retryAfter;
  }
}

/** Asks the API, and shows it with each change that a page of ours asks. */
export class Api {
  /** @param fetch as the browser's; @param onOver called when the session is over. */
  constructor(fetch, onOver = () => {}) {
    this.fetch = fetch;
    this.onOver = onOver;
    this.token = "";
  }

  get(path, query) {
    return this.ask("GET", path + queryText(query));
  }

  post(path, body) {
    return this.ask("POST", path, body);
  }

  async ask(method, path, body) {
    const headers = { Accept: "application/json" };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    if (method !== "GET" && this.token) headers["X-CSRF-Token"] = this.token;
    let answer;
    try {
      answer = await this.fetch(path, {
        method, headers, body: body === undefined ? undefined : JSON.stringify(body),
        credentials: "same-origin", cache: "no-store", redirect: "error",
      });
    } catch {
      throw new ApiError(0, "no_answer", "The admin process does not answer.");
    }
    let document = null;
    try {
      document = await answer.json();
    } catch {
      // An answer of something in between; the status is all there is.
    }
    if (answer.ok && document !== null) return document;
    const refusal = document?.error;
    const error = new ApiError(
      answer.status, refusal?.code ?? "unreadable",
      refusal?.message ?? `The admin process answered ${answer.status}.`,
      refusal?.retry_after_ms ?? 0);
    if (error.code === "unauthorized") this.onOver(error);
    throw error;
  }
}

/** `?a=1&b=2` of what is given; empty and missing values are left out. */
export function queryText(query = {}) {
  const pairs = Object.entries(query).filter(([, value]) => value !== "" && value != null);
  return pairs.length === 0 ? "" : `?${new URLSearchParams(pairs)}`;
}
