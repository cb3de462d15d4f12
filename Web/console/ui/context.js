import { createContext, useContext } from "react";

/** What every room knows: {api, session, begin, look, line, history}. */
export const ConsoleContext = createContext(null);
ConsoleContext.use = () => useContext(ConsoleContext);

export function useConsole() {
  return useContext(ConsoleContext);
}
