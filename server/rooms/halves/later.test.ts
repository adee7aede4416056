/** Acts that take two where they are not done at once, or not one by one: plans, what carries them out, and batches. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { contract } from '@hufu/contract'
import {
  agreedHalf,
  askForHalf,
  because,
  departAlone,
  foundedHouse,
  makeStrict,
  withHalf,
  codeOf,
} from '../../testing/index.ts'
import type { Answer, Browser, Founded, Asked } from '../../testing/index.ts'
import { authorityCommands } from '../authority/index.ts'
import { batchRoutes, previewRoutes, step } from '../batches/index.ts'
import { directoryPeople } from '../directory/index.ts'
import { startPlans } from '../plans/index.ts'
import { NEEDED, threeAbove } from './halves-fixture.ts'

const { authority, directory } = contract
const steps = {
  'roles.create': step(authority.createRole, authorityCommands['roles.create']),
  'members.depart': step(directory.depart, departAlone),
}

const founded = (t: TestContext): Promise<Founded> =>
  foundedHouse(t, {
    routes: Object.values(contract.batches),
    more: (doors) => {
      batchRoutes(doors, steps)
      previewRoutes(doors, steps, directoryPeople)
    },
  })

/** As above; plans are carried out when `carry` is called. */
async function setting(t: TestContext) {
  const it = await threeAbove(t, founded)
  const { node, perform } = it.house
  const plans = startPlans({
    node,
    perform,
    depart: departAlone,
    unsettledOf: () => Promise.resolve([]),
    readHeld: () => Promise.resolve(),
  })
  t.after(() => plans.stop())
  return { ...it, carry: plans.now }
}

type Setting = Awaited<ReturnType<typeof setting>>

async function people(
  { ruji, rootId }: Pick<Founded, 'ruji' | 'rootId'>,
  count: number,
): Promise<readonly string[]> {
  const ids: string[] = []
  for (let made = 0; made < count; made += 1) {
    const login = `p${Math.random().toString(36).slice(2, 10)}`
    const body = { name: login, login, departmentId: rootId, status: 'active' }
    ids.push(String((await ruji.ok('POST', '/api/v1/members', body))['id']))
  }
  return ids
}

const planOf = (ids: readonly string[], due = '2099-01-01T00:00:00Z') => ({
  what: 'departure',
  people: ids.map((who) => ({ who })),
  due,
  reason: 'leave',
  because,
})
const making = (ids: readonly string[], due?: string): Asked => ['POST', '/api/v1/plans', planOf(ids, due)]
const stateOf = async ({ ruji }: Setting, planId: string): Promise<unknown> =>
  (await ruji.ok('GET', `/api/v1/plans/${planId}`))['state']
const statusOf = async ({ ruji }: Setting, id: string): Promise<unknown> =>
  (await ruji.ok('GET', `/api/v1/members/${id}`))['status']
const agree = (who: Browser, planId: string): Promise<Answer> =>
  who.ask('POST', `/api/v1/plans/${planId}/agree`, { people: 6 })
const past = (): string => new Date(Date.now() - 1000).toISOString()

test('W6 of a plan above the brake its maker is the other half of whoever agrees: no third is asked', async (t) => {
  const it = await setting(t)
  const { id } = await it.lina.browser.ok('POST', '/api/v1/plans', planOf(await people(it, 6)))
  await makeStrict(it)
  assert.equal(await stateOf(it, String(id)), 'agreeing')
  assert.equal(codeOf(await agree(it.zhaomin.browser, String(id))), 'done')
  assert.equal(await stateOf(it, String(id)), 'running')
  const { rows } = await it.house.node.pool.query<{ second: unknown }>(
    `select leaf::jsonb #>> '{proof,second,memberId}' as second from ledger_entry where event = 'plan.agreed@1'`,
  )
  assert.deepEqual(rows, [{ second: it.lina.id }])
})

test('W6 a maker who is no longer entitled is nobody’s other half', async (t) => {
  const it = await setting(t)
  const { id } = await it.lina.browser.ok('POST', '/api/v1/plans', planOf(await people(it, 6)))
  await makeStrict(it)
  await it.ruji.ok('POST', `/api/v1/administrators/${it.seats[0] ?? ''}/end`, { because })
  assert.equal(codeOf(await agree(it.zhaomin.browser, String(id))), NEEDED)
  const asked: Asked = ['POST', `/api/v1/plans/${String(id)}/agree`, { people: 6 }]
  const half = await agreedHalf(it.zhaomin.browser, it.ruji, asked)
  assert.equal(codeOf(await withHalf(it.zhaomin.browser, asked, half)), 'done')
})

test('whoever stands behind a plan above the brake has agreed to it: nobody else is waited for', async (t) => {
  const it = await setting(t)
  await makeStrict(it)
  const asked = making(await people(it, 6))
  assert.equal(codeOf(await it.lina.browser.ask(...asked)), NEEDED)
  const half = await agreedHalf(it.lina.browser, it.zhaomin.browser, asked)
  const { body } = await withHalf(it.lina.browser, asked, half)
  const plan = await it.ruji.ok('GET', `/api/v1/plans/${String(body['id'])}`)
  assert.deepEqual([plan['state'], plan['agreedBy']], ['running', '赵敏'])
})

