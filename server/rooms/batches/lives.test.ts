/** What suspending, leaving and a seat to come would change, told before it is done. */
import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { contract } from '@hufu/contract'
import type { PreviewView } from '@hufu/contract'
import { suspendAndKeep } from '../revocations/index.ts'
import { departAlone, foundedHouse } from '../../testing/index.ts'
import type { Browser } from '../../testing/index.ts'
import { authorityCommands } from '../authority/index.ts'
import { directoryCommands, directoryPeople } from '../directory/index.ts'
import { previewRoutes, step } from './index.ts'

const { authority, directory } = contract
const steps = {
  'members.suspend': step(directory.suspend, suspendAndKeep),
  'members.restore': step(directory.restore, directoryCommands['members.restore']),
  'members.depart': step(directory.depart, departAlone),
  'administrators.appoint': step(authority.appointAdministrator, authorityCommands['administrators.appoint']),
  'grants.suspend': step(authority.suspendGrant, authorityCommands['grants.suspend']),
  'grants.resume': step(authority.resumeGrant, authorityCommands['grants.resume']),
  'grants.extend': step(authority.extendGrant, authorityCommands['grants.extend']),
  'grants.relinquish': step(authority.relinquish, authorityCommands['grants.relinquish']),
}
const because = '测试'

async function founded(t: TestContext) {
  const house = await foundedHouse(t, {
    routes: [contract.batches.preview],
    more: (doors) => previewRoutes(doors, steps, directoryPeople),
  })
  const lina = await house.hire('lina', '李娜')
  const looked = async (who: Browser, command: keyof typeof steps, body: object): Promise<PreviewView> => {
    const step = { do: command, with: { because, ...body } }
    const answer = await who.ok('POST', '/api/v1/decisions/preview', { steps: [step] })
    return contract.batches.preview.answer.parse(answer)
  }
  const preview = (command: keyof typeof steps, more: object = {}) =>
    looked(house.ruji, command, { memberId: lina.id, ...more })
  return { ...house, lina, preview, looked }
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

test('what suspending, resuming, extending or giving up a grant would change is told before; an extension as of the former end', async (t) => {
  const { ruji, lina, looked } = await founded(t)
  const [end, later] = ['2098-01-01T00:00:00.000Z', '2099-01-01T00:00:00.000Z']
  const { id } = await ruji.ok('POST', '/api/v1/grants', {
    subject: { type: 'member', id: lina.id },
    right: { type: 'permission', key: 'resource.write' },
    scope: { type: 'workspace' },
    until: end,
    because,
  })
  const grantId = String(id)
  const told = ({ begins, people, gaining, losing }: PreviewView) => [begins, people, gaining, losing]
  assert.deepEqual(told(await looked(ruji, 'grants.extend', { grantId, until: later })), [end, 1, 1, 0])
  const between = '2098-06-01T00:00:00.000Z'
  const { id: beside } = await ruji.ok('POST', '/api/v1/grants', {
    subject: { type: 'member', id: lina.id },
    right: { type: 'permission', key: 'resource.write' },
    scope: { type: 'workspace' },
    until: between,
    because,
  })
  const longer = await looked(ruji, 'grants.extend', { grantId, until: later })
  assert.deepEqual(told(longer), [between, 1, 1, 0], 'until then the other one gives the same')
  const noLonger = await looked(ruji, 'grants.extend', { grantId, until: between })
  assert.deepEqual(told(noLonger), [null, 0, 0, 0])
  await ruji.ok('POST', `/api/v1/grants/${String(beside)}/end`, { because })
  assert.deepEqual(told(await looked(lina.browser, 'grants.relinquish', { grantId })), [null, 1, 0, 1])
  assert.deepEqual(told(await looked(ruji, 'grants.suspend', { grantId })), [null, 1, 0, 1])
  await ruji.ok('POST', `/api/v1/grants/${grantId}/suspend`, { because })
  assert.deepEqual(told(await looked(ruji, 'grants.resume', { grantId })), [null, 1, 1, 0])
})
