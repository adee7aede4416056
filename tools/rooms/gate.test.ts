import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { judge, type Plan } from './gate.ts'
import { corridors, cupboards, rooms } from './list.ts'
import { readExemptions, readTree } from './tree.ts'

const plan: Plan = {
  rooms: [
    { path: 'packages/kit', holds: '', pure: true },
    { path: 'server/platform/db', holds: '', sql: 'anywhere' },
    { path: 'server/rooms/early', holds: '' },
    { path: 'server/rooms/late', holds: '' },
    { path: 'server/testing', holds: '', openToTests: true },
    { path: 'server/main.ts', holds: '', doors: ['main.ts'] },
    { path: 'web', holds: '', sees: 'packages' },
    { path: 'tools', holds: '' },
  ],
  corridors: ['packages', 'server', 'server/platform', 'server/rooms'],
  cupboards: ['server/migrations'],
  longFiles: {},
}

const sound: Readonly<Record<string, string>> = {
  'package.json': '{"name":"top","dependencies":{"fast-check":"1"}}',
  'packages/kit/package.json': '{"name":"@hufu/kit","exports":{".":"./index.ts"}}',
  'packages/kit/index.ts': 'export const one = 1\n',
  'server/package.json': '{"name":"@hufu/server","exports":{".":"./main.ts"},"dependencies":{"kysely":"1"}}',
  'server/platform/db/index.ts': "import { sql } from 'kysely'\nexport const now = sql`select now()`\n",
  'server/migrations/0001.sql': 'create table t ();',
  'server/rooms/early/index.ts': "export { rule } from './rule.ts'\n",
  'server/rooms/early/rule.ts': "import { one } from '@hufu/kit'\nexport const rule = one\n",
  'server/rooms/early/store.ts': "import { sql } from 'kysely'\nexport const read = () => sql`select 1`\n",
  'server/rooms/early/rule.test.ts':
    "import fc from 'fast-check'\nimport { company } from '../../testing/index.ts'\n",
  'server/rooms/late/index.ts': "import { rule } from '../early/index.ts'\nexport const late = rule\n",
  'server/testing/index.ts': 'export const company = 1\n',
  'server/main.ts': "import { late } from './rooms/late/index.ts'\nexport const run = late\n",
  'web/package.json': '{"name":"@hufu/web","devDependencies":{"react":"1"}}',
  'web/main.tsx':
    "import { one } from '@hufu/kit'\nimport React from 'react'\nexport const page = <p>{one}</p>\n",
  'tools/index.ts': "import { readFileSync } from 'node:fs'\nexport const read = readFileSync\n",
}

function faultsOf(t: TestContext, changes: Readonly<Record<string, string>>, over: Partial<Plan> = {}) {
  const top = mkdtempSync(join(tmpdir(), 'hufu-rooms-'))
  t.after(() => rmSync(top, { recursive: true }))
  for (const [path, text] of Object.entries({ ...sound, ...changes })) {
    mkdirSync(dirname(join(top, path)), { recursive: true })
    writeFileSync(join(top, path), text)
  }
  return judge(readTree(top), { ...plan, ...over })
}

test('a house in order has no fault', (t) => {
  assert.deepEqual(faultsOf(t, {}), [])
})

