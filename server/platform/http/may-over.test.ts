import assert from 'node:assert/strict'
import { test } from 'node:test'
import { handleOf } from '@hufu/authority'
import { foundedHouse, testRoute } from '../../testing/index.ts'
import { mayOver } from './index.ts'
import type { Doors } from './index.ts'

const many = testRoute('GET', '/api/v1/test/many')

test('an answer about many people is not given when the right over them is gone before it leaves', async (t) => {
  let about: readonly string[] = []
  let between: () => Promise<unknown> = () => Promise.resolve()
  const more = (doors: Doors): void => {
    doors.handle(many, async ({ reading }) => {
      const { facts } = reading
      const over = mayOver(reading, facts, 'org.directory.view')
      for (const id of about) over(id, handleOf(facts, id))
      await between()
      return { secret: 'what only some may know' }
    })
  }
  const { ruji, hire, creatorId, house } = await foundedHouse(t, { routes: [many], more })
  const { id, browser } = await hire('wangwei')
  const ask = async () => {
    const { status, body, text } = await browser.ask('GET', many.url)
    return { status, code: body['code'], told: text.includes('secret') }
  }
  about = [creatorId, id]
  assert.equal((await ask()).status, 200)
  about = [id, '01990000-0000-7000-8000-000000000000']
  assert.deepEqual(await ask(), { status: 404, code: 'authority/unknown-target', told: false })
  about = [creatorId, id]
  between = () =>
    ruji.ok('POST', '/api/v1/revocations', {
      memberId: id,
      reason: 'move',
      permissions: ['org.directory.view'],
      because: '转岗',
    })
  assert.deepEqual(await ask(), { status: 403, code: 'authority/restricted', told: false })
  assert.deepEqual(
    house.refused.map(({ code }) => code),
    ['authority/unknown-target', 'authority/restricted'],
  )
})
