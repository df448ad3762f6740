/**
 * Icons by their lucide name, for parts that name theirs as data. Only those listed here are in the
 * bundle; anything else is drawn as a question mark in a box.
 */
import {
  Boxes,
  Database,
  FileQuestionMark,
  Group,
  Layers,
  type LucideIcon,
  MonitorSmartphone,
  Network,
  Scale,
  Server,
  Split,
  SquareDashed,
  SquareUserRound,
  User,
  Users,
  Waypoints,
} from 'lucide-react';

const ICONS: Readonly<Record<string, LucideIcon>> = {
  boxes: Boxes,
  database: Database,
  group: Group,
  layers: Layers,
  'monitor-smartphone': MonitorSmartphone,
  network: Network,
  scale: Scale,
  server: Server,
  split: Split,
  'square-dashed': SquareDashed,
  'square-user-round': SquareUserRound,
  user: User,
  users: Users,
  waypoints: Waypoints,
};

export function KindIcon({ name, size = 20 }: { name: string; size?: number }) {
  const Icon = Object.hasOwn(ICONS, name) ? ICONS[name] : undefined;
  const Shown = Icon ?? FileQuestionMark;
  return <Shown size={size} strokeWidth={1.5} aria-hidden="true" focusable="false" />;
}

/** Whether an icon of that name is in the bundle; a test asks it for every kind. */
export function hasIcon(name: string): boolean {
  return Object.hasOwn(ICONS, name);
}
