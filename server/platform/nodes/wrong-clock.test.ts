/** F38. A node whose machine's clock is set decides by the time of the database, as all the others do. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { foundedHouse, sleep, untilHolds } from '../../testing/index.ts'

const because = '测试需要'
const DAY_MS = 86_400_000

test('a right that has ended is not held again, and one that begins later not yet, when somebody sets the clock of a server', async (t) => {
  let set = 0
  const clock = { wall: () => Date.now() + set, mono: () => performance.now() }
  const it = await foundedHouse(t, { clock })
  const { id: memberId } = await it.hire('wangwei')
  const give = (key: string, times: object) =>
    it.ruji.ok('POST', '/api/v1/grants', {
      subject: { type: 'member', id: memberId },
      right: { type: 'permission', key },
      scope: { type: 'workspace' },
      because,
      ...times,
    })
  const iso = (fromNow: number): string => new Date(Date.now() + fromNow).toISOString()
  const holds = async (permission: string): Promise<boolean> => {
    const asked = { memberId, permission, target: { type: 'workspace' } }
    const ask = () => it.ruji.ask('POST', '/api/v1/decisions/explain', asked)
    let answer = await ask()
    await untilHolds('it serves', async () => (answer = await ask()).status === 200)
    return answer.body['allowed'] === true
  }
  const end = Date.now() + 1500
  await give('resource.write', { until: new Date(end).toISOString() })
  await give('resource.triage', { from: iso(DAY_MS / 2), until: iso(DAY_MS) })
  await give('resource.maintain', { until: iso(DAY_MS / 2) })
  assert.equal(await holds('resource.write'), true)
  await sleep(end + 20 - Date.now())
  // A day back, five years on, and right again; each time the lease lapses, and is taken anew.
  for (const by of [-DAY_MS, 5 * 365 * DAY_MS, 0]) {
    set = by
    assert.deepEqual(
      [await holds('resource.write'), await holds('resource.triage'), await holds('resource.maintain')],
      [false, false, true],
      `the clock was set by ${by} ms`,
    )
  }
})
