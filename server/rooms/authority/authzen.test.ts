/**
 * The examples of the AuthZEN 1.0 specification answer as printed there, translated once: its users are members, its
 * actions permissions, its accounts and documents external resources. `context.time` is left to tests of the past.
 */
import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { foundedHouse } from '../../testing/index.ts'
import type { Browser } from '../../testing/index.ts'

const because = '规范示例'
const alice = { type: 'user', id: 'alice' }
const canRead = { name: 'resource.read' }
const document = (id: string) => ({ type: 'document', id })
const account = (id: string) => ({ type: 'account', id })

/** Alice may read and triage accounts 123, 456 and 789, may read documents 1 and 3, and neither 2 nor one that is not there. */
async function example(t: TestContext) {
  const it = await foundedHouse(t)
  const people = { alice: await it.hire('alice'), bob: await it.hire('bob'), carol: await it.hire('carol') }
  const place = (kind: string, id: string) =>
    it.ruji.ok('POST', '/api/v1/resources', { kind, id, name: id, departmentId: null })
  const give = (memberId: string, key: string, kind: string, id: string) =>
    it.ruji.ok('POST', '/api/v1/grants', {
      subject: { type: 'member', id: memberId },
      right: { type: 'permission', key },
      scope: { type: 'resource', kind, id },
      because,
    })
  for (const id of ['1', '2', '3']) await place('document', id)
  for (const id of ['123', '456', '789']) {
    await place('account', id)
    for (const key of ['resource.read', 'resource.triage']) await give(people.alice.id, key, 'account', id)
  }
  await give(people.bob.id, 'resource.read', 'account', '123')
  for (const id of ['1', '3']) await give(people.alice.id, 'resource.read', 'document', id)
  return { ...it, people }
}

const decisions = (answer: Readonly<Record<string, unknown>>): readonly boolean[] =>
  (answer['evaluations'] as readonly { decision: boolean }[]).map(({ decision }) => decision)

const evaluations = (ruji: Browser, body: object) => ruji.ok('POST', '/access/v1/evaluations', body)

test('AuthZEN 6: one evaluation, with properties nobody asked for, answers with its decision', async (t) => {
  const { ruji } = await example(t)
  const asked = {
    subject: { ...alice, properties: { department: 'Sales', ip_address: '172.217.22.14' } },
    resource: account('123'),
    action: { ...canRead, properties: { method: 'GET' } },
    context: { schema: 'https://schema.example.com/access-request.schema.json' },
  }
  assert.equal((await ruji.ok('POST', '/access/v1/evaluation', asked))['decision'], true)
  for (const missing of ['subject', 'resource', 'action']) {
    const { status } = await ruji.ask('POST', '/access/v1/evaluation', { ...asked, [missing]: undefined })
    assert.equal(status, 400, missing)
  }
})

test('AuthZEN 7: several evaluations take defaults from the top, and each may say its own', async (t) => {
  const { ruji } = await example(t)
  const each = ['1', '2', '3'].map((id) => ({ subject: alice, action: canRead, resource: document(id) }))
  assert.deepEqual(decisions(await evaluations(ruji, { evaluations: each })), [true, false, true])
  const bare = each.map(({ resource }) => ({ resource }))
  const defaults = { subject: alice, action: canRead }
  assert.deepEqual(decisions(await evaluations(ruji, { ...defaults, evaluations: bare })), [
    true,
    false,
    true,
  ])
  const overridden = [
    { resource: document('1') },
    { resource: document('3'), action: { name: 'resource.write' } },
  ]
  assert.deepEqual(decisions(await evaluations(ruji, { ...defaults, evaluations: overridden })), [
    true,
    false,
  ])
  const lacking = await ruji.ask('POST', '/access/v1/evaluations', { subject: alice, evaluations: bare })
  assert.equal(lacking.status, 400)
  for (const none of [{}, { evaluations: [] }]) {
    const single = await evaluations(ruji, { ...defaults, resource: document('1'), ...none })
    assert.equal(single['decision'], true)
    assert.equal('evaluations' in single, false)
  }
})

test('AuthZEN 7: the three semantics stop where the specification stops', async (t) => {
  const { ruji } = await example(t)
  const asked = (semantic: string) => ({
    subject: alice,
    action: canRead,
    options: { evaluations_semantic: semantic, another_option: 'value' },
    evaluations: ['1', '2', '3'].map((id) => ({ resource: document(id) })),
  })
  assert.deepEqual(decisions(await evaluations(ruji, asked('execute_all'))), [true, false, true])
  assert.deepEqual(decisions(await evaluations(ruji, asked('deny_on_first_deny'))), [true, false])
  assert.deepEqual(decisions(await evaluations(ruji, asked('permit_on_first_permit'))), [true])
  assert.equal((await ruji.ask('POST', '/access/v1/evaluations', asked('whatever'))).status, 400)
})

test('AuthZEN 7: what is not there is a no with an error of its own, and the others are answered', async (t) => {
  const { ruji } = await example(t)
  const answer = await evaluations(ruji, {
    subject: alice,
    action: canRead,
    evaluations: [
      { resource: document('1') },
      { resource: document('subject-search.md') },
      { resource: document('2') },
    ],
  })
  const [yes, missing, no] = answer['evaluations'] as readonly {
    decision: boolean
    context: { reason: string; error?: object }
  }[]
  assert.equal(yes?.decision, true)
  assert.deepEqual(missing?.context.error, { status: 404, message: 'Resource not found' })
  assert.deepEqual(
    [no?.decision, no?.context.reason, no?.context.error],
    [false, 'authority/out-of-scope', undefined],
  )
})

