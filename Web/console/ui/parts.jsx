import { Children, cloneElement, useEffect, useId, useRef } from "react";
import { moment } from "../logic/format.js";
import { hindrance } from "../logic/rooms.js";
import { useConsole } from "./context.js";

/** The heading of a room; it takes the focus when the room is entered. */
export function Title({ children, aside }) {
  return <div className="title"><h1 tabIndex={-1}>{children}</h1>{aside}</div>;
}

/** What went wrong, in the API's own sentence. */
export function Wrong({ error, children }) {
  if (!error) return null;
  return <p className="wrong" role="alert">{error.message}{children}</p>;
}

/** A button for something that needs a permission: without it the button says why it does nothing. */
export function Deed({ permission, reason, children, ...rest }) {
  const { session } = useConsole();
  const why = reason || (permission ? hindrance(session, permission) : "");
  const id = useId();
  if (!why) return <button type="button" {...rest}>{children}</button>;
  return (
    <>
      <button type="button" {...rest} aria-disabled="true" aria-describedby={id} title={why}
        onClick={(event) => event.preventDefault()}>{children}</button>
      <span id={id} className="hidden">{why}</span>
    </>
  );
}

/** A label over its field. */
export function Field({ label, hint, children, wide }) {
  return (
    <label className={wide ? "field wide" : "field"}>
      <span>{label}{hint && <small> {hint}</small>}</span>{children}
    </label>
  );
}

/**
 * A table that scrolls by itself where it is too wide, also by keys; on a phone each row is a card
 * with the names of its columns. The roles are said, because a changed display takes them away.
 */
export function Table({ caption, head, children, empty, count }) {
  return (
    <div className="scroll" role="region" aria-label={caption} tabIndex={0}>
      <table role="table" aria-label={caption}>
        <thead role="rowgroup">
          <tr role="row">{head.map((one) => <th key={one} scope="col" role="columnheader">{one}</th>)}</tr>
        </thead>
        <tbody role="rowgroup">
          {Children.map(children, (row) => row && cloneElement(row, {
            role: "row",
            children: Children.toArray(row.props.children).map((cell, index) => cloneElement(cell, {
              role: cell.type === "th" ? "rowheader" : "cell", "data-head": head[index],
            })),
          }))}
          {count === 0 && (
            <tr role="row"><td role="cell" colSpan={head.length} className="empty">{empty}</td></tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

/** Who did not answer, so that nobody takes what is shown for everything. */
export function Unreachable({ names, what }) {
  if (!names?.length) return null;
  return <p className="warn" role="status">No answer from {names.join(", ")}: {what}</p>;
}

/** A moment that a machine can read, too. */
export function At({ ms }) {
  return ms == null ? "–" : <time dateTime={new Date(ms).toISOString()}>{moment(ms)}</time>;
}

/** A dialog over the page; Escape closes it, and the focus goes back to where it was. */
export function Dialog({ title, onClose, children }) {
  const box = useRef(null);
  const id = useId();
  useEffect(() => {
    const from = document.activeElement;
    const dialog = box.current;
    dialog.showModal();
    return () => {
      dialog.close();
      from?.focus?.();
    };
  }, []);
  return (
    <dialog ref={box} aria-labelledby={id} onCancel={(event) => {
      event.preventDefault();
      onClose();
    }}>
      <h2 id={id}>{title}</h2>
      {children}
    </dialog>
  );
}
