// Builds dependency-cruiser's rules from src/import-rules.json, where the question "who may import
// whom" has its one answer.
const { areas, tests } = require('./src/import-rules.json');

const byName = new Map(areas.map((area) => [area.name, area]));
const testFiles = tests.path;
const fixtures = '/fixtures/[^/]+\\.json$';

/** A rule says "$1/$2" where the importer's own family and kind must stand again. */
function inOwnKind(path) {
  let group = 0;
  return path.replaceAll('([^/]+)', () => {
    group += 1;
    return `$${group}`;
  });
}

function targetPath(entry, importer) {
  if (entry.startsWith('npm:')) return `(?:^|/)node_modules/(?:@types/)?${entry.slice(4)}/`;
  if (entry === 'node:*') return '^(?:node:)?[a-z_/]+$';
  const own = entry.startsWith('own ');
  const area = byName.get(own ? entry.slice(4) : entry);
  if (area === undefined) {
    throw new Error(
      `src/import-rules.json: "${importer}" may import "${entry}", but no area has that name. ` +
        'Name an area, "own <area>", "npm:<package>" or "node:*".',
    );
  }
  return own ? inOwnKind(area.path) : area.path;
}

/**
 * Everything an area imports beyond its list is forbidden; the comment says the list and the cure.
 */
function ruleFor({ area, earlier, forTests }) {
  const entries = forTests ? [...area.may, ...tests.may, ...(area.testsMay ?? [])] : area.may;
  const allowed = [inOwnKind(area.path), ...entries.map((entry) => targetPath(entry, area.name))];
  const list = area.may.length === 0 ? 'nothing but itself' : area.may.join(', ');
  const more = forTests ? ' Its tests may also import the list of `tests`.' : '';
  return {
    name: forTests ? `${area.name} (tests)` : area.name,
    severity: 'error',
    comment: `${area.name} may import ${list}.${more} ${area.cure ?? 'Move what both need down, or pass it in.'}`,
    from: forTests
      ? { path: area.path.replace('^', `^(?=.*(?:${testFiles}))`), pathNot: earlier }
      : { path: area.path, pathNot: [...earlier, testFiles] },
    to: {
      pathNot: forTests ? [...allowed, testFiles, fixtures] : allowed,
      couldNotResolve: false,
    },
  };
}

const areaRules = areas.flatMap((area, index) => {
  const earlier = areas.slice(0, index).map(({ path }) => path);
  return [true, false].map((forTests) => ruleFor({ area, earlier, forTests }));
});

module.exports = {
  forbidden: [
    {
      name: 'no circles',
      severity: 'error',
      comment:
        'Two modules that need each other are one module, or lack a third below both. (Types alone may.)',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no circles of types',
      severity: 'error',
      comment:
        'In the heart not even types go round: move the type to where both may see it, below.',
      from: { path: '^src/(?:lib|sim|run|worker)/' },
      to: { circular: true },
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'The file or package is not there: mend the path, or add the package.',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'test support',
      severity: 'error',
      comment: 'Only tests import test support: what the product needs too moves out of it.',
      from: { pathNot: testFiles },
      to: { path: testFiles },
    },
    ...areaRules,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