test('AuthZEN 7: people may be named by id or login, again and again, and one out of sight refuses the whole batch', async (t) => {
  const { ruji, people } = await example(t)
  const { alice: hers, carol } = people
  const named = [hers.id, 'alice', 'alice', 'mallory', 'mallory', hers.id, 'carol', carol.id]
  const each = named.map((id) => ({
    subject: { type: 'user', id },
    action: canRead,
    resource: account('123'),
  }))
  const answer = await evaluations(ruji, { evaluations: each })
  assert.deepEqual(decisions(answer), [true, true, true, false, false, true, false, false])
  const singles = await Promise.all(each.map((one) => ruji.ok('POST', '/access/v1/evaluation', one)))
  assert.deepEqual(answer['evaluations'], singles)
  const ask = (ids: readonly string[]) =>
    carol.browser.ask('POST', '/access/v1/evaluations', {
      evaluations: ids.map((id) => ({
        subject: { type: 'user', id },
        action: canRead,
        resource: account('123'),
      })),
    })
  assert.equal((await ask(['carol', carol.id, 'mallory'])).status, 200)
  for (const id of [hers.id, 'alice']) assert.equal((await ask(['carol', carol.id, id])).status, 403, id)
})

test('AuthZEN 8: searches find who, what and on what, and every result is allowed when asked', async (t) => {
  const { ruji, people } = await example(t)
  const subjects = await ruji.ok('POST', '/access/v1/search/subject', {
    subject: { type: 'user', id: 'ignored' },
    action: canRead,
    resource: account('123'),
  })
  assert.deepEqual(
    (subjects['results'] as readonly { type: string; id: string }[]).toSorted((a, b) =>
      a.id < b.id ? -1 : 1,
    ),
    [people.alice.id, people.bob.id].toSorted().map((id) => ({ type: 'user', id })),
  )
  const resources = await ruji.ok('POST', '/access/v1/search/resource', {
    subject: alice,
    action: canRead,
    resource: { type: 'account' },
  })
  assert.deepEqual(resources['results'], ['123', '456', '789'].map(account))
  const actions = await ruji.ok('POST', '/access/v1/search/action', {
    subject: alice,
    resource: account('123'),
  })
  const names = (actions['results'] as readonly { name: string }[]).map(({ name }) => name)
  assert.ok(names.includes('resource.read') && names.includes('resource.triage'))
  for (const name of names) {
    const asked = { subject: alice, action: { name }, resource: account('123') }
    assert.equal((await ruji.ok('POST', '/access/v1/evaluation', asked))['decision'], true, name)
  }
  const nobody = { subject: { type: 'user', id: 'mallory' }, action: canRead, resource: { type: 'account' } }
  assert.deepEqual((await ruji.ok('POST', '/access/v1/search/resource', nobody))['results'], [])
})

test('AuthZEN 8: pages follow each other by their tokens, and a token answers no other question', async (t) => {
  const { ruji } = await example(t)
  const asked = { subject: alice, action: canRead, resource: { type: 'account' } }
  const search = (body: object) => ruji.ok('POST', '/access/v1/search/resource', body)
  const first = await search({ ...asked, page: { limit: 2 } })
  const { next_token: token, ...counted } = first['page'] as { next_token: string }
  assert.deepEqual(counted, { count: 2, total: 3 })
  assert.deepEqual(first['results'], [account('123'), account('456')])
  const second = await search({ ...asked, page: { token } })
  assert.deepEqual(second, { page: { next_token: '', count: 1, total: 3 }, results: [account('789')] })
  const other = { ...asked, action: { name: 'resource.triage' }, page: { token } }
  assert.equal((await ruji.ask('POST', '/access/v1/search/resource', other)).status, 400)
  const garbled = { ...asked, page: { token: 'a3M9NDU2O3N6PTI=' } }
  assert.equal((await ruji.ask('POST', '/access/v1/search/resource', garbled)).status, 400)
})

test('AuthZEN 9 and 10: discovery names every door; errors are statuses, a no is a 200; request ids come back', async (t) => {
  const { house, people } = await example(t)
  const found = await fetch(`${house.url}/.well-known/authzen-configuration`)
  assert.equal(found.status, 200)
  const metadata = (await found.json()) as Readonly<Record<string, string>>
  for (const door of ['evaluation', 'evaluations', 'search/subject', 'search/resource', 'search/action']) {
    const key = door.startsWith('search/') ? `search_${door.slice(7)}_endpoint` : `access_${door}_endpoint`
    assert.equal(metadata[key], `${metadata['policy_decision_point'] ?? ''}/access/v1/${door}`)
  }
  const id = 'bfe9eb29-ab87-4ca3-be83-a1d5d8305716'
  const unsigned = await fetch(`${house.url}/access/v1/evaluation`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-request-id': id },
    body: JSON.stringify({ subject: alice, action: canRead, resource: account('123') }),
  })
  assert.equal(unsigned.status, 401)
  assert.equal(unsigned.headers.get('x-request-id'), id)
  const about = { subject: { type: 'user', id: 'bob' }, action: canRead, resource: account('123') }
  assert.equal((await people.carol.browser.ask('POST', '/access/v1/evaluation', about)).status, 403)
  const own = { subject: { type: 'user', id: 'carol' }, action: canRead, resource: account('123') }
  assert.equal((await people.carol.browser.ok('POST', '/access/v1/evaluation', own))['decision'], false)
})
