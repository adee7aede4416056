/** What comes after a right was taken: what is tried, what comes back and how, seen from outside on two servers. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { browserAt, cluster, endingWith, untilHolds } from '../../../testing/index.ts'
import type { Cluster, Player } from '../../../testing/index.ts'

const because = '转到新的项目组'
const file = endingWith(after)
let it: Cluster

before(async () => {
  it = await cluster(file)
})

type Back = {
  readonly permission: string
  readonly kind: string
  readonly by: string | null
  readonly because: string | null
  readonly allowed: boolean
  readonly grounds: readonly { readonly label: string }[]
}
type After = {
  readonly watch: {
    readonly open: boolean
    readonly until: string
    readonly watched: number
    readonly returned: readonly Back[]
  }
}
type Attempt = {
  readonly kind: string
  readonly door: string | null
  readonly permission: string | null
  readonly code: string
}

const afterOf = async (id: string, node = 1): Promise<After> =>
  // The contract holds the answer to this shape.
  (await it.ok(node, 'lina', 'GET', `/api/v1/revocations/${id}/after`)) as unknown as After

const attemptsOf = async (id: string): Promise<readonly Attempt[]> => {
  const { items } = await it.ok(0, 'lina', 'GET', `/api/v1/revocations/${id}/attempts`)
  return items as readonly Attempt[]
}

const give = (subject: unknown, key: string, more: object = {}) =>
  it.ok(0, 'lina', 'POST', '/api/v1/grants', {
    subject,
    right: { type: 'permission', key },
    scope: { type: 'workspace' },
    because: '写报告',
    ...more,
  })

const take = async (from: Player, permissions: readonly string[], reason = 'move'): Promise<string> => {
  const body = { memberId: it.id[from], permissions, reason, because }
  return String((await it.ok(0, 'lina', 'POST', '/api/v1/revocations', body))['id'])
}

/** A right that 王伟 has by a grant alone, and loses. */
async function takenDirect(key = 'resource.read', reason = 'move'): Promise<string> {
  await give({ type: 'member', id: it.id.wangwei }, key)
  return take('wangwei', [key], reason)
}

async function groupHolding(key: string, more: object = {}): Promise<string> {
  const { id } = await it.ok(0, 'lina', 'POST', '/api/v1/groups', { name: `组 ${Math.random()}` })
  await give({ type: 'group', id }, key, more)
  return String(id)
}

const join = (groupId: string, ...add: readonly string[]) =>
  it.ok(0, 'lina', 'POST', `/api/v1/groups/${groupId}/members`, { add })

const noticesOf = async (who: Player) => {
  const { items } = await it.ok(0, who, 'GET', '/api/v1/me/notices')
  return items as readonly {
    readonly kind: string
    readonly title: string
    readonly leads: { readonly kind: string; readonly id: string; readonly mine: boolean } | null
  }[]
}

test('R20 what the person tries afterwards of a right they lost is listed, newest first, and nothing else', async () => {
  await it.ask(0, 'wangwei', 'GET', '/api/v1/administrators')
  const id = await take('wangwei', ['msg.dm'])
  const dm = { kind: 'dm', memberId: it.id.sunli }
  assert.equal((await it.ask(0, 'wangwei', 'POST', '/api/v1/conversations', dm)).status, 403)
  await it.ask(1, 'wangwei', 'GET', '/api/v1/administrators')
  await untilHolds('the attempt is listed', async () => (await attemptsOf(id)).length === 1)
  const [tried] = await attemptsOf(id)
  assert.deepEqual(
    [tried?.kind, tried?.permission, tried?.code, tried?.door],
    ['request', 'msg.dm', 'authority/restricted', 'POST /api/v1/conversations'],
  )
  await it.ask(1, 'wangwei', 'POST', '/api/v1/conversations', dm)
  await untilHolds('two are listed', async () => (await attemptsOf(id)).length === 2)
  const first = await it.ok(0, 'lina', 'GET', `/api/v1/revocations/${id}/attempts?limit=1`)
  const rest = await it.ok(
    0,
    'lina',
    'GET',
    `/api/v1/revocations/${id}/attempts?limit=1&cursor=${String(first['next'])}`,
  )
  assert.equal(rest['next'], null)
  assert.notDeepEqual(first['items'], rest['items'])
  assert.equal((await it.ask(0, 'sunli', 'GET', `/api/v1/revocations/${id}/attempts`)).status, 403)
  const forged = await it.ask(0, 'lina', 'GET', `/api/v1/revocations/${id}/attempts?cursor=x`)
  assert.equal(forged.status, 400)
})

test('R20 somebody who has left is seen trying their old session and their password', async () => {
  const { id: memberId } = await it.ok(0, 'lina', 'POST', '/api/v1/members', {
    name: '离职的人',
    login: 'leaver',
    departmentId: it.research,
  })
  const { code } = await it.ok(0, 'lina', 'POST', `/api/v1/members/${String(memberId)}/invitation`, {})
  const browser = browserAt(it.at(0, 'lina').url)
  const password = 'nine yellow lanterns'
  await browser.ok('POST', '/api/v1/activations', { code, password })
  const gone = await it.ok(0, 'lina', 'POST', `/api/v1/members/${String(memberId)}/depart`, { because })
  const id = String(gone['revocationId'])
  assert.equal((await browser.ask('GET', '/api/v1/me')).status, 401)
  assert.equal((await browser.ask('POST', '/api/v1/sessions', { login: 'leaver', password })).status, 401)
  const kinds = async () => (await attemptsOf(id)).map(({ kind }) => kind)
  await untilHolds('both are listed', async () => (await kinds()).length === 2)
  assert.deepEqual((await kinds()).toSorted(), ['session', 'sign-in'])
})

