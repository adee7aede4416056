import { contract } from '@hufu/contract'
import type { DecisionView, PermissionProfile } from '@hufu/contract'
import { permission } from '@hufu/authority'
import { findMember, permissionWords, placeOf, readPermission, readTarget, readTime } from '../find.ts'
import type { Cell } from '../terminal.ts'
import { atMost, wordAt } from '../verb.ts'
import type { Typed, Verb } from '../verb.ts'

const options = { on: { type: 'string' }, at: { type: 'string' } } as const

type Asked = { readonly decision: DecisionView; readonly who: string; readonly what: string }

async function decide(typed: Typed): Promise<Asked> {
  atMost(typed, 2)
  const { option } = typed
  const [who, key] = [wordAt(typed, 0, 'MEMBER'), readPermission(typed, wordAt(typed, 1, 'PERMISSION'))]
  const at = option('at')
  const time = at === undefined ? {} : { at: readTime(typed, at, Date.now()) }
  const client = await typed.connect()
  const member = await findMember(typed, client, who)
  const on = option('on')
  // What concerns oneself is asked of oneself, everything else of the company, unless something is named.
  const own = permission(key).scope === 'self' && !key.startsWith('msg.')
  const target =
    on !== undefined
      ? await readTarget(typed, client, on)
      : own
        ? ({ type: 'member', id: member.id } as const)
        : ({ type: 'workspace' } as const)
  const decision = await client.ask(contract.authority.explain, {
    body: { memberId: member.id, permission: key, target, ...time },
  })
  return { decision, who: `${member.name} (${placeOf(member)})`, what: permissionWords(typed, key) }
}

/** The exit status is the answer. */
export const can: Verb = {
  name: 'can',
  about: 'verb.can',
  usage: ['can MEMBER PERMISSION [--on TYPE:ID] [--at TIME]'],
  options,
  async run(typed) {
    const { terminal } = typed
    const { decision } = await decide(typed)
    if (terminal.json) terminal.data(decision)
    else terminal.line(terminal.say(decision.allowed ? 'yes' : 'no'), decision.allowed ? 'good' : 'bad')
    return decision.allowed ? 0 : 1
  },
}

export const why: Verb = {
  name: 'why',
  about: 'verb.why',
  usage: ['why MEMBER PERMISSION [--on TYPE:ID] [--at TIME]'],
  options,
  async run(typed) {
    const { terminal } = typed
    const { say } = terminal
    const { decision, who, what } = await decide(typed)
    const { allowed, words, by, missing, whoCouldGive, revision } = decision
    if (terminal.json) {
      terminal.data(decision)
      return allowed ? 0 : 1
    }
    terminal.line(`${who} · ${what}: ${say(allowed ? 'yes' : 'no')}`, allowed ? 'good' : 'bad')
    terminal.line(words)
    for (const { label, id, because, givenBy } of by) {
      terminal.line(`  ${say('because')}: ${label}  ${id}`)
      if (because !== null && givenBy !== null) terminal.line(`    ${say('saidBy', { givenBy, because })}`)
    }
    if (missing !== undefined)
      terminal.line(`  ${say('needed')}: ${permissionWords(typed, missing.permission)}, ${missing.scope}`)
    if (whoCouldGive.length > 0)
      terminal.line(`  ${say('couldGive')}: ${whoCouldGive.map(({ name }) => name).join(', ')}`)
    terminal.line(`  ${say('atRevision', { revision })}`, 'quiet')
    return allowed ? 0 : 1
  },
}

export const whatCan: Verb = {
  name: 'what-can',
  about: 'verb.what-can',
  usage: ['what-can MEMBER'],
  options: {},
  async run(typed) {
    atMost(typed, 1)
    const { terminal } = typed
    const who = wordAt(typed, 0, 'MEMBER')
    const client = await typed.connect()
    const member = await findMember(typed, client, who)
    const profile = await client.ask(contract.authority.profile, { params: { memberId: member.id } })
    if (terminal.json) terminal.data(profile)
    else showProfile(typed, profile)
    return 0
  },
}

/** How many people a page of `who-can` names; the others are counted. */
const WHO_MAX = 200

export const whoCan: Verb = {
  name: 'who-can',
  about: 'verb.who-can',
  usage: ['who-can PERMISSION [--on TYPE:ID] [--at TIME]'],
  options,
  async run(typed) {
    atMost(typed, 1)
    const { option, terminal } = typed
    const { say } = terminal
    const permissionKey = readPermission(typed, wordAt(typed, 0, 'PERMISSION'))
    const [at, on] = [option('at'), option('on')]
    const time = at === undefined ? {} : { at: readTime(typed, at, Date.now()) }
    const client = await typed.connect()
    const target = on === undefined ? ({ type: 'workspace' } as const) : await readTarget(typed, client, on)
    const { items, total, revision } = await client.ask(contract.authority.whoCan, {
      body: { permission: permissionKey, target, limit: WHO_MAX, ...time },
    })
    if (terminal.json) terminal.data({ items, total, revision })
    else {
      terminal.line(say('whoCan', { what: permissionWords(typed, permissionKey), total }), 'strong')
      terminal.table(
        [say('name'), say('department')],
        items.map(({ name, department }): Cell[] => [name, department]),
      )
      if (total > items.length) terminal.line(say('andMore', { more: total - items.length }), 'quiet')
      terminal.line(`  ${say('atRevision', { revision })}`, 'quiet')
    }
    return total > 0 ? 0 : 1
  },
}

function showProfile(typed: Typed, profile: PermissionProfile): void {
  const { terminal } = typed
  const { say } = terminal
  const { name, departments, tier, status, rights, restrictions, lost } = profile
  terminal.line(
    `${name} · ${departments.join(', ')} · ${say(`tier.${tier}`)} · ${say(`status.${status}`)}`,
    'strong',
  )
  const held = rights.filter(({ allowed }) => allowed)
  terminal.table(
    [say('permission'), say('key'), say('source'), say('where'), say('until')],
    held.flatMap(({ key, sources }) =>
      sources
        .filter(({ kind }) => kind !== 'restriction')
        .map(({ label, scope, until }, at): Cell[] => [
          at === 0 ? permissionWords(typed, key) : '',
          at === 0 ? { text: key, tone: 'quiet' } : '',
          label,
          scope,
          dayOf(until),
        ]),
    ),
  )
  if (restrictions.length > 0) {
    terminal.line(`\n${say('restrictions')}`, 'strong')
    terminal.table(
      [say('permission'), say('where'), say('until'), say('reason'), say('id')],
      restrictions.map(({ right, scope, until, because, id }) => [
        { text: right.label, tone: 'bad' },
        scope.label,
        dayOf(until),
        because,
        id,
      ]),
    )
  }
  if (lost.length > 0) {
    terminal.line(`\n${say('lost')}`, 'strong')
    terminal.table(
      [say('permission'), say('after'), say('reason')],
      lost.map(({ key, at, because }) => [permissionWords(typed, key), dayOf(at), because]),
    )
  }
}

/** An instant in the zone of whoever reads, as `2026-11-21 19:03`. */
const dayOf = (instant: string | null): string => (instant === null ? '' : minutes.format(new Date(instant)))
// Swedish writes dates as ISO 8601 does.
const minutes = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short' })
