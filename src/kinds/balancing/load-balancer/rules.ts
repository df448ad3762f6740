/**
 * Which group of backends a request goes to: that of the first rule it matches, else the one no
 * rule claims. A rule that does not say where to, because it is being written, is none yet: nginx
 * and HAProxy would go on with the rules from before.
 */
import { own } from '../../../lib/table.ts';
import type { HttpContent } from '../../shared/http.ts';
import type { Group } from '../shared/tier.ts';
import type { BalancerContext } from './context.ts';
import type { BalancerConfig, Rule } from './spec.ts';

/** What rules name, one entry for each that names something: only these have groups. */
export function targetsOf({ mode, rules }: BalancerConfig): readonly string[] {
  return mode === 'l7' ? rules.map(({ to }) => to).filter((to) => to !== '') : [];
}

export function groupFor(context: BalancerContext, content: HttpContent): Group {
  const { groups, settings } = context;
  for (const rule of settings.rules) {
    if (!matches(rule, content)) continue;
    for (const group of groups) if (group.to === rule.to) return group;
  }
  return groups[groups.length - 1] as Group;
}

/** Header names compare without regard to case (RFC 9110); everything else is exact. */
function matches(rule: Rule, content: HttpContent): boolean {
  switch (rule.on) {
    case 'header':
      return headerOf(content.headers, rule.name.toLowerCase()) === rule.equals;
    case 'cookie':
      return own(content.cookies, rule.name) === rule.equals;
    case 'query':
      return own(content.query, rule.name) === rule.equals;
    case 'body':
      return own(content.body, rule.name) === rule.equals;
    case 'method':
      return content.method === rule.equals;
    case 'path-prefix':
      return content.path.startsWith(rule.equals);
    default:
      return rule.on satisfies never;
  }
}

function headerOf(
  headers: Readonly<Record<string, string>>,
  lowerCaseName: string,
): string | undefined {
  for (const name of Object.keys(headers)) {
    if (name.toLowerCase() === lowerCaseName) return headers[name];
  }
  return undefined;
}
