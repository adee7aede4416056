/** A company sets when it works: who may, what they see beforehand, and where it is written down. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { WorkingTimeView } from '@hufu/contract'
import { foundedHouse } from '../../testing/index.ts'
import type { Browser } from '../../testing/index.ts'
import { readCalendar } from './index.ts'
import { kyselyOver } from '../../platform/db/index.ts'
import type { PlatformTables } from '../../platform/feed/index.ts'
import { specialDaysOf } from './looking.ts'
import { usualWorkingTime } from './working-time.ts'

const path = '/api/v1/working-time'
const berlin = {
  zone: 'Europe/Berlin',
  from: '08:30',
  until: '17:00',
  days: [5, 1, 2, 3, 4, 4],
  holidays: [],
  workdays: [],
}
const read = async (who: Browser): Promise<WorkingTimeView> =>
  // The route answers exactly this.
  (await who.ok('GET', path)) as unknown as WorkingTimeView

test('whoever sets nothing works from nine to six on China’s days; everybody may know it, few may change it', async (t) => {
  const it = await foundedHouse(t)
  const wang = await it.hire('wangwei', '王伟')
  const { from, until, days, china, zone, can } = await read(wang.browser)
  assert.deepEqual(
    [from, until, days, china, zone],
    ['09:00', '18:00', [1, 2, 3, 4, 5], true, 'Asia/Shanghai'],
  )
  assert.equal(can.set.allowed, false)
  for (const answer of [
    await wang.browser.ask('PUT', path, berlin),
    await wang.browser.ask('POST', `${path}/preview`, berlin),
  ])
    assert.equal(answer.status, 403)
  assert.equal((await read(it.ruji)).can.set.allowed, true)
})

test('what is set counts from then on and stands in the ledger', async (t) => {
  const it = await foundedHouse(t)
  await it.ruji.ok('PUT', path, berlin)
  const { special, announced: _year, can: _can, ...set } = await read(it.ruji)
  assert.deepEqual(set, { ...berlin, days: [1, 2, 3, 4, 5], china: false })
  assert.deepEqual(special, [])
  await it.ruji.ok('PUT', path, { ...berlin, china: true })
  assert.equal((await read(it.ruji)).china, true)
  const { pool, feed } = it.house.node
  const workspaceId = feed.known()[0]?.workspaceId ?? ''
  const calendar = await readCalendar(kyselyOver<PlatformTables>(pool), workspaceId)
  assert.equal(calendar.zone, 'Europe/Berlin')
  assert.ok(calendar.holidays.includes('2026-10-01'))
  const { items } = (await it.ruji.ok('GET', '/api/v1/ledger/entries', undefined, {
    'accept-language': 'en-US',
  })) as unknown as { readonly items: readonly { readonly event: string; readonly words: string }[] }
  const entries = items.filter(({ event }) => event === 'calendar.set@1')
  assert.deepEqual(
    entries.map(({ words }) => words),
    Array.from({ length: 2 }, () => '如姬 set the company’s working time'),
  )
})

test('before it is set, one sees which days close and open and how much of the year is worked', async (t) => {
  const it = await foundedHouse(t)
  const soon = Array.from({ length: 14 }, (_, ahead) =>
    new Date(Date.now() + (ahead + 3) * 86_400_000).toISOString().slice(0, 10),
  )
  const isWeekend = (date: string): boolean => new Date(date).getUTCDay() % 6 === 0
  const plain = { zone: 'Asia/Shanghai', from: '09:00', until: '18:00', days: [1, 2, 3, 4, 5], china: false }
  await it.ruji.ok('PUT', path, { ...plain, holidays: [], workdays: [] })
  const closed = soon.filter((date) => !isWeekend(date)).slice(0, 2)
  const worked = soon.filter(isWeekend).slice(0, 1)
  const seen = await it.ruji.ok('POST', `${path}/preview`, { ...plain, holidays: closed, workdays: worked })
  assert.deepEqual([seen['closes'], seen['opens']], [closed, worked])
  const [before, after] = [seen['before'], seen['after']] as readonly { days: number; hours: number }[]
  assert.deepEqual([after?.days, after?.hours], [(before?.days ?? 0) - 1, (before?.hours ?? 0) - 9])
  const { holidays } = await read(it.ruji)
  assert.deepEqual(holidays, [], 'a preview does nothing')
})

test('a calendar that ends before it begins, is always closed, or closes a day that it works, is refused', async (t) => {
  const { ruji } = await foundedHouse(t)
  for (const wrong of [
    { until: '08:00' },
    { days: [] },
    { zone: 'Mars/Olympus' },
    { from: '9:00' },
    { holidays: ['2026-02-30'] },
    { holidays: ['2026-12-24'], workdays: ['2026-12-24'] },
  ])
    assert.equal((await ruji.ask('PUT', path, { ...berlin, ...wrong })).status, 400, JSON.stringify(wrong))
})

test('the days to come bear the names of their holidays, and say whether they are announced', () => {
  const spans = specialDaysOf(
    { ...usualWorkingTime, holidays: ['2026-09-21'] },
    new Date('2026-09-18T02:00Z'),
    'zh-CN',
  )
  assert.deepEqual(spans.slice(0, 6), [
    { first: '2026-09-20', last: '2026-09-20', open: true, name: '国庆节', by: 'announced' },
    { first: '2026-09-21', last: '2026-09-21', open: false, name: null, by: 'own' },
    { first: '2026-09-25', last: '2026-09-27', open: false, name: '中秋节', by: 'announced' },
    { first: '2026-10-01', last: '2026-10-07', open: false, name: '国庆节', by: 'announced' },
    { first: '2026-10-10', last: '2026-10-10', open: true, name: '国庆节', by: 'announced' },
    { first: '2027-01-01', last: '2027-01-01', open: false, name: '元旦', by: 'law' },
  ])
})
