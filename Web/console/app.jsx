import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { enter, may, openRooms, route } from "./logic/rooms.js";
import { add } from "./logic/history.js";
import { Api } from "./net/api.js";
import { Live } from "./net/live.js";
import { ConsoleContext } from "./ui/context.js";
import { Theme } from "./ui/Theme.jsx";
import { LogIn } from "./rooms/LogIn.jsx";
import { Factor } from "./rooms/Factor.jsx";
import { MapRoom } from "./rooms/MapRoom.jsx";
import { ProcessesRoom } from "./rooms/ProcessesRoom.jsx";
import { PlayersRoom } from "./rooms/PlayersRoom.jsx";
import { AnnouncementsRoom } from "./rooms/AnnouncementsRoom.jsx";
import { OperationsRoom } from "./rooms/OperationsRoom.jsx";
import { TracesRoom } from "./rooms/TracesRoom.jsx";
import { AuditRoom } from "./rooms/AuditRoom.jsx";
import { StaffRoom } from "./rooms/StaffRoom.jsx";
import { AccountRoom } from "./rooms/AccountRoom.jsx";

const pages = {
  map: MapRoom, processes: ProcessesRoom, players: PlayersRoom, announcements: AnnouncementsRoom,
  operations: OperationsRoom, traces: TracesRoom, audit: AuditRoom, staff: StaffRoom,
  account: AccountRoom,
};

/** The whole console: who is logged in decides what there is. */
export function App() {
  // undefined: not known yet; null: nobody.
  const [session, setSession] = useState(undefined);
  const [farewell, setFarewell] = useState("");
  const api = useMemo(() => new Api((...request) => fetch(...request)), []);
  const begin = useCallback((found) => {
    api.token = found?.csrf_token ?? "";
    setSession(found);
  }, [api]);
  const look = useCallback(async () => {
    try {
      begin(await api.get("/api/session"));
      return true;
    } catch (error) {
      if (error.status === 401) begin(null);
      // Who cannot be asked may still know us.
      return error.status !== 401;
    }
  }, [api, begin]);

  useEffect(() => {
    api.onOver = (error) => {
      setFarewell(api.token ? error.message : "");
      begin(null);
    };
    look().then((lasts) => lasts && setSession((known) => known ?? null));
  }, [api, begin, look]);

  if (session === undefined) return <p className="wait" role="status">One moment…</p>;
  const context = { api, session, begin, look };
  return (
    <ConsoleContext.Provider value={context}>
      {session === null && <LogIn farewell={farewell} />}
      {session && !session.second_factor && <Factor />}
      {session?.second_factor && <House key={session.user} />}
    </ConsoleContext.Provider>
  );
}

/** The rooms, with the live line that all of them share. */
function House() {
  const { api, session, begin, look } = useConsoleValue();
  const [hash, setHash] = useState(location.hash);
  const [line, setLine] = useState({ state: "lost", status: null });
  const [history, setHistory] = useState([]);
  const [isOpen, setOpen] = useState(false);
  const main = useRef(null);
  const room = enter(session, hash);
  const seesCluster = may(session, "view_cluster");

  useEffect(() => {
    const changed = () => {
      setHash(location.hash);
      setOpen(false);
    };
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);

  useEffect(() => {
    if (!seesCluster) return undefined;
    const live = new Live(() => new EventSource("/api/live"), look, (news) => {
      setLine((old) => ({ ...old, ...news }));
      if (news.status) setHistory((old) => add(old, news.status));
    });
    return () => live.close();
  }, [seesCluster, look]);

  const name = room?.name;
  const wasShown = useRef(false);
  useEffect(() => {
    document.title = room ? `${room.title} · Pangea console` : "Pangea console";
    // Whoever hears the page is told that it is another one now.
    if (wasShown.current) main.current?.querySelector("h1")?.focus();
    wasShown.current = true;
  }, [name]);

  const leave = async () => {
    try {
      await api.ask("DELETE", "/api/session");
    } catch {
      // Over is over.
    }
    begin(null);
  };

  const Page = pages[name];
  return (
    <ConsoleContext.Provider value={{ api, session, begin, look, line, history }}>
      <a className="skip" href="#main" onClick={(event) => {
        event.preventDefault();
        main.current.focus();
      }}>To the content</a>
      <header className="top">
        <button type="button" className="menu" aria-expanded={isOpen} aria-controls="rooms"
          onClick={() => setOpen(!isOpen)}>Rooms</button>
        <span className="brand"><img src="icon.svg" alt="" width="24" height="24" /> Pangea</span>
        {seesCluster && <LiveState line={line} />}
        <span className="who">{session.user} <small>{session.role?.replaceAll("_", " ")}</small></span>
        <Theme />
        <button type="button" onClick={leave}>Log out</button>
      </header>
      <nav id="rooms" className={isOpen ? "open" : ""} aria-label="Rooms">
        <ul>
          {openRooms(session).map((one) => (
            <li key={one.name}>
              <a href={`#/${one.name}`} aria-current={one.name === name ? "page" : undefined}>
                {one.title}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <main id="main" ref={main} tabIndex={-1}>
        {Page ? <Page key={name} route={route(hash)} /> : <NoRoom />}
      </main>
    </ConsoleContext.Provider>
  );
}

function useConsoleValue() {
  return ConsoleContext.use();
}

function LiveState({ line }) {
  const isLive = line.state === "open" && line.status;
  return (
    <span className={`live ${isLive ? "on" : "off"}`} role="status">
      {isLive ? "live" : line.status ? "line lost, coming back" : "connecting"}
    </span>
  );
}

function NoRoom() {
  return (
    <>
      <h1 tabIndex={-1}>Nothing to see</h1>
      <p>Your role opens no room of this console. Somebody who manages staff can change that.</p>
    </>
  );
}
