/**
 * What the person has in hand: the selected nodes, edges and notes, the kind about to be placed,
 * the node a new connection starts from, the connection being led elsewhere, and where the keyboard
 * stands.
 */
import { create } from 'zustand';
import { fetchSpecs } from './specs.ts';

export type EdgeEnd = 'from' | 'to';

/** What waits for a part to be picked on the canvas. */
export interface Picking {
  /** Which control asked for it, the same when it is shown again. */
  readonly by: string;
  /** What is to be done, for the person. */
  readonly sentence: string;
  /** By node: null when it may be picked, else why not. */
  readonly rejections: ReadonlyMap<string, string | null>;
  readonly take: (id: string) => void;
}

interface Selection {
  /** Ids of nodes, edges and notes; the last one is what the inspector shows. */
  ids: readonly string[];
  /** The kind that the next click on the canvas places. */
  placing: string | null;
  /** The node whose connection is waiting for its target. */
  connecting: string | null;
  /** The end of a connection that waits for the node that it will lead to. */
  reconnecting: { readonly edge: string; readonly end: EdgeEnd } | null;
  /** A setting that waits for the part that it will name. */
  picking: Picking | null;
  /** The control that a part was picked for last: the keyboard goes back there. */
  pickedFor: string | null;
  /** Clicks, taps and keys add to what is selected, and a finger draws a marquee. */
  gathering: boolean;
  /** The node or note whose name or text is being written on the table. */
  editing: string | null;
  /** The node or note the arrow keys stand on; null until the canvas has been walked. */
  cursor: string | null;
  /**
   * On a phone the inspector is a sheet that a tap opens; elsewhere it shows whenever something is
   * selected.
   */
  inspecting: boolean;
}

export const useSelection = create<Selection>()(() => ({
  ids: [],
  placing: null,
  connecting: null,
  reconnecting: null,
  picking: null,
  pickedFor: null,
  gathering: false,
  editing: null,
  cursor: null,
  inspecting: false,
}));

/** The hand is free. */
const NOTHING = { placing: null, connecting: null, reconnecting: null, picking: null } as const;

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

/**
 * The next click on the canvas places a node of this kind; null changes nothing else and puts it
 * back.
 */
export function startPlacing(kind: string | null): void {
  // It is here before it is let go; who places it hears of what goes wrong.
  if (kind !== null) fetchSpecs([kind]).catch(() => undefined);
  useSelection.setState({ ...NOTHING, placing: kind, gathering: false });
}

/** The next node picked becomes the target of a connection from this one. */
export function startConnecting(id: string): void {
  useSelection.setState({ ...NOTHING, connecting: id, gathering: false });
}

/** The next node picked becomes that end of the connection. */
export function startReconnecting(edge: string, end: EdgeEnd): void {
  const rest = { ...NOTHING, gathering: false, inspecting: false };
  useSelection.setState({ ...rest, reconnecting: { edge, end } });
}

/** The next node picked is the part that a setting names. */
export function startPicking(picking: Picking): void {
  useSelection.setState({ ...NOTHING, gathering: false, inspecting: false, picking });
}

/** From now on all that is picked joins what is selected, until this ends. */
export function gather(gathering: boolean): void {
  if (gathering) cancelModes();
  useSelection.setState(gathering ? { gathering, inspecting: false } : { gathering });
}

/** Writes the name of a node or the text of a note where it stands; null when done. */
export function startEditing(editing: string | null): void {
  useSelection.setState({ editing });
}

/** Moves the keyboard's place without changing what is selected. */
export function stand(id: string | null): void {
  useSelection.setState({ cursor: id });
}

/** Opens or closes the inspector's sheet. */
export function inspect(open: boolean): void {
  useSelection.setState({ inspecting: open });
}

export function isBusyIn(state: Selection): boolean {
  const { placing, connecting, reconnecting, picking } = state;
  return placing !== null || connecting !== null || reconnecting !== null || picking !== null;
}

/** Whether the next click means something else than selecting. */
export function isBusy(): boolean {
  return isBusyIn(useSelection.getState());
}

/** Whether the next click on the table, or on a frame there, places a part. */
export function isPlacing(): boolean {
  return useSelection.getState().placing !== null;
}

/** Esc: leaves what is under way, then gathering; when nothing is, lets the selection go. */
export function cancel(): void {
  if (isBusy()) cancelModes();
  else if (useSelection.getState().gathering) useSelection.setState({ gathering: false });
  else useSelection.setState({ ids: [], inspecting: false });
}

/** What waited for a part, and made room for the table on a phone, shows again. */
function cancelModes(): void {
  const { picking } = useSelection.getState();
  const back = picking === null ? {} : { inspecting: true, pickedFor: picking.by };
  useSelection.setState({ ...NOTHING, ...back });
}

/** Forgets ids that are no longer on the table. */
export function keepOnly(standing: (id: string) => boolean): void {
  const { ids, connecting, reconnecting, editing, cursor } = useSelection.getState();
  const left = ids.filter(standing);
  useSelection.setState({
    ids: left.length === ids.length ? ids : left,
    connecting: connecting !== null && standing(connecting) ? connecting : null,
    reconnecting: reconnecting !== null && standing(reconnecting.edge) ? reconnecting : null,
    editing: editing !== null && standing(editing) ? editing : null,
    cursor: cursor !== null && standing(cursor) ? cursor : null,
  });
}