const broken: readonly (readonly [name: string, path: string, text: string, fault: string])[] = [
  [
    'a room may not enter a later one',
    'server/rooms/early/rule.ts',
    "\nimport { late } from '../late/index.ts'\n",
    'server/rooms/early/rule.ts:2 enters server/rooms/late, which comes later in the list than server/rooms/early',
  ],
  [
    'a type import counts like any other',
    'server/platform/db/index.ts',
    "import type { Rule } from '../../rooms/early/index.ts'\n",
    'server/platform/db/index.ts:1 enters server/rooms/early, which comes later in the list than server/platform/db',
  ],
  [
    'a type written inline counts too',
    'server/platform/db/index.ts',
    "export type Rule = import('../../rooms/early/index.ts').Rule\n",
    'server/platform/db/index.ts:1 enters server/rooms/early, which comes later in the list than server/platform/db',
  ],
  [
    'a dynamic import counts too',
    'server/platform/db/index.ts',
    "export const late = () => import('../../rooms/late/index.ts')\n",
    'server/platform/db/index.ts:1 enters server/rooms/late, which comes later in the list than server/platform/db',
  ],
  [
    're-exporting is entering',
    'server/platform/db/index.ts',
    "export * from '../../rooms/late/index.ts'\n",
    'server/platform/db/index.ts:1 enters server/rooms/late, which comes later in the list than server/platform/db',
  ],
  [
    'a room is entered by its door only',
    'server/rooms/late/index.ts',
    "import { rule } from '../early/rule.ts'\n",
    'server/rooms/late/index.ts:1 goes to server/rooms/early/rule.ts past the door of server/rooms/early',
  ],
  [
    'a package has no side door',
    'server/rooms/late/index.ts',
    "import { one } from '@hufu/kit/inner.ts'\n",
    'server/rooms/late/index.ts:1 goes to packages/kit/inner.ts past the door of packages/kit',
  ],
  [
    'an import that nobody can read is refused',
    'server/rooms/late/index.ts',
    'export const load = (name: string) => import(name)\n',
    'server/rooms/late/index.ts:1 imports something that only running it would tell',
  ],
  [
    'only tests enter the testing room early',
    'server/rooms/late/index.ts',
    "import { company } from '../../testing/index.ts'\n",
    'server/rooms/late/index.ts:1 enters server/testing, which comes later in the list than server/rooms/late',
  ],
  [
    'the web sees only packages',
    'web/main.tsx',
    "import { rule } from '../server/rooms/early/index.ts'\n",
    'web/main.tsx:1 enters server/rooms/early; web sees only packages',
  ],
  [
    'the web does not see the server by its package name either',
    'web/main.tsx',
    "import { run } from '@hufu/server'\n",
    'web/main.tsx:1 enters server/main.ts; web sees only packages',
  ],
  [
    'a dependency must be named by the package that uses it',
    'web/main.tsx',
    "import { sql } from 'lodash/fp'\n",
    'web/main.tsx:1 imports lodash, which web/package.json does not name',
  ],
  [
    'a pure room imports nothing of Node',
    'packages/kit/index.ts',
    "import { readFileSync } from 'node:fs'\n",
    'packages/kit/index.ts:1 imports node:fs; a pure room does no I/O',
  ],
  [
    'a tagged statement stands in the store',
    'server/rooms/early/rule.ts',
    'declare const sql: any\nexport const x = sql`select 1`\n',
    'server/rooms/early/rule.ts:2 holds SQL (sql`…`); it belongs in the store',
  ],
  [
    'a query builder stands in the store',
    'server/rooms/early/rule.ts',
    "declare const tx: any\nexport const x = tx.deleteFrom('grant')\n",
    'server/rooms/early/rule.ts:2 holds SQL (.deleteFrom(…)); it belongs in the store',
  ],
  [
    'the text of a statement stands in the store',
    'server/rooms/early/rule.ts',
    'export const x = `update grant set until = now()`\n',
    'server/rooms/early/rule.ts:1 holds SQL (text of a statement); it belongs in the store',
  ],
  [
    'the driver is imported by the store',
    'server/rooms/early/rule.ts',
    "import { sql } from 'kysely'\n",
    'server/rooms/early/rule.ts:1 holds SQL (import of kysely); it belongs in the store',
  ],
  [
    'a file does not grow without end',
    'tools/long.ts',
    '\n'.repeat(401),
    'tools/long.ts:401 has 401 lines, 400 is the most',
  ],
  [
    'a file that does not parse is a fault',
    'tools/x.ts',
    'export const = 1\n',
    'tools/x.ts:1 does not parse: Unexpected token',
  ],
  ['a file outside every room is a fault', 'stray/x.ts', 'export {}\n', 'stray/x.ts:1 stands in no room'],
  [
    'what tests share stays with the tests',
    'server/rooms/early/rule.ts',
    "import { some } from './rule-fixture.ts'\n",
    'server/rooms/early/rule.ts:1 imports server/rooms/early/rule-fixture.ts, which is for tests only',
  ],
  [
    'a new folder in a corridor must be put on the list',
    'server/rooms/newcomer/notes.md',
    '',
    'server/rooms/newcomer: a folder that is on no list; put it into the order of rooms',
  ],
]

