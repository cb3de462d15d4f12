import { useCallback, useEffect, useState } from "react";
import { about, outcome, summary } from "../logic/orders.js";
import { number, words } from "../logic/format.js";
import { useConsole } from "./context.js";
import { useDeed } from "./load.js";
import { At, Deed, Table, Wrong } from "./parts.jsx";

const lookAgainMilliseconds = 300;

/** An operation with what every process made of it; looked at again until it is done. */
export function Receipts({ operation: first, onChange }) {
  const { api } = useConsole();
  const [operation, setOperation] = useState(first);
  const [lost, setLost] = useState(null);
  useEffect(() => setOperation(first), [first]);
  const { id, state } = operation;

  useEffect(() => {
    if (state !== "open") return undefined;
    let isOver = false;
    let timer = 0;
    const again = async () => {
      try {
        const found = await api.get(`/api/operations/${id}`);
        if (isOver) return;
        setLost(null);
        setOperation(found);
        if (found.state !== "open") onChange?.(found);
      } catch (error) {
        if (isOver) return;
        setLost(error);
      }
      timer = setTimeout(again, lookAgainMilliseconds);
    };
    timer = setTimeout(again, lookAgainMilliseconds);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [api, id, state]);

  return (
    <section className="receipts" aria-label={`Operation ${operation.kind}`}>
      <p role="status" className={operation.state}>
        <strong>{words(operation.kind)}</strong> about {about(operation.scope)}: {summary(operation)}
      </p>
      <Wrong error={lost} />
      <Table caption={`Receipts of ${words(operation.kind)}`} head={["Process", "Outcome", "Players", "At"]}
        count={operation.receipts.length} empty="No process was there to be asked.">
        {operation.receipts.map((one) => (
          <tr key={`${one.node} ${one.incarnation}`} className={one.outcome}>
            <th scope="row">{one.node}</th><td>{outcome(one)}</td>
            <td className="figure">{number(one.reached)}</td><td><At ms={one.changed_at} /></td>
          </tr>
        ))}
      </Table>
      <Undo operation={operation} onDone={onChange} />
    </section>
  );
}

/** Takes an operation back, and shows what became of that. */
export function Undo({ operation, onDone }) {
  const { api } = useConsole();
  const [undone, setUndone] = useState(null);
  const ask = useCallback(
    () => api.post(`/api/operations/${operation.id}/undo`, {}), [api, operation.id]);
  const [run, isRunning, error] = useDeed(ask);
  if (undone) return <Receipts operation={undone} onChange={onDone} />;
  if (operation.undone_by) return <p>It was taken back.</p>;
  if (!operation.can_be_undone) return null;
  return (
    <div>
      <Deed permission="undo_operation" disabled={isRunning} onClick={async () => {
        const done = await run();
        if (done) setUndone(done);
      }}>Undo this {operation.kind}</Deed>
      <Wrong error={error} />
    </div>
  );
}
