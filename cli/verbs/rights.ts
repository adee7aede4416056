import { contract, revocationReason } from '@hufu/contract'
import type { MemberRow, PermissionProfile, RevocationReason, Sent } from '@hufu/contract'
import type { PermissionKey } from '@hufu/authority'
import { showApplied } from '../applied.ts'
import type { Client } from '../client.ts'
import { findMember, permissionWords, placeOf, readPermission, readScope, readTime } from '../find.ts'
import { atMost, misused, needed, wordAt } from '../verb.ts'
import type { Typed, Verb } from '../verb.ts'

const terms = {
  from: { type: 'string' },
  until: { type: 'string' },
  scope: { type: 'string' },
  because: { type: 'string' },
} as const

type Rule = Sent<typeof contract.authority.give, 'body'>

/** A rule about one person: permission (or `role:NAME`), where, from when until when, and why. */
async function readRule(typed: Typed): Promise<{ readonly client: Client; readonly body: Rule }> {
  atMost(typed, 2)
  const { option } = typed
  const [who, what, because] = [
    wordAt(typed, 0, 'MEMBER'),
    wordAt(typed, 1, 'PERMISSION'),
    needed(typed, 'because'),
  ]
  const now = Date.now()
  const time = (name: 'from' | 'until'): string | null => {
    const text = option(name)
    return text === undefined ? null : readTime(typed, text, now)
  }
  const [from, until] = [time('from'), time('until')]
  const role = /^role:(.+)$/.exec(what)?.[1]
  const key = role === undefined ? readPermission(typed, what) : null
  const client = await typed.connect()
  const member = await findMember(typed, client, who)
  const right =
    key === null
      ? ({ type: 'role', id: await roleNamed(typed, client, role ?? '') } as const)
      : ({ type: 'permission', key } as const)
  const scope = await readScope(typed, client, option('scope') ?? 'workspace')
  return { client, body: { subject: { type: 'member', id: member.id }, right, scope, from, until, because } }
}

async function roleNamed({ terminal }: Typed, client: Client, name: string): Promise<string> {
  const { items } = await client.ask(contract.authority.roles, {})
  const role = items.find((each) => each.name === name || each.id === name)
  if (role === undefined) throw misused(terminal.say('noSuchRole', { name }))
  return role.id
}

export const grant: Verb = {
  name: 'grant',
  about: 'verb.grant',
  usage: ['grant MEMBER PERMISSION|role:NAME --because WHY [--until TIME] [--from TIME] [--scope SCOPE]'],
  options: terms,
  async run(typed) {
    const { client, body } = await readRule(typed)
    const { id, applied } = await client.ask(contract.authority.give, { body })
    return told(typed, { id, applied }, 'given')
  },
}

export const restrict: Verb = {
  name: 'restrict',
  about: 'verb.restrict',
  usage: ['restrict MEMBER PERMISSION|role:NAME --because WHY [--until TIME] [--from TIME] [--scope SCOPE]'],
  options: terms,
  async run(typed) {
    const { client, body } = await readRule(typed)
    const { id, applied } = await client.ask(contract.authority.restrict, { body })
    return told(typed, { id, applied }, 'restricted')
  },
}

export const lift: Verb = {
  name: 'lift',
  about: 'verb.lift',
  usage: ['lift RESTRICTION --because WHY'],
  options: { because: { type: 'string' } },
  async run(typed) {
    atMost(typed, 1)
    const [restrictionId, because] = [wordAt(typed, 0, 'RESTRICTION'), needed(typed, 'because')]
    const client = await typed.connect()
    const { applied } = await client.ask(contract.authority.lift, {
      params: { restrictionId },
      body: { because },
    })
    return told(typed, { id: restrictionId, applied }, 'lifted')
  },
}

type Told = { readonly id: string; readonly applied: Parameters<typeof showApplied>[1] }

function told({ terminal }: Typed, done: Told, word: 'given' | 'restricted' | 'lifted'): number {
  if (terminal.json) {
    terminal.data(done)
    return done.applied.state === 'unverified' ? 1 : 0
  }
  terminal.line(terminal.say(word, { id: done.id }))
  return showApplied(terminal, done.applied)
}