test('R21 a right that comes back by a group is an alarm within a second, once, told to whoever took it and the super administrators', async () => {
  const id = await takenDirect()
  const group = await groupHolding('resource.read')
  assert.equal((await afterOf(id)).watch.returned.length, 0)
  await join(group, it.id.wangwei)
  await untilHolds('the alarm stands there', async () => (await afterOf(id)).watch.returned.length > 0)
  const { returned } = (await afterOf(id)).watch
  assert.ok(returned.every(({ kind, by, allowed }) => kind === 'alarm' && by === null && allowed))
  assert.ok(returned.every(({ grounds }) => grounds.some(({ label }) => label.startsWith('组 '))))
  const mine = (kind: string) => (notice: Awaited<ReturnType<typeof noticesOf>>[number]) =>
    notice.kind === kind && notice.leads?.id === id
  assert.equal((await noticesOf('lina')).filter(mine('revocation.alarm@1')).length, 1)
  assert.equal((await noticesOf('chenli')).filter(mine('revocation.alarm@1')).length, 1)
  assert.equal((await noticesOf('wangwei')).filter(mine('revocation.alarm@1')).length, 0)
  assert.equal((await noticesOf('wangwei')).filter(mine('revocation.taken@1')).length, 1)
  await it.ok(0, 'lina', 'POST', `/api/v1/groups/${group}/members`, { remove: [it.id.wangwei] })
  assert.ok((await afterOf(id)).watch.returned.every(({ allowed }) => !allowed))
})

test('R21 a right that time alone brings back is an alarm as well', async () => {
  const id = await takenDirect('resource.read', 'incident')
  const group = await groupHolding('resource.read', { from: new Date(Date.now() + 2500).toISOString() })
  await join(group, it.id.wangwei)
  const { watch } = await afterOf(id)
  assert.deepEqual([watch.returned.length, watch.open], [0, true])
  const days = (Date.parse(watch.until) - Date.now()) / 86_400_000
  assert.ok(days > 89 && days < 91, 'an incident is watched for ninety days')
  await untilHolds('time brought it', async () => (await afterOf(id)).watch.returned.length > 0)
  assert.equal((await afterOf(id)).watch.returned[0]?.kind, 'alarm')
  await it.ok(0, 'lina', 'POST', `/api/v1/groups/${group}/members`, { remove: [it.id.wangwei] })
})

test('R22 given again to the person by name it is no alarm: who gave it and why stands on the revocation, by grant as by a lifted restriction', async () => {
  const id = await takenDirect('resource.read')
  const steps = [
    {
      do: 'grants.give',
      with: {
        subject: { type: 'member', id: it.id.wangwei },
        right: { type: 'permission', key: 'resource.read' },
        scope: { type: 'workspace' },
        because: '—',
      },
    },
  ]
  const seen = await it.ok(0, 'lina', 'POST', '/api/v1/decisions/preview', { steps })
  const watched = seen['watched'] as readonly { readonly revocationId: string; readonly memberName: string }[]
  assert.ok(watched.some((one) => one.revocationId === id && one.memberName === '王伟'))
  await give({ type: 'member', id: it.id.wangwei }, 'resource.read')
  const { returned } = (await afterOf(id)).watch
  assert.ok(returned.length > 0)
  assert.ok(returned.every((one) => one.kind === 'given' && one.by === '李娜' && one.because === '写报告'))
  const entries = await it.ok(0, 'lina', 'GET', '/api/v1/ledger/entries?event=revocation.given-again@1')
  const [entry] = entries['items'] as readonly { readonly data: { readonly revocationId: string } }[]
  assert.equal(entry?.data.revocationId, id)

  const common = await take('sunli', ['file.upload'])
  const { items } = await it.ok(0, 'lina', 'GET', `/api/v1/restrictions?memberId=${it.id.sunli}`)
  const [restriction] = items as readonly { readonly id: string }[]
  await it.ok(0, 'lina', 'POST', `/api/v1/restrictions/${String(restriction?.id)}/lift`, { because: '误收' })
  const lifted = (await afterOf(common)).watch.returned
  assert.ok(lifted.length > 0 && lifted.every((one) => one.kind === 'given' && one.because === '误收'))
})

test('R22 a right that returns because a suspended grant is resumed has come back on purpose', async () => {
  const { id: grantId } = await give({ type: 'member', id: it.id.sunli }, 'resource.triage')
  const beside = await give({ type: 'member', id: it.id.sunli }, 'resource.triage')
  const path = `/api/v1/grants/${String(grantId)}`
  await it.ok(0, 'lina', 'POST', `${path}/suspend`, { because })
  const ended = await it.ok(0, 'lina', 'POST', `/api/v1/grants/${String(beside['id'])}/end`, { because })
  await it.ok(0, 'lina', 'POST', `${path}/resume`, { because: '查清了' })
  const { returned } = (await afterOf(String(ended['revocationId']))).watch
  assert.ok(returned.length > 0)
  assert.ok(returned.every((one) => one.kind === 'given' && one.because === '查清了'))
})

test('R22 a suspended person who is restored has come back on purpose', async () => {
  const paused = await it.ok(0, 'lina', 'POST', `/api/v1/members/${it.id.sunli}/suspend`, { because })
  const id = String(paused['revocationId'])
  await it.ok(0, 'lina', 'POST', `/api/v1/members/${it.id.sunli}/restore`, { because: '查清了' })
  const { returned, watched } = (await afterOf(id)).watch
  assert.ok(returned.length > 5 && returned.length <= watched)
  assert.ok(returned.every((one) => one.kind === 'given' && one.because === '查清了'))
})
