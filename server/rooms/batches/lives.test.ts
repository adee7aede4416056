/** What suspending, leaving and a seat to come would change, told before it is done. */
import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { contract } from '@hufu/contract'
import type { PreviewView } from '@hufu/contract'
import { suspendAndKeep } from '../revocations/index.ts'
import { departAlone, foundedHouse } from '../../testing/index.ts'
import { authorityCommands } from '../authority/index.ts'
import { directoryCommands, directoryPeople } from '../directory/index.ts'
import { previewRoutes, step } from './index.ts'

const { authority, directory } = contract
const steps = {
  'members.suspend': step(directory.suspend, suspendAndKeep),
  'members.restore': step(directory.restore, directoryCommands['members.restore']),
  'members.depart': step(directory.depart, departAlone),
  'administrators.appoint': step(authority.appointAdministrator, authorityCommands['administrators.appoint']),
}
const because = '测试'

async function founded(t: TestContext) {
  const house = await foundedHouse(t, {
    routes: [contract.batches.preview],
    more: (doors) => previewRoutes(doors, steps, directoryPeople),
  })
  const lina = await house.hire('lina', '李娜')
  const preview = async (command: keyof typeof steps, more: object = {}): Promise<PreviewView> => {
    const step = { do: command, with: { memberId: lina.id, because, ...more } }
    const answer = await house.ruji.ok('POST', '/api/v1/decisions/preview', { steps: [step] })
    return contract.batches.preview.answer.parse(answer)
  }
  return { ...house, lina, preview }
}

const keysOf = ({ alike }: PreviewView, how: string): readonly string[] =>
  alike.flatMap(({ changes }) => changes.flatMap((one) => (one.how === how ? [one.permission] : [])))

test('suspending is previewed with everything it takes, but not what a suspended person keeps; leaving takes that too', async (t) => {
  const { ruji, lina, preview } = await founded(t)
  await ruji.ok('POST', '/api/v1/administrators', { memberId: lina.id, tier: 'super', because })
  const paused = await preview('members.suspend')
  assert.deepEqual(
    paused.alike.map(({ status, people }) => [status, people.map(({ name }) => name)]),
    [[{ before: 'active', after: 'suspended' }, ['李娜']]],
  )
  const lost = keysOf(paused, 'lost')
  assert.equal(lost.includes('msg.dm') && lost.includes('perm.grant'), true)
  assert.equal(lost.includes('audit.self.view'), false)
  const left = await preview('members.depart')
  assert.deepEqual(
    left.alike.map(({ tier }) => tier),
    [{ before: 'super', after: 'member' }],
  )
  assert.equal(keysOf(left, 'lost').includes('audit.self.view'), true)

  // Nothing has happened until it is done; restoring shows what comes back.
  assert.equal((await lina.browser.ask('GET', '/api/v1/me')).status, 200)
  await ruji.ok('POST', `/api/v1/members/${lina.id}/suspend`, { because })
  assert.deepEqual(keysOf(await preview('members.restore'), 'gained').toSorted(), lost.toSorted())
})

test('of a seat that begins later the preview shows what is so from then on, and says from when', async (t) => {
  const { preview } = await founded(t)
  const office = { tier: 'scoped', permissions: ['perm.view'], scope: { type: 'workspace' } }
  const now = await preview('administrators.appoint', office)
  assert.deepEqual([now.begins, now.people, keysOf(now, 'gained')], [null, 1, ['perm.view']])
  const from = '2099-01-01T00:00:00.000Z'
  const later = await preview('administrators.appoint', { ...office, from })
  assert.deepEqual([later.begins, later.people, keysOf(later, 'gained')], [from, 1, ['perm.view']])
})