test('W7 what is carried out on its day rests on both who decided it, and says so', async (t) => {
  const it = await setting(t)
  await makeStrict(it)
  const [leaver = ''] = await people(it, 1)
  const asked = making([leaver], past())
  const half = await agreedHalf(it.lina.browser, it.zhaomin.browser, asked)
  assert.equal(codeOf(await withHalf(it.lina.browser, asked, half)), 'done')
  await it.carry()
  assert.equal(await statusOf(it, leaver), 'departed')
  const { rows } = await it.house.node.pool.query<{ second: unknown }>(
    `select leaf::jsonb #>> '{proof,second,memberId}' as second from ledger_entry where event = 'member.departed@1'`,
  )
  assert.deepEqual(rows, [{ second: it.zhaomin.id }])
})

test('W7 when the second person has lost the right by its day, it is held up until two have it done anew', async (t) => {
  const it = await setting(t)
  await makeStrict(it)
  const [leaver = ''] = await people(it, 1)
  const asked = making([leaver], past())
  const half = await agreedHalf(it.lina.browser, it.zhaomin.browser, asked)
  const { body } = await withHalf(it.lina.browser, asked, half)
  await it.ruji.ok('POST', `/api/v1/administrators/${it.seats[1] ?? ''}/end`, { because })
  await it.carry()
  assert.equal(await statusOf(it, leaver), 'active')
  const planId = String(body['id'])
  const { items } = (await it.ruji.ok('GET', `/api/v1/plans/${planId}/people`)) as {
    readonly items: readonly { readonly problem: { readonly code: string } | null }[]
  }
  assert.equal(items[0]?.problem?.code, NEEDED)
  const now: Asked = ['POST', `/api/v1/plans/${planId}/carry-out`, {}]
  assert.equal(codeOf(await it.lina.browser.ask(...now)), NEEDED)
  const again = await agreedHalf(it.lina.browser, it.ruji, now)
  assert.equal(codeOf(await withHalf(it.lina.browser, now, again)), 'done')
  await it.carry()
  assert.equal(await statusOf(it, leaver), 'departed')
})

test('what one person planned before the company was strict waits for a second one on its day', async (t) => {
  const it = await setting(t)
  const [leaver = ''] = await people(it, 1)
  const soon = new Date(Date.now() + 3000).toISOString()
  await it.lina.browser.ok('POST', '/api/v1/plans', planOf([leaver], soon))
  await makeStrict(it)
  await new Promise((resolve) => setTimeout(resolve, 3100))
  await it.carry()
  assert.equal(await statusOf(it, leaver), 'active')
})

test('of a batch one half is of the whole request, and of nothing but exactly that', async (t) => {
  const it = await setting(t)
  await makeStrict(it)
  const [leaver = ''] = await people(it, 1)
  const two = [
    { do: 'roles.create', with: { name: '外勤', permissions: [] } },
    { do: 'members.depart', with: { memberId: leaver, because } },
  ]
  const asked: Asked = ['POST', '/api/v1/batches', { steps: two }]
  assert.equal(codeOf(await it.lina.browser.ask(...asked)), NEEDED)
  const view = await askForHalf(it.lina.browser, asked)
  assert.ok(
    view.act.words.some((line) => line.includes('外勤')),
    view.act.words.join('\n'),
  )
  await it.zhaomin.browser.ok('POST', `/api/v1/halves/${view.id}/agree`, { hash: view.act.hash })
  const less: Asked = ['POST', '/api/v1/batches', { steps: two.slice(1) }]
  assert.equal(codeOf(await withHalf(it.lina.browser, less, view.id)), NEEDED)
  assert.equal(codeOf(await withHalf(it.lina.browser, asked, view.id)), 'done')
  assert.equal(await statusOf(it, leaver), 'departed')
})

test('a rehearsal asks nobody: what it would change is shown before anybody is asked to stand behind it', async (t) => {
  const it = await setting(t)
  await makeStrict(it)
  const [leaver = ''] = await people(it, 1)
  const two = [{ do: 'members.depart', with: { memberId: leaver, because } }]
  const preview = await it.lina.browser.ask('POST', '/api/v1/decisions/preview', { steps: two })
  assert.equal(preview.status, 200, preview.text)
  assert.equal(await statusOf(it, leaver), 'active')
})

test('where no one person could stand behind every part of a batch, that is said before anybody is asked', async (t) => {
  const it = await founded(t)
  const [leaver = ''] = await people(it, 1)
  for (const [login, key] of [
    ['sunli', 'admin.role.manage'],
    ['wangwei', 'org.member.delete'],
  ] as const) {
    const { id: memberId } = await it.hire(login)
    const scope = { type: 'workspace' }
    const seat = { memberId, tier: 'scoped', permissions: [key], scope, because }
    await it.ruji.ok('POST', '/api/v1/administrators', seat)
  }
  await makeStrict(it)
  const both = [
    { do: 'roles.create', with: { name: '外勤', permissions: [] } },
    { do: 'members.depart', with: { memberId: leaver, because } },
  ]
  const ask = (steps: readonly unknown[]): Promise<Answer> => {
    const act = { method: 'POST', path: '/api/v1/batches', body: JSON.stringify({ steps }) }
    return it.ruji.ask('POST', '/api/v1/halves', { act, because })
  }
  assert.equal(codeOf(await ask(both)), 'half/nobody-for-all')
  for (const one of both) assert.equal(codeOf(await ask([one])), 'done')
})

test('the way back from strict is a critical act itself', async (t) => {
  const it = await setting(t)
  await makeStrict(it)
  await assert.rejects(makeStrict(it, 'standard'), { code: NEEDED })
})
