/**
 * Every enforced permission, asked of a whole server by a real request: whoever holds exactly it is served; when it is
 * taken, by ending what gave it and by a restriction, whoever never had it, and whoever is suspended, are refused, and
 * because of it. Nobody has a baseline here: people hold what the test gives them and nothing else.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { innate, permission } from '@hufu/authority'
import type { PermissionKey } from '@hufu/authority'
import { contract } from '@hufu/contract'
import { probe, probeTable } from '../platform/http/index.ts'
import type { Probe, Things } from '../platform/http/index.ts'
import { probes } from '../main.ts'
import { cluster, endingWith, golden, runProbe, thingsFor } from '../testing/index.ts'
import type { Answer, Cluster, Ground, Runner } from '../testing/index.ts'

const because = '测试需要'
const file = endingWith(after)
let it: Cluster
let ground: Ground
let holder: Runner
let stranger: Runner
let superior: Runner
let suspended: Runner
/** What the suspended person made while still at work. */
let left: { readonly chat: string; readonly file: string }

type Rule = { readonly id: string; readonly subject: { readonly type: string } }

const creator = () => it.at(0, 'chenli')
const runnerOf = (who: 'wangwei' | 'sunli' | 'zhangqiang' | 'lina' | 'chenli'): Runner => ({
  id: it.id[who],
  browser: it.at(0, who),
})

before(async () => {
  it = await cluster(file, { nodes: 1 })
  const { workspace } = (await creator().ok('GET', '/api/v1/me')) as {
    readonly workspace: { readonly rootDepartmentId: string }
  }
  ground = { maker: creator(), rootId: workspace.rootDepartmentId, runnersDepartment: it.research }
  holder = runnerOf('wangwei')
  stranger = runnerOf('sunli')
  superior = runnerOf('zhangqiang')
  suspended = runnerOf('lina')
  await creator().ok('POST', '/api/v1/administrators', { memberId: superior.id, tier: 'super', because })
  const things = await thingsFor(ground, suspended, ['chat', 'file'])
  left = { chat: things.chat, file: things.file }
  await creator().ok('POST', `/api/v1/members/${suspended.id}/suspend`, { because })
  await suspended.browser.ok('POST', '/api/v1/sessions', { login: 'lina', password: 'nine yellow lanterns' })
  for (const rule of await rulesOf('grants')) await end('grants', rule.id)
  // The suspended person has every right there is, and is suspended all the same.
  await give(suspended, features)
})

const keys = probes.map(({ permission: key }) => key)
const features = keys.filter((key) => permission(key).kind === 'feature')

async function rulesOf(what: 'grants' | 'restrictions'): Promise<readonly Rule[]> {
  const { items } = (await creator().ok('GET', `/api/v1/${what}?limit=200`)) as { items: readonly Rule[] }
  return items
}

const end = (what: 'grants' | 'administrators', id: string) =>
  creator().ok('POST', `/api/v1/${what}/${id}/end`, { because })

async function give({ id }: Runner, rights: readonly PermissionKey[]): Promise<readonly string[]> {
  if (rights.length === 0) return []
  const { ids } = await creator().ok('POST', '/api/v1/grants/bulk', {
    subjects: [{ type: 'member', id }],
    rights: rights.map((key) => ({ type: 'permission', key })),
    scope: { type: 'workspace' },
    until: null,
    because,
  })
  return ids as readonly string[]
}

/** Things for a run: while they are made, whoever runs may open conversations and upload. */
async function fresh(probe: Probe, runner: Runner): Promise<Things> {
  const lent = probe.needs.some((need) => need === 'chat' || need === 'file')
    ? await give(runner, ['group.create', 'msg.read', 'file.upload'])
    : []
  const needs = probe.reach === 'department' ? (['department', ...probe.needs] as const) : probe.needs
  const things = await thingsFor(ground, runner, [...needs])
  for (const id of lent) await end('grants', id)
  return things
}

/** Gives somebody some of what a probe takes, as it comes: features by grants, administration by one seat. */
async function hand(probe: Probe, to: Runner, rights: readonly PermissionKey[], things: Things) {
  const administration = rights.filter((key) => permission(key).kind === 'administration')
  const grants = await give(
    to,
    rights.filter((key) => permission(key).kind === 'feature' && !innate.includes(key)),
  )
  if (administration.length === 0) return { grants, seat: null }
  const scope =
    probe.reach === 'department' ? { type: 'departments', ids: [things.department] } : { type: 'workspace' }
  const { id } = await creator().ok('POST', '/api/v1/administrators', {
    memberId: to.id,
    tier: 'scoped',
    permissions: administration,
    scope,
    ceiling: { permissions: probe.handsOut, reach: scope },
    because,
  })
  return { grants, seat: String(id) }
}

async function takeAll({ grants, seat }: Awaited<ReturnType<typeof hand>>): Promise<void> {
  for (const id of grants) await end('grants', id)
  if (seat !== null) await end('administrators', seat)
}

const passes = (probe: Probe, { status, body }: Answer): boolean => probe.passes(status, body)

