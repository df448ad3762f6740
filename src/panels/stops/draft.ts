/**
 * A condition while it is being edited: each part keeps its key, whatever happens to those beside
 * it. What the form has no fields for – deeper groups, say – is kept as it is.
 */
import type { Condition, LeafCondition } from '../../document/condition.ts';

export type Joint = 'all' | 'any';

type Content =
  | { readonly sort: 'leaf'; readonly leaf: LeafCondition }
  | { readonly sort: 'group'; readonly joint: Joint; readonly parts: readonly Draft[] }
  | { readonly sort: 'kept'; readonly condition: Condition };

export interface Draft {
  readonly key: number;
  /** It is meant not to hold. */
  readonly isNot: boolean;
  /** Milliseconds; 0 where it need not last. */
  readonly lasts: number;
  readonly content: Content;
}

let lastKey = 0;

export function draftWith(content: Content): Draft {
  lastKey += 1;
  return { key: lastKey, isNot: false, lasts: 0, content };
}

/** @param levels of groups that the form can still show */
export function draftOf(condition: Condition, levels = 2): Draft {
  const lasts = 'for' in condition ? (condition.for ?? 0) : 0;
  if ('not' in condition) {
    const inside = draftOf(condition.not, 0);
    const isShown = inside.content.sort === 'leaf' && !inside.isNot && inside.lasts === 0;
    return isShown ? { ...inside, isNot: true, lasts } : kept(condition);
  }
  if ('all' in condition || 'any' in condition) {
    if (levels === 0) return kept(condition);
    const [joint, list]: [Joint, readonly Condition[]] =
      'all' in condition ? ['all', condition.all] : ['any', condition.any];
    const parts = list.map((each) => draftOf(each, levels - 1));
    return { ...draftWith({ sort: 'group', joint, parts }), lasts };
  }
  if ('state' in condition && (condition.machine ?? condition.key) !== undefined) {
    return kept(condition);
  }
  return { ...draftWith({ sort: 'leaf', leaf: withoutFor(condition) }), lasts };
}

function kept(condition: Condition): Draft {
  return draftWith({ sort: 'kept', condition });
}

function withoutFor(leaf: LeafCondition): LeafCondition {
  if (!('for' in leaf)) return leaf;
  const { for: _lasts, ...rest } = leaf;
  return rest;
}

export function conditionOf({ content, isNot, lasts }: Draft): Condition {
  const held = lasts === 0 ? {} : { for: lasts };
  switch (content.sort) {
    case 'kept':
      return content.condition;
    case 'group': {
      const parts = content.parts.map(conditionOf);
      return { ...(content.joint === 'all' ? { all: parts } : { any: parts }), ...held };
    }
    case 'leaf':
      return isNot ? { not: content.leaf, ...held } : { ...content.leaf, ...held };
    default:
      return content satisfies never;
  }
}

/** Whether it can last: an error or a deed is over at once, but not being there lasts. */
export function canLast({ content, isNot }: Draft): boolean {
  if (content.sort !== 'leaf') return content.sort === 'group';
  return isNot || !('error' in content.leaf || 'verb' in content.leaf);
}

/** Itself and all within it. */
export function* partsIn(draft: Draft): Generator<Draft> {
  yield draft;
  if (draft.content.sort !== 'group') return;
  for (const part of draft.content.parts) yield* partsIn(part);
}
