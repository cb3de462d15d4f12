// Which rooms there are, and who may enter.

export const rooms = [
  { name: "map", title: "Live map", permission: "view_cluster" },
  { name: "processes", title: "Processes", permission: "view_cluster" },
  { name: "players", title: "Players online", permission: "view_players" },
  { name: "announcements", title: "Announcements", permission: "view_operations" },
  { name: "operations", title: "Operations", permission: "view_operations" },
  { name: "traces", title: "Traces", permission: "view_traces" },
  { name: "audit", title: "Audit", permission: "view_audit" },
  { name: "staff", title: "Staff", permission: "manage_staff" },
  { name: "account", title: "My account", permission: "own_account" },
];

/** Whether a session grants it; without one nothing is granted. */
export function may(session, permission) {
  return session?.permissions?.includes(permission) ?? false;
}

/** Why something is not granted, as a sentence; empty: it is. */
export function hindrance(session, permission) {
  if (may(session, permission)) return "";
  if (session && !session.second_factor) return "Set up your second factor first.";
  return `Your role does not have the permission ${permission}.`;
}

export function openRooms(session) {
  return rooms.filter((room) => may(session, room.permission));
}

/** `#/players?search=ada` as {name, query}. */
export function route(hash) {
  const [path, text = ""] = hash.replace(/^#\/?/, "").split("?");
  return { name: path.split("/")[0], rest: path.split("/").slice(1), query: new URLSearchParams(text) };
}

/** The room to show: the one that is asked for when it may be entered, else the first. */
export function enter(session, hash) {
  const wish = route(hash);
  const open = openRooms(session);
  return open.find((room) => room.name === wish.name) ?? open[0] ?? null;
}
