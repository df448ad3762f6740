/**
 * The repository checks itself. Each rule is data with its cure, and carries a line that it must
 * catch: a rule that catches nothing is broken. What types, lint, import rules and the dead-code
 * check already say is not said again here.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { kinds } from './kinds/kinds.ts';

const home = fileURLToPath(new URL('..', import.meta.url));
const read = (file: string) => readFileSync(join(home, file), 'utf8');

/** Everything in the repository but what is installed or built. */
const files = readdirSync(home)
  .filter((name) => !['.git', 'node_modules', 'dist'].includes(name))
  .flatMap((name) =>
    statSync(join(home, name)).isDirectory()
      ? readdirSync(join(home, name), { recursive: true, encoding: 'utf8' }).map((inner) =>
          `${name}/${inner}`.replaceAll('\\', '/'),
        )
      : [name],
  )
  .filter((file) => statSync(join(home, file)).isFile());

const isCode = (file: string) => /\.(?:tsx?|mjs|cjs|css)$/.test(file);
const isTest = (file: string) => /\.test\.tsx?$|test-support\.tsx?$/.test(file);
const self = 'src/tidy.test.ts';
const code = files.filter((file) => isCode(file) && file !== self);
const folders = (path: string) =>
  readdirSync(join(home, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

const kindIds = folders('src/kinds')
  .filter((family) => family !== 'shared')
  .flatMap((family) => folders(`src/kinds/${family}`))
  .filter((kind) => kind !== 'shared' && kind !== 'fixtures');

interface Ban {
  readonly pattern: RegExp;
  readonly cure: string;
  /** A line the pattern must find. */
  readonly caught: string;
  /** Where the ban does not hold. */
  readonly except?: (file: string) => boolean;
}

/** The dictionary of links: frozen text, full of the words of every kind there will be. */
const FROZEN = 'src/document/dictionary.ts';

const bans: readonly Ban[] = [
  {
    pattern: /\b(?:TODO|FIXME|XXX|HACK)\b/,
    cure: 'Do it now or leave it out: nothing half-done stays on main.',
    caught: '// TODO: limits',
  },
  {
    pattern: /\b(?:test|it|describe)\.(?:only|skip|todo|fixme)\b/,
    cure: 'Every test runs, or it goes.',
    caught: "test.skip('later', () => {})",
  },
  {
    pattern: /@ts-(?:ignore|expect-error|nocheck)/,
    cure: 'Give the value its true type; parse what comes from outside.',
    caught: '// @ts-ignore',
    // Proves that a misspelt name does not compile.
    except: (file) => file === 'src/sim/machine.test.ts',
  },
  {
    pattern: /\bas unknown as\b/,
    cure: 'Parse the value once where it comes in, or type its source.',
    caught: 'value as unknown as Node',
    // Compiled beside the page, the worker's own `self` carries the type of a window.
    except: (file) => isTest(file) || file === 'src/worker/sim.worker.ts',
  },
  {
    pattern: /switch \((?:\w+\.)*kind\)/,
    cure: "Read the answer from the kind's spec, model or picture; only the kind's own folder knows what it is.",
    caught: 'switch (node.kind) {',
  },
  {
    pattern: /\b(?:up|down)streams?\b/i,
    cure: 'Say source and target: these words point opposite ways in two families.',
    caught: 'the upstream server',
    except: (file) => file.startsWith('src/kinds/') || file === FROZEN,
  },
  {
    pattern: /dangerouslySetInnerHTML|\binnerHTML\b|new Function\(|\beval\(/,
    cure: 'Text goes in as text; Markdown goes through src/ui/markdown.tsx, which lets no HTML pass.',
    caught: 'card.innerHTML = name',
    except: (file) => file === 'src/ui/markdown.tsx' || file === 'src/lib/svg.test.ts',
  },
  {
    pattern: /location\.hash\s*=[^=]/,
    cure: 'Use history.replaceState: a new history entry would break the back button.',
    caught: 'location.hash = link',
  },
  {
    pattern: /getPointAtLength/,
    cure: 'Use ArcTable of src/lib/curve.ts, which is thousands of times cheaper.',
    caught: 'path.getPointAtLength(4)',
    // Tests ask the browser where a line runs, once.
    except: (file) => file.startsWith('e2e/'),
  },
  {
    pattern: /waitForTimeout/,
    cure: 'Wait for what a visitor would see.',
    caught: 'await page.waitForTimeout(500)',
  },
  {
    pattern: /\blocalStorage\b/,
    cure: 'Keep it in a store of src/store.',
    caught: "localStorage.setItem('theme', theme)",
    except: (file) => file.startsWith('src/store/') || file.startsWith('e2e/') || isTest(file),
  },
  // Old meanings of words that have one now, as src/README.md says.
  {
    pattern: /\b(?:sizeOf|Log|Window|Rate|Tally|Sparse|Series|Judge|Watch|Watched|Fault)Mark\b/,
    cure: 'A mark is a sign on the timeline: say snapshot for what is restored, origin of a fault.',
    caught: 'restore(mark: LogMark): void {',
  },
  {
    pattern: /\bnoted\b|\bsim\.note\b/,
    cure: 'A note is what a visitor writes: keep, record or list it, and say sim.info to the log.',
    caught: "sim.note('Refused')",
  },
  {
    pattern: /\b(?:re)?settle[ds]?\b/,
    cure: 'An edit settles what it leaves behind: say finish, adopt, advance, rest or carry out.',
    caught: 'const settled = await call',
    except: (file) => /^src\/document\/edit(?:-settle)?\.ts$/.test(file),
  },
  {
    pattern: /\brefuse\(|\brefusals?\b/i,
    cure: 'Peers and full parts refuse; an edit, a link or a file is rejected, a browser denied.',
    caught: "return refuse('There is no such node.')",
    except: (file) => !/^src\/(?:document|canvas|panels|share|store|ui|app)\//.test(file),
  },
  {
    // A line of more than 100 characters that is a comment, or ends with one.
    pattern: /^(?=.{101})(?:\s*(?:\/?\*|\/\/)|.*\s\/\/ )/,
    cure: 'Break the comment at 100 columns, or say it in fewer words.',
    caught: `// ${'A long sentence. '.repeat(6)}`,
  },
];

/**
 * Words that are also names of states, where they mean something else than what a tone or tag does.
 */
const falseFriends: readonly { words: readonly string[]; files: RegExp; are: string }[] = [
  { words: ['up', 'down'], files: /^src\/canvas\/(?:keyboard|reading-order)\.ts$/, are: 'ways' },
  { words: ['idle'], files: /^src\/canvas\/canvas\.tsx$/, are: 'what the canvas does' },
  { words: ['up', 'up.saturated'], files: /^src\/document\/shape-condition\.ts$/, are: 'examples' },
  { words: ['balancing'], files: /\/(?:document\/spec|chart-lines)\.ts$/, are: 'a family' },
  { words: ['busy'], files: /^src\/(?:sim|cli\/soak)\//, are: 'a figure' },
  {
    words: ['starting', 'ready'],
    files: /^src\/worker\/|^src\/store\/playback\.ts$|\/use-inspect\.ts$/,
    are: 'how the simulation is',
  },
  {
    words: ['down'],
    files: /^src\/(?:document|cli\/soak|run\/(?:carry-out|causes-troubles|faults-now)\.ts$)/,
    are: 'what a fault does',
  },
  { words: ['down', 'saturated', 'starting'], files: /^src\/lib\/tone\.ts$/, are: 'tones' },
];

const badNames = /(?:^|[/.-])(?:utils?|helpers?|managers?|misc)(?:[/.-]|$)/;
const lineLimit = 600;

function findings(ban: Ban): string[] {
  return code
    .filter((file) => ban.except?.(file) !== true)
    .flatMap((file) =>
      read(file)
        .split('\n')
        .flatMap((line, index) =>
          ban.pattern.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [],
        ),
    );
}

/** The names of the states within one, at any depth. */
function namesWithin({ states }: { readonly states: Readonly<Record<string, unknown>> }): string[] {
  return Object.entries(states).flatMap(([name, state]) => [
    name,
    ...namesWithin(state as Parameters<typeof namesWithin>[0]),
  ]);
}

/** `[text](target)` of a Markdown file, without addresses on the web and places within the page. */
function relativeLinks(markdown: string): string[] {
  return [...markdown.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => (target ?? '').replace(/#.*$/, ''))
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target));
}

describe('words and names', () => {
  for (const ban of bans) {
    test(`${ban.pattern.source} is not used`, () => {
      expect(ban.pattern.test(ban.caught), `The rule must catch: ${ban.caught}`).toBe(true);
      expect(findings(ban), ban.cure).toEqual([]);
    });
  }

  test("a kind's id is spelled by kinds, scenarios, lessons and tests alone", () => {
    // Comments may give an example.
    const spelled = new RegExp(`^(?! *(?:/?\\*|//)).*(['"\`])(?:${kindIds.join('|')})\\1`);
    const caught = kindIds.map((kind) => `if (node.kind === '${kind}')`);
    expect(kindIds.length).toBeGreaterThan(0);
    expect(caught.filter((line) => !spelled.test(line))).toEqual([]);
    const cure = 'Ask the spec, or let the kind answer: other folders know no kind by name.';
    const except = (file: string) =>
      !/^src\/.*\.tsx?$/.test(file) ||
      /^src\/(?:kinds|scenarios|lessons)\//.test(file) ||
      file === FROZEN ||
      isTest(file);
    expect(findings({ pattern: spelled, cure, caught: '', except }), cure).toEqual([]);
  });

  test("a deed's name is spelled where deeds are declared, and by kinds, scenarios and tests alone", () => {
    // What a machine is sent may be called the same; comments may give an example.
    const own = 'crash|restart|hang|resume|drain|burst|heal';
    const spelled = new RegExp(
      `^(?! *(?:/?\\*|//)).*(?:\\bdo(?::| [!=]==) ['"\`]|(?<!\\btype: )(['"\`])(?:${own})\\1)`,
    );
    const caught = ["act({ do: 'set' })", "if (command.do === 'add')", "case 'crash':"];
    expect(caught.filter((line) => !spelled.test(line))).toEqual([]);
    const cure = 'Ask the deed (src/document/deeds.ts), and declare there what is missing.';
    const except = (file: string) =>
      !/^src\/.*\.tsx?$/.test(file) ||
      /^src\/(?:kinds|scenarios|lessons)\//.test(file) ||
      /^src\/document\/deeds-\w+\.ts$/.test(file) ||
      file === FROZEN ||
      isTest(file);
    expect(findings({ pattern: spelled, cure, caught: '', except }), cure).toEqual([]);
  });

  test("a state's name is spelled by kinds, scenarios, lessons and tests alone", () => {
    const charts = Object.values(kinds.models).flatMap((model) => Object.values(model.machines));
    const names = [...new Set(charts.flatMap(({ machine }) => namesWithin(machine.root)))];
    expect(names).toContain('saturated');
    // Comments may give an example, and tones and tags have names of their own.
    const quoted = new RegExp(`(['"\`])((?:\\w+\\.)*(?:${names.join('|')}))\\.?\\1`, 'g');
    const spelled = (line: string) =>
      /^ *(?:\/?\*|\/\/)|\w*(?:tone|tag)/i.test(line)
        ? []
        : [...line.matchAll(quoted)].map(([, , word]) => word ?? '');
    expect(spelled("const ROUTINE = new Set(['idle', 'up.busy'])")).toEqual(['idle', 'up.busy']);
    expect(spelled("if (path.startsWith('up.'))")).toEqual(['up']);
    const met = new Set<unknown>();
    const found = code
      .filter((file) => /^src\/.*\.tsx?$/.test(file) && !isTest(file) && file !== FROZEN)
      .filter((file) => !/^src\/(?:kinds|scenarios|lessons)\//.test(file))
      .flatMap((file) =>
        read(file)
          .split('\n')
          .flatMap((line, index) =>
            spelled(line).flatMap((word) => {
              const friend = falseFriends.find(
                ({ words, files: where }) => words.includes(word) && where.test(file),
              );
              met.add(friend);
              return friend === undefined ? [`${file}:${index + 1}: ${line.trim()}`] : [];
            }),
          ),
      );
    expect(found, 'Read the tags of the state (src/lib/tone.ts), and tag it where not.').toEqual(
      [],
    );
    const idle = falseFriends.filter((friend) => !met.has(friend));
    expect(idle, 'Nobody writes these words there any more: take the line out.').toEqual([]);
  });

  test('the words of src/README.md stand in order, each once', () => {
    const rows = read('src/README.md').match(/^\| \*.*(?= \|)/gm) ?? [];
    const words = rows.map((row) => (row.split(' | ')[0] ?? '').match(/\w+/g) ?? []);
    expect(words.length).toBeGreaterThan(20);
    const first = words.map(([word]) => word);
    expect(first).toEqual(first.toSorted());
    expect(new Set(words.flat()).size).toBe(words.flat().length);
  });

  test('a file is named for what is in it', () => {
    expect(badNames.test('src/lib/string-utils.ts')).toBe(true);
    const cure = 'Name the file after the one thing it holds; two things are two files.';
    expect(
      files.filter((file) => badNames.test(file)),
      cure,
    ).toEqual([]);
  });
});

describe('files', () => {
  test(`none is longer than ${lineLimit} lines`, () => {
    const long = code.filter((file) => read(file).split('\n').length > lineLimit);
    expect(long, 'Split it where a newcomer would look for the parts.').toEqual([]);
  });

  test('each opens with what it is for', () => {
    const silent = code.filter(
      (file) => /^src\/.*\.tsx?$/.test(file) && !isTest(file) && !/^\/[/*]/.test(read(file)),
    );
    expect(silent, 'Start the file with a sentence or two for a newcomer.').toEqual([]);
  });

  test('every folder of src has its line in src/README.md, and every line its folder', () => {
    const lines = [...read('src/README.md').matchAll(/^\| \[`([^`/]+)\/`\]/gm)].map(
      ([, name]) => name,
    );
    expect(new Set(lines), 'Mend the table in src/README.md.').toEqual(new Set(folders('src')));
  });
});

describe('claims', () => {
  const pages = files.filter((file) => file.endsWith('.md'));

  test('no relative link of a README is dead', () => {
    expect(pages.length).toBeGreaterThan(1);
    const dead = pages.flatMap((page) =>
      relativeLinks(read(page))
        .filter((target) => !existsSync(join(home, dirname(page), target)))
        .map((target) => `${page}: ${target}`),
    );
    expect(dead, 'Mend the link, or take it out.').toEqual([]);
  });

  test('every command a README names exists', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = pages.flatMap((page) =>
      [...read(page).matchAll(/\bnpm (?:run (?:-s )?([\w:-]+)|(start|test)\b)/g)].map(
        ([, script, short]) => script ?? short ?? '',
      ),
    );
    expect(named).toContain('start');
    expect(
      named.filter((script) => scripts[script] === undefined),
      'Add the script to package.json, or take the sentence out.',
    ).toEqual([]);
  });

  test('packages are pinned exactly', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<
      'dependencies' | 'devDependencies',
      Record<string, string>
    >;
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^(?:npm:@?[\w/-]+@)?\d+\.\d+\.\d+$/.test(version),
    );
    expect(loose, 'Write the version without a range.').toEqual([]);
  });
});

test('who may import whom is kept', { timeout: 120_000 }, () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['src/check-imports.mjs'], {
    cwd: home,
    encoding: 'utf8',
  });
  expect(stderr, 'Each line names its cure; the list is src/import-rules.json.').toBe('');
  expect(stdout).toMatch(/import rules: [1-9]\d* modules read, 0 problems/);
  expect(status).toBe(0);
});

describe('the end of npm test', () => {
  const summarise = (stages: unknown) => {
    const program = `import { summarise } from './e2e/summary.mjs';
      console.log(JSON.stringify(summarise(${JSON.stringify(stages)})));`;
    const options = { cwd: home, encoding: 'utf8' } as const;
    const text = execFileSync(process.execPath, ['--input-type=module', '-e', program], options);
    return JSON.parse(text) as { lines: string[]; isGood: boolean };
  };
  const tests = (passed: number, failed: number) => ({
    title: 'unit tests',
    script: 'unit',
    ok: failed === 0 && passed > 0,
    counts: { passed, failed, skipped: 0 },
  });

  test('adds up the tests of all stages', () => {
    const { lines, isGood } = summarise([tests(3, 0), tests(4, 0)]);
    expect(lines.at(-1)).toBe('7 passed, 0 failed');
    expect(isGood).toBe(true);
  });

  test('counts failed tests, and a failed stage without tests as one', () => {
    const types = { title: 'types', script: 'types', ok: false };
    const { lines, isGood } = summarise([types, tests(3, 2)]);
    expect(lines.at(-1)).toBe('3 passed, 3 failed');
    expect(lines[0]).toContain('types');
    expect(isGood).toBe(false);
  });

  test('is a failure when no test ran', () => {
    expect(summarise([]).isGood).toBe(false);
  });
});
