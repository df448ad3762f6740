/**
 * What the person has in hand: the selected nodes and edges, the kind about to be placed, the node a new connection
 * starts from, and the node the keyboard stands on.
 */
import { create } from 'zustand';

interface Selection {
  /** Ids of nodes and edges; the last one is what the inspector shows. */
  ids: readonly string[];
  /** The kind that the next click on the canvas places. */
  placing: string | null;
  /** The node whose connection is waiting for its target. */
  connecting: string | null;
  /** The node the arrow keys stand on; null until the canvas has been walked. */
  cursor: string | null;
  /** On a phone the inspector is a sheet that a tap opens; elsewhere it shows whenever something is selected. */
  inspecting: boolean;
}

export const useSelection = create<Selection>()(() => ({
  ids: [],
  placing: null,
  connecting: null,
  cursor: null,
  inspecting: false,
}));

/** Replaces the selection; `additive` turns each id on or off within it instead. */
export function select(ids: readonly string[], additive = false): void {
  const before = useSelection.getState().ids;
  const after = additive ? toggled(before, ids) : ids;
  if (after.length === before.length && after.every((id, index) => id === before[index])) return;
  useSelection.setState({ ids: after });
}

function toggled(before: readonly string[], ids: readonly string[]): readonly string[] {
  const kept = before.filter((id) => !ids.includes(id));
  return [...kept, ...ids.filter((id) => !before.includes(id))];
}

/** The next click on the canvas places a node of this kind; null changes nothing else and puts it back. */
export function startPlacing(kind: string | null): void {
  useSelection.setState({ placing: kind, connecting: null });
}

/** The next node picked becomes the target of a connection from this one. */
export function startConnecting(id: string): void {
  useSelection.setState({ connecting: id, placing: null });
}

/** Moves the keyboard's place without changing what is selected. */
export function stand(id: string | null): void {
  useSelection.setState({ cursor: id });
}

/** Opens or closes the inspector's sheet. */
export function inspect(open: boolean): void {
  useSelection.setState({ inspecting: open });
}

/** Esc: leaves placing or connecting; when neither is under way, lets the selection go. */
export function cancel(): void {
  const { placing, connecting } = useSelection.getState();
  if (placing !== null || connecting !== null) {
    useSelection.setState({ placing: null, connecting: null });
  } else {
    useSelection.setState({ ids: [], inspecting: false });
  }
}

/** Forgets ids that are no longer on the table. */
export function keepOnly(standing: (id: string) => boolean): void {
  const { ids, connecting, cursor } = useSelection.getState();
  const left = ids.filter(standing);
  useSelection.setState({
    ids: left.length === ids.length ? ids : left,
    connecting: connecting !== null && standing(connecting) ? connecting : null,
    cursor: cursor !== null && standing(cursor) ? cursor : null,
  });
}