/** A no, and because of this permission: the refusal names it, or the decision point's answer is about nothing else. */
function assertRefused(probe: Probe, answer: Answer, how: string, code: RegExp): void {
  const { permission: key, beside } = probe
  const said = `${key}, ${how}: ${answer.status} ${answer.text}`
  assert.ok(!passes(probe, answer), said)
  const { context, because: why } = answer.body as {
    readonly context?: { readonly reason: string }
    readonly because?: { readonly permission: string }
  }
  if (context !== undefined) return assert.match(context.reason, code, said)
  assert.equal(answer.status, 403, said)
  // Whoever is suspended is refused at the first thing that is asked.
  const asked: readonly (string | undefined)[] = how === 'suspended' ? [key, ...beside] : [key]
  assert.ok(asked.includes(why?.permission), said)
  assert.match(String(answer.body['code']), code, said)
}

type Asking = (probe: Probe, things: Things) => Promise<Answer>

/** Runs a probe on new things as somebody who holds these rights and nothing else. */
async function run(
  probe: Probe,
  runner: Runner,
  rights: readonly PermissionKey[],
  ask: Asking = (...asked) => runProbe(runner.browser, ...asked),
): Promise<Answer> {
  const things = await fresh(probe, runner)
  const handed = await hand(probe, runner, rights, things)
  const answer = await ask(probe, things)
  await takeAll(handed)
  return answer
}

const absent = /^authority\/(not-granted|not-administrator)$/

/** Asks while a restriction of the permission speaks of whoever asks. */
const restricted: Asking = async (probe, things) => {
  const { id } = await creator().ok('POST', '/api/v1/restrictions', {
    subject: { type: 'member', id: holder.id },
    right: { type: 'permission', key: probe.permission },
    scope: { type: 'workspace' },
    because,
  })
  const answer = await runProbe(holder.browser, probe, things)
  await creator().ok('POST', `/api/v1/restrictions/${String(id)}/lift`, { because })
  return answer
}

async function whileSuspended(probe: Probe): Promise<Answer> {
  const needs = probe.needs.filter((need) => need !== 'chat' && need !== 'file')
  const things = await thingsFor(ground, suspended, needs)
  return runProbe(suspended.browser, probe, { ...things, ...left })
}

test('every enforced permission has one probe, and where it goes is as the golden file says', () => {
  golden('probes.txt', probeTable(probes))
})

/** What has to be true of every probe whose permission can be lost. Throws at the first answer that is another one. */
async function tellsHoldersApart(probe: Probe): Promise<void> {
  const { permission: key, beside } = probe
  if (permission(key).creatorOnly) {
    const things = await thingsFor(ground, superior, probe.needs)
    assertRefused(probe, await runProbe(superior.browser, probe, things), 'a super', absent)
    const answer = await runProbe(creator(), probe, things)
    assert.ok(passes(probe, answer), `${key}, the creator: ${answer.text}`)
  } else {
    const held = await run(probe, holder, [key, ...beside])
    assert.ok(passes(probe, held), `${key}, who holds it: ${held.status} ${held.text}`)
    const limit = await run(probe, holder, [key, ...beside], restricted)
    assertRefused(probe, limit, 'restricted', /^authority\/restricted$/)
  }
  assertRefused(probe, await run(probe, holder, beside), 'taken away', absent)
  assertRefused(probe, await run(probe, stranger, beside), 'never had it', absent)
  assertRefused(probe, await whileSuspended(probe), 'suspended', /^member\/inactive$/)
}

for (const probe of probes.filter(({ permission: key }) => !innate.includes(key)))
  test(`${probe.permission}: who holds it is served; who lost it, never had it or is suspended is refused for lack of it`, () =>
    tellsHoldersApart(probe))

test('a door that forgets its question, or asks another one, is found', async () => {
  const forgetful = probe('org.dept.edit', contract.identity.me)
  await assert.rejects(tellsHoldersApart(forgetful), /org\.dept\.edit, restricted: 200/)
  const mistaken = probe('org.dept.delete', contract.directory.createDepartment, {
    needs: ['department'],
    beside: ['org.dept.edit'],
    body: ({ department, word }) => ({ parentId: department, name: word }),
  })
  await assert.rejects(tellsHoldersApart(mistaken), /org\.dept\.delete, restricted: 200/)
})

for (const one of probes.filter(({ permission: key }) => innate.includes(key)))
  test(`A3 ${one.permission}: no restriction of it can be placed, and suspension does not take it`, async () => {
    const { items } = (await creator().ok('GET', '/api/v1/roles')) as {
      readonly items: readonly { readonly id: string; readonly permissions: readonly string[] }[]
    }
    const role = items.find(({ permissions }) => permissions.includes(one.permission))
    const about = { subject: { type: 'member', id: holder.id }, scope: { type: 'workspace' }, because }
    for (const right of [
      { type: 'permission', key: one.permission },
      { type: 'role', id: role?.id },
    ]) {
      const refused = await creator().ask('POST', '/api/v1/restrictions', { ...about, right })
      assert.equal(refused.body['code'], 'authority/innate')
    }
    for (const answer of [await run(one, holder, []), await whileSuspended(one)])
      assert.ok(passes(one, answer), `${one.permission}: ${answer.status} ${answer.text}`)
  })
