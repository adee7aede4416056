/** What people are shown of the life of a grant, and what they may do with it, over HTTP. */
import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import type { GrantView, PermissionProfile } from '@hufu/contract'
import { foundedHouse } from '../../testing/index.ts'

const because = '项目暂停'
const workspace = { type: 'workspace' } as const
const KEY = 'resource.write'
const END = '2098-01-01T00:00:00.000Z'
const LATER = '2099-01-01T00:00:00.000Z'

/** 王伟 has one right by a grant of his own that ends one day; 如继 is the creator, 李娜 a super administrator. */
const given = async (t: TestContext, terms: object = { until: END }) => {
  const founded = await foundedHouse(t)
  const { ruji, hire } = founded
  const [wang, lina] = [await hire('wangwei', '王伟'), await hire('lina', '李娜')]
  await ruji.ok('POST', '/api/v1/administrators', { memberId: lina.id, tier: 'super', because })
  const { id } = await ruji.ok('POST', '/api/v1/grants', {
    subject: { type: 'member', id: wang.id },
    right: { type: 'permission', key: KEY },
    scope: workspace,
    because,
    ...terms,
  })
  const grantId = String(id)
  const life = (act: string, body: object = {}, who = ruji) =>
    who.ask('POST', `/api/v1/grants/${grantId}/${act}`, { because, ...body })
  // The contract holds these answers to their shapes.
  const mine = async () =>
    (await wang.browser.ok('GET', '/api/v1/me/permissions')) as unknown as PermissionProfile
  const right = async () => (await mine()).rights.find(({ key }) => key === KEY) ?? assert.fail()
  const shown = async (who = ruji, ended = false): Promise<GrantView> => {
    const { items } = await who.ok('GET', `/api/v1/grants?memberId=${wang.id}&ended=${ended}`)
    return (items as readonly GrantView[]).find((one) => one.id === grantId) ?? assert.fail()
  }
  return { ...founded, wang, lina, grantId, life, mine, right, shown }
}

test('a suspension shows as lost with its reason until it is resumed, and who may do what is said beside', async (t) => {
  const { life, mine, right, shown, lina } = await given(t)
  const before = await right()
  assert.deepEqual([before.allowed, before.suspended.length, before.can.takeBack.allowed], [true, 0, false])
  assert.equal((await life('suspend')).status, 200)
  const { allowed, sources, suspended } = await right()
  assert.equal(allowed, false)
  assert.ok(!sources.some(({ kind }) => kind === 'grant'))
  assert.deepEqual(
    suspended.map(({ path, life: told }) => [path, told?.suspended?.because]),
    [['direct', because]],
  )
  const [lost] = (await mine()).lost
  assert.deepEqual([lost?.key, lost?.event, lost?.because], [KEY, 'grant.suspended@1', because])
  const view = await shown()
  assert.deepEqual([view.inForce, view.can.suspend.because], [false, 'authority/already-suspended'])
  assert.equal(view.can.resume.allowed, true)
  assert.equal((await shown(lina.browser)).can.resume.because, 'authority/suspended-above')

  const refused = await life('resume', {}, lina.browser)
  assert.equal(refused.body['code'], 'authority/suspended-above')
  assert.equal((await life('resume')).status, 200)
  assert.equal((await right()).allowed, true)
  assert.deepEqual((await mine()).lost, [])
  assert.equal((await shown()).can.resume.because, 'authority/not-suspended')
})

test('another grant still gives what a suspended one gave; what rests of one’s own shows as lost all the same, of a group’s only where it is gone', async (t) => {
  const { life, mine, right, ruji } = await given(t)
  const { id } = await ruji.ok('POST', '/api/v1/grants', {
    subject: { type: 'everyone' },
    right: { type: 'permission', key: KEY },
    scope: workspace,
    because,
  })
  const lost = async () => (await mine()).lost.map(({ event }) => event)
  const ofAll = `/api/v1/grants/${String(id)}`
  await ruji.ok('POST', `${ofAll}/suspend`, { because })
  assert.deepEqual(await lost(), [], 'their own still gives it')
  await life('suspend')
  assert.equal((await lost()).length, 2)
  await ruji.ok('POST', `${ofAll}/resume`, { because })
  const { allowed, sources, suspended } = await right()
  assert.deepEqual([allowed, sources.length, suspended.length], [true, 1, 1])
  assert.deepEqual(await lost(), ['grant.suspended@1'])
})

test('an extension is counted where the grant is shown, beside the end it was given with', async (t) => {
  const { life, shown } = await given(t)
  assert.equal((await life('extend', { until: LATER })).status, 200)
  const { until, extended, firstUntil, can } = await shown()
  assert.deepEqual([until, extended, firstUntil, can.extend.allowed], [LATER, 1, END, true])
  assert.equal((await life('extend', { until: END })).body['code'], 'authority/end-not-later')
})

test('of a right without end it is said that there is no end to extend', async (t) => {
  const { life, shown } = await given(t, { until: null })
  assert.equal((await shown()).can.extend.because, 'authority/no-end')
  assert.equal((await life('extend', { until: LATER })).body['code'], 'authority/no-end')
})

test('what somebody gave up stands among what they lost as given up, and in their history in so many words', async (t) => {
  const { life, mine, right, shown, wang } = await given(t)
  const [source] = (await right()).sources
  assert.equal(source?.life?.can.relinquish.allowed, true)
  assert.equal((await shown()).can.relinquish.because, 'authority/not-direct')
  assert.equal((await life('relinquish', {}, wang.browser)).status, 200)
  const [lost] = (await mine()).lost
  assert.deepEqual([lost?.key, lost?.how, lost?.because], [KEY, 'relinquished', because])
  const { endedHow, endedBecause, can } = await shown(undefined, true)
  assert.deepEqual(
    [endedHow, endedBecause, can.suspend.because],
    ['relinquished', because, 'authority/already-ended'],
  )
  const { items } = await wang.browser.ok('GET', '/api/v1/me/history')
  const said = (items as readonly { readonly words: string }[]).map(({ words }) => words)
  assert.ok(
    said.some((words) => /gave up “.+”: 项目暂停/.test(words)),
    said.join('\n'),
  )
})
