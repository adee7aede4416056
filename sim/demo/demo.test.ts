import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contract } from '@hufu/contract'
import { client } from '../../cli/client.ts'
import { emptyDatabase } from '../../server/testing/index.ts'
import { signIn } from '../people.ts'
import { startServer } from '../server.ts'
import { csvOf, peopleOf } from './company.ts'
import { fill } from './fill.ts'

test('the demonstration is a whole company: imported, run by its administrators, with a ledger that verifies', async (t) => {
  const { url } = await emptyDatabase(t)
  const server = await startServer({ env: { DATABASE_URL: url } })
  t.after(server.stop)
  const filled = await fill(server.address, server.setupCode ?? '', () => {}, {
    notYetIn: Number.POSITIVE_INFINITY,
  })
  assert.ok(filled.members > 300 && filled.departments > 40 && filled.messages > 200)
  const stranger = client({ server: server.address, token: null, locale: 'zh-CN' })
  const tiers: string[] = []
  for (const each of filled.signIns) {
    const signedIn = await signIn(stranger, each)
    tiers.push((await signedIn.ask(contract.identity.me, {})).tier)
  }
  assert.deepEqual(tiers, [
    'creator',
    'super',
    'super',
    'scoped',
    'scoped',
    'member',
    'scoped',
    'member',
    'member',
  ])
  const [creator] = filled.signIns
  assert.ok(creator !== undefined)
  const asCreator = await signIn(stranger, creator)
  const { items: imports } = await asCreator.ask(contract.directory.imports, {})
  assert.deepEqual(imports.map(({ state }) => state).toSorted(), ['committed', 'ready'])
  const waiting = imports.find(({ state }) => state === 'ready')
  assert.deepEqual(waiting?.counts, { new: 3, changed: 1, unchanged: 0, refused: 2, departments: 0 })
  const verification = await asCreator.ask(contract.ledger.verify, { body: {} })
  assert.deepEqual(verification.findings, [])
})

test('the same seed gives the same company, and nobody in it is found twice', () => {
  const people = peopleOf(1)
  assert.equal(csvOf(people), csvOf(peopleOf(1)))
  assert.notEqual(csvOf(people), csvOf(peopleOf(2)))
  for (const key of ['login', 'phone', 'email', 'employeeNo'] as const)
    assert.equal(new Set(people.map((person) => person[key])).size, people.length, key)
})