export const revoke: Verb = {
  name: 'revoke',
  about: 'verb.revoke',
  usage: ['revoke MEMBER PERMISSION…|--all --because WHY [--reason KIND] [--yes]'],
  options: {
    all: { type: 'boolean' },
    because: { type: 'string' },
    reason: { type: 'string' },
    yes: { type: 'boolean', short: 'y' },
  },
  async run(typed) {
    const { terminal, words, flag } = typed
    const { say } = terminal
    const because = needed(typed, 'because')
    const reason = readReason(typed)
    const who = wordAt(typed, 0, 'MEMBER')
    const keys = words.slice(1).map((word) => readPermission(typed, word))
    if (flag('all') && keys.length > 0) throw misused(say('tooMuch', { what: '--all' }))
    if (!flag('all') && keys.length === 0) throw misused(say('missing', { what: 'PERMISSION' }))
    const client = await typed.connect()
    const member = await findMember(typed, client, who)
    const losing = await consequenceOf(client, member, flag('all') ? 'all' : keys)
    if (losing.length === 0) {
      terminal.note(say('nothingHeld', { name: member.name }), 'bad')
      return 1
    }
    if (!flag('yes')) {
      showConsequence(typed, member, losing)
      if (!(await terminal.confirm(say('sure')))) {
        terminal.note(say('notDone'))
        return 1
      }
    }
    const permissions = flag('all') ? ('all' as const) : keys
    const done = await client.ask(contract.revocations.take, {
      body: { memberId: member.id, permissions, reason, because },
    })
    if (terminal.json) terminal.data(done)
    else {
      terminal.line(say('takenBack', { ended: done.ended.length, restricted: done.restricted.length }))
      if (done.id !== null) terminal.line(say('revocationKept', { id: done.id }))
      return showApplied(terminal, done.applied)
    }
    return done.applied.state === 'unverified' ? 1 : 0
  },
}

/** What kind of reason was typed; without one, somebody asked for it. */
function readReason({ option, terminal }: Typed): RevocationReason {
  const typed = option('reason') ?? 'request'
  const read = revocationReason.safeParse(typed)
  if (read.success) return read.data
  throw misused(terminal.say('badReason', { text: typed, kinds: revocationReason.options.join(', ') }))
}

type Losing = { readonly key: string; readonly direct: number; readonly others: readonly string[] }

/** What a revocation would end and what it would restrict, before it is done. */
async function consequenceOf(
  client: Client,
  { id }: MemberRow,
  wanted: 'all' | readonly PermissionKey[],
): Promise<readonly Losing[]> {
  const profile = await client.ask(contract.authority.profile, { params: { memberId: id } })
  const { items } = await client.ask(contract.authority.grants, { query: { memberId: id, limit: 200 } })
  const direct = new Set(
    items
      .filter(({ subject, right }) => subject.type === 'member' && right.type === 'permission')
      .map((each) => each.id),
  )
  const chosen = profile.rights.filter(
    ({ key, allowed, sources }) =>
      allowed && (wanted === 'all' || wanted.some((each) => each === key)) && sources.some(isGrant),
  )
  return chosen.map(({ key, sources }) => {
    const grants = sources.filter(isGrant)
    const others = grants.filter((source) => !direct.has(source.id))
    return { key, direct: grants.length - others.length, others: others.map(({ label }) => label) }
  })
}

const isGrant = ({ kind }: PermissionProfile['rights'][number]['sources'][number]): boolean =>
  kind === 'grant'

function showConsequence(typed: Typed, member: MemberRow, losing: readonly Losing[]): void {
  const { terminal } = typed
  const { say } = terminal
  terminal.note(
    say('consequence', { name: member.name, department: placeOf(member), count: losing.length }),
    'strong',
  )
  for (const { key, direct, others } of losing) {
    const parts = [
      ...(direct > 0 ? [say('willEnd', { count: direct })] : []),
      ...(others.length > 0 ? [say('willRestrict', { sources: [...new Set(others)].join(', ') })] : []),
    ]
    terminal.note(`  ${permissionWords(typed, key)}  ${key}: ${parts.join('; ')}`)
  }
}