for (const [name, path, text, fault] of broken)
  test(name, (t) => {
    assert.deepEqual(faultsOf(t, { [path]: text }), [fault])
  })

test('a type of the query builder may be named anywhere, and prose about data is not SQL', (t) => {
  const text =
    "import type { Selectable } from 'kysely'\nexport const words = 'select the members you want to update'\n"
  assert.deepEqual(faultsOf(t, { 'server/rooms/early/rule.ts': text }), [])
})

test('what tests share may enter the testing room and speak to the database', (t) => {
  const text =
    "import { company } from '../../testing/index.ts'\nimport { sql } from 'kysely'\nexport const x = sql`select 1`\n"
  assert.deepEqual(faultsOf(t, { 'server/rooms/early/rule-fixture.ts': text }), [])
})

test('a store may be several files', (t) => {
  const text = "import { sql } from 'kysely'\nexport const x = sql`select 1`\n"
  for (const name of ['store-members.ts', 'member-store.ts', 'store/members.ts'])
    assert.deepEqual(faultsOf(t, { [`server/rooms/early/${name}`]: text }), [])
})

test('long tests and generated files are left alone', (t) => {
  const long = {
    'tools/long.test.ts': '\n'.repeat(900),
    'tools/made.ts': `// @generated\n${'\n'.repeat(900)}`,
  }
  assert.deepEqual(faultsOf(t, long), [])
})

test('a room on the list without a file is a fault', (t) => {
  const more = { rooms: [...plan.rooms, { path: 'sim', holds: '' }] }
  assert.deepEqual(faultsOf(t, {}, more), ['sim: on the list, but no source file stands there'])
})

test('an exemption holds, and falls when it is no longer needed or the file is gone', (t) => {
  const long = { 'tools/long.ts': '\n'.repeat(450) }
  assert.deepEqual(faultsOf(t, long, { longFiles: { 'tools/long.ts': 450 } }), [])
  assert.deepEqual(faultsOf(t, long, { longFiles: { 'tools/long.ts': 449 } }), [
    'tools/long.ts:450 has 450 lines, 449 is the most',
  ])
  assert.deepEqual(faultsOf(t, {}, { longFiles: { 'tools/index.ts': 500, 'tools/gone.ts': 500 } }), [
    'tools/index.ts: exempted, but short enough now; take it off the list',
    'tools/gone.ts: exempted, but gone; take it off the list',
  ])
})

test('a gate that reads nothing says so instead of passing', (t) => {
  const empty = mkdtempSync(join(tmpdir(), 'hufu-rooms-'))
  t.after(() => rmSync(empty, { recursive: true }))
  assert.deepEqual(judge(readTree(empty), plan), [
    'no source file was read: the gate looked in the wrong place',
  ])
})

test('the list names no room twice, and every room in a corridor that is itself known', () => {
  const paths = rooms.map((room) => room.path)
  assert.equal(new Set(paths).size, paths.length)
  for (const path of paths.filter((one) => one.includes('/')))
    assert.ok(corridors.includes(dirname(path)), `${path} stands in no corridor`)
  assert.deepEqual(cupboards, ['server/migrations'])
})

test('the exemption list only shrinks', () => {
  const listed = Object.keys(readExemptions(join(import.meta.dirname, 'exemptions.json')))
  assert.deepEqual(listed, [])
})
