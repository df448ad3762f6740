/**
 * What a node's kind shows beside the rest, once that has come; the rest can do without. The panel
 * is given all it may see and do.
 */
import { useMemo } from 'react';
import { commandFor } from '../../document/deeds.ts';
import { completeConfig } from '../../document/field.ts';
import type { Spec } from '../../document/spec.ts';
import type { ConfigJson, DocumentNode, Question } from '../../document/types.ts';
import { type KindPanel, panelOf } from '../../kinds/on-page.ts';
import type { PanelHistory, PanelProps } from '../../kinds/panel-props.ts';
import { edit } from '../../store/document.ts';
import { Place } from '../../ui/place.tsx';
import { READABLE_MS, useAnswer } from '../use-answer.ts';
import { setConfig } from './set-config.ts';
import { useFetched } from './use-fetched.ts';
import { words } from './words.ts';

interface OwnPanelProps {
  node: DocumentNode;
  spec: Spec;
}

export function OwnPanel(props: OwnPanelProps) {
  return (
    <Place>
      <Fetched {...props} />
    </Place>
  );
}

function Fetched({ node, spec }: OwnPanelProps) {
  const own = useFetched(node.kind, panelOf);
  if (own?.thing == null) return null;
  return <PanelHost Panel={own.thing} node={node} spec={spec} />;
}

/** Gives a panel its props; nothing is shown before its node has been observed. */
export function PanelHost({ Panel, node, spec }: OwnPanelProps & { Panel: KindPanel }) {
  const { id } = node;
  const observation = useAnswer({ ask: 'observation', node: id }, READABLE_MS);
  const hooks = useMemo(() => hooksOf(id), [id]);
  if (observation === null) return null;
  const props: PanelProps<ConfigJson, unknown, Record<string, unknown>> = {
    config: completeConfig(spec, node.config) as ConfigJson,
    observation,
    ...hooks,
    set: (config) => setConfig(node, spec, config as ConfigJson),
    act: (name, args = {}) =>
      edit({ edit: 'intervene', command: commandFor(name, id, args) })
        ? null
        : words.settings.rejected,
  };
  return <Panel {...props} />;
}

/** What a panel asks is asked of its own node. */
function hooksOf(node: string) {
  const useKindAnswer = (question: Question): unknown =>
    useAnswer({ ask: 'kind', node, question }, READABLE_MS);
  const useHistory = (): PanelHistory | null => {
    const states = useAnswer({ ask: 'states', node }, READABLE_MS);
    const figures = useAnswer({ ask: 'figures', node }, READABLE_MS);
    if (states === null || figures === null) return null;
    return { transitions: states.transitions, series: figures.series };
  };
  return { ask: useKindAnswer, history: useHistory };
}
