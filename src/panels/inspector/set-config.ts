/** Changing a node's settings at the moment shown: one edit, rejected in words. */
import { findBadSetting } from '../../document/config.ts';
import type { Spec } from '../../document/spec.ts';
import type { ConfigJson, DocumentNode } from '../../document/types.ts';
import { edit } from '../../store/document.ts';
import { words } from './words.ts';

/** @returns null when it holds now */
export function setConfig(node: DocumentNode, spec: Spec, config: ConfigJson): string | null {
  const bad = findBadSetting(spec, config, '');
  if (bad !== null) return bad.sentence;
  return edit({ edit: 'set', node: node.id, config }) ? null : words.settings.rejected;
}
