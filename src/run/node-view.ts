/** A node as its model and its picture see it. */
import type { Kernel } from '../sim/kernel.ts';
import type { NodeView } from '../sim/model.ts';
import { childrenOf } from '../sim/stepper.ts';
import type { NodeRecord } from '../sim/world.ts';

const NO_FIGURES = { arrivals: 0, completions: 0, inSystem: 0, dropped: {} } as const;

/** What a model may look at when it describes its node. */
export function viewOf(kernel: Kernel, node: NodeRecord): NodeView {
  return {
    id: node.id,
    name: node.name,
    now: kernel.now,
    state: kernel.stateIn(node.main).path,
    hung: node.hung,
    children: childrenOf(node).map((child) => ({
      machine: child.machine,
      key: child.key,
      state: kernel.stateIn(child).path,
      context: child.instance.context,
    })),
    links: node.links,
    figures: kernel.watch?.at(node.index) ?? NO_FIGURES,
    nameOf: (index) => kernel.node(index).name,
    peek: (index) => kernel.speaker.peek(index),
    sources: () => node.sources,
  };
}

/** What a node's picture is drawn from. */
export function observationOf(kernel: Kernel, node: NodeRecord): unknown {
  return kernel.model(node).observe(node.main.instance.context, viewOf(kernel, node));
}
