import assert from 'node:assert/strict'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { before, after, test } from 'node:test'
import { run } from '../command.ts'
import { top } from '../top.ts'

// A linter that silently does nothing looks like a clean house. So faults are planted, and each must be found.
const planted: readonly (readonly [rule: string, file: string, text: string])[] = [
  [
    'no-floating-promises',
    'floating.ts',
    'const work = async () => 1\nexport const f = () => {\n  work()\n}\n',
  ],
  [
    'no-misused-promises',
    'misused.ts',
    'const work = async () => 1\nexport const f = () => (work() ? 1 : 2)\n',
  ],
  ['await-thenable', 'thenable.ts', 'export const f = async (n: number) => {\n  await n\n}\n'],
  ['no-explicit-any', 'any.ts', 'export const f = (x: any) => typeof x\n'],
  ['no-unsafe-member-access', 'unsafe.ts', "export const f = () => JSON.parse('1').a\n"],
  ['no-non-null-assertion', 'bang.ts', 'export const f = (list: string[]) => list[0]!\n'],
  [
    'switch-exhaustiveness-check',
    'switch.ts',
    "export function f(c: 'red' | 'green') {\n  switch (c) {\n    case 'red':\n      return 1\n  }\n  return 2\n}\n",
  ],
  ['no-default-export', 'default.ts', 'const one = 1\nexport default one\n'],
  ['consistent-type-imports', 'types.ts', "import { Far } from './far.ts'\nexport type Near = Far\n"],
  [
    'no-cycle',
    'far.ts',
    "import { near } from './near.ts'\nexport type Far = 1\nexport const far = () => near()\n",
  ],
  ['no-cycle', 'near.ts', "import { far } from './far.ts'\nexport const near = (): number => far()\n"],
  ['only-throw-error', 'throw.ts', "export const f = () => {\n  throw 'text'\n}\n"],
  ['max-lines-per-function', 'long.ts', `export function f() {\n${'  f()\n'.repeat(61)}}\n`],
  ['no-warning-comments', 'later.ts', '// TODO think\nexport const one = 1\n'],
  [
    'rules-of-hooks',
    'web/hook.tsx',
    'declare const useIt: () => 1\nexport const P = (p: { a: 1 | 0 }) => p.a && useIt()\n',
  ],
  ['alt-text', 'web/image.tsx', 'export const P = () => <img src="a.png" />\n'],
  ['no-danger', 'web/danger.tsx', "export const P = () => <p dangerouslySetInnerHTML={{ __html: '' }} />\n"],
]

const tsconfig = {
  compilerOptions: {
    target: 'es2024',
    module: 'nodenext',
    strict: true,
    jsx: 'preserve',
    types: [],
    noEmit: true,
  },
  include: ['**/*'],
}

let folder = ''
let found: ReadonlySet<string> = new Set()

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hufu-lint-'))
  mkdirSync(join(folder, 'web'))
  cpSync(join(top, '.oxlintrc.json'), join(folder, '.oxlintrc.json'))
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig))
  writeFileSync(join(folder, 'clean.ts'), 'export const one = 1\n')
  for (const [, file, text] of planted) writeFileSync(join(folder, file), text)
  const { output } = await run([
    'oxlint',
    '--type-aware',
    '--format=unix',
    folder,
    '-c',
    join(folder, '.oxlintrc.json'),
  ])
  const finding = /hufu-lint-\w+\/([\w./-]+?):\d+:\d+: .*\(([\w-]+)\)\]$/gm
  found = new Set([...output.matchAll(finding)].map(([, file = '', rule = '']) => `${rule} in ${file}`))
})

after(() => rmSync(folder, { recursive: true }))

for (const [rule, file] of planted)
  test(`the linter finds ${rule} in ${file}`, () => {
    assert.ok(found.has(`${rule} in ${file}`), `found only: ${[...found].join(', ')}`)
  })

test('the linter leaves a clean file alone', () => {
  assert.deepEqual(
    [...found].filter((one) => one.endsWith(' clean.ts')),
    [],
  )
})
