import { useCallback, useEffect, useRef, useState } from "react";

/** Without a touch of the page for so long, nothing is asked by itself: a session may end. */
const awakeMilliseconds = 10 * 60_000;
let lastTouch = Date.now();
for (const kind of ["pointerdown", "keydown", "scroll"]) {
  addEventListener(kind, () => { lastTouch = Date.now(); }, { passive: true, capture: true });
}

function isAwake() {
  return !document.hidden && Date.now() - lastTouch < awakeMilliseconds;
}

/**
 * Loads something and shows how that goes: {data, error, isLoading, reload}. What was there stays
 * until the new is. An answer that a newer question has overtaken is dropped.
 *
 * @param ask a function; remember it, so that it changes when the question does.
 * @param every milliseconds from one time to the next; 0: once.
 */
export function useLoad(ask, every = 0) {
  const [state, setState] = useState({ data: null, error: null, isLoading: true });
  const round = useRef(0);
  const reload = useCallback(async () => {
    round.current += 1;
    const own = round.current;
    setState((old) => ({ ...old, isLoading: true }));
    try {
      const data = await ask();
      if (own === round.current) setState({ data, error: null, isLoading: false });
    } catch (error) {
      if (own === round.current) setState((old) => ({ ...old, error, isLoading: false }));
    }
  }, [ask]);
  useEffect(() => {
    reload();
    const timer = every > 0 ? setInterval(() => isAwake() && reload(), every) : 0;
    return () => {
      clearInterval(timer);
      round.current += 1;
    };
  }, [reload, every]);
  return { ...state, reload };
}

/** Does something once at a time: [run, isRunning, error]. `run` answers undefined when it failed. */
export function useDeed(deed) {
  const [state, setState] = useState({ isRunning: false, error: null });
  const isThere = useRef(true);
  useEffect(() => {
    isThere.current = true;
    return () => { isThere.current = false; };
  }, []);
  const run = async (...args) => {
    setState({ isRunning: true, error: null });
    try {
      const done = await deed(...args);
      if (isThere.current) setState({ isRunning: false, error: null });
      return done;
    } catch (error) {
      if (isThere.current) setState({ isRunning: false, error });
      return undefined;
    }
  };
  return [run, state.isRunning, state.error];
}
