// The cluster as it changes, by server-sent events.

/**
 * Listens until it is closed. The browser comes back by itself after a lost line; after a refusal
 * this asks the API why, and tries again later when the session still lasts.
 */
export class Live {
  /**
   * @param makeSource makes an EventSource; @param look asks whether the session lasts: true, or
   * false when it is over; @param told takes {status} and {state: "open" | "lost"}.
   */
  constructor(makeSource, look, told, wait = (run, ms) => setTimeout(run, ms)) {
    this.makeSource = makeSource;
    this.look = look;
    this.told = told;
    this.wait = wait;
    this.pause = 1000;
    this.isClosed = false;
    this.open();
  }

  open() {
    const source = this.makeSource();
    this.source = source;
    source.addEventListener("open", () => {
      this.pause = 1000;
      this.told({ state: "open" });
    });
    source.addEventListener("cluster", (event) => {
      let status;
      try {
        status = JSON.parse(event.data);
      } catch {
        return;
      }
      this.told({ state: "open", status });
    });
    source.addEventListener("over", () => {
      source.close();
      this.again();
    });
    source.addEventListener("error", () => {
      this.told({ state: "lost" });
      // 2: closed for good, because the answer was a refusal.
      if (source.readyState === 2) this.again();
    });
  }

  async again() {
    if (this.isClosed) return;
    const lasts = await this.look();
    if (this.isClosed || !lasts) return;
    this.wait(() => this.isClosed || this.open(), this.pause);
    this.pause = Math.min(30000, this.pause * 2);
  }

  close() {
    this.isClosed = true;
    this.source.close();
  }
}
