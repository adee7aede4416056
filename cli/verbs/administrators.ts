import { contract } from '@hufu/contract'
import type { AdministratorView } from '@hufu/contract'
import { isId } from '@hufu/kit'
import { showApplied } from '../applied.ts'
import type { Client } from '../client.ts'
import { findMember, readPermission, readScope, readTime } from '../find.ts'
import { atMost, misused, needed, wordAt } from '../verb.ts'
import type { Typed, Verb } from '../verb.ts'

/** Seats read at a time. */
const SEATS_AT_ONCE = 200

export const administrators: Verb = {
  name: 'administrators',
  about: 'verb.administrators',
  usage: [
    'administrators',
    'administrators appoint MEMBER --tier super|scoped --because WHY [--permissions A,B] [--scope SCOPE] [--hands-out A,B] [--from TIME] [--until TIME]',
    'administrators end MEMBER|ID --because WHY',
  ],
  options: {
    tier: { type: 'string' },
    permissions: { type: 'string' },
    scope: { type: 'string' },
    'hands-out': { type: 'string' },
    from: { type: 'string' },
    until: { type: 'string' },
    because: { type: 'string' },
  },
  async run(typed) {
    const [what] = typed.words
    if (what === 'appoint') return appoint(typed)
    if (what === 'end') return end(typed)
    atMost(typed, 0)
    return list(typed)
  },
}

async function list({ terminal, connect }: Typed): Promise<number> {
  const { say } = terminal
  const client = await connect()
  const items = await everySeat(client)
  if (terminal.json) {
    terminal.data(items)
    return 0
  }
  terminal.table(
    [
      say('name'),
      say('department'),
      say('tier'),
      say('where'),
      say('permissions'),
      say('until'),
      say('appointedBy'),
      say('id'),
    ],
    items.map((each) => [
      { text: each.memberName, tone: each.inForce ? 'strong' : 'quiet' },
      each.memberDepartment,
      say(`tier.${each.tier}`),
      each.scope.label,
      String(each.permissions.length),
      each.until?.slice(0, 10) ?? '',
      each.appointedBy,
      { text: each.id, tone: 'quiet' },
    ]),
  )
  return 0
}

async function appoint(typed: Typed): Promise<number> {
  atMost(typed, 2)
  const { terminal, option } = typed
  const [who, tier, because] = [wordAt(typed, 1, 'MEMBER'), needed(typed, 'tier'), needed(typed, 'because')]
  if (tier !== 'super' && tier !== 'scoped')
    throw misused(terminal.say('missing', { what: '--tier super|scoped' }))
  const keys = (name: string): string[] =>
    (option(name) ?? '')
      .split(',')
      .flatMap((word) => (word.trim() === '' ? [] : [readPermission(typed, word.trim())]))
  const [permissions, handsOut] = [keys('permissions'), keys('hands-out')]
  const [from, until] = [option('from'), option('until')]
  const now = Date.now()
  const terms = {
    ...(from === undefined ? {} : { from: readTime(typed, from, now) }),
    ...(until === undefined ? {} : { until: readTime(typed, until, now) }),
  }
  const client = await typed.connect()
  const member = await findMember(typed, client, who)
  const scope = await readScope(typed, client, option('scope') ?? 'own-department')
  const seat =
    tier === 'super' ? {} : { permissions, scope, ceiling: { permissions: handsOut, reach: scope } }
  const body = { memberId: member.id, tier, because, ...seat, ...terms } as const
  const { id, applied } = await client.ask(contract.authority.appointAdministrator, { body })
  if (terminal.json) {
    terminal.data({ id, applied })
    return 0
  }
  terminal.line(terminal.say('appointed', { id }))
  return showApplied(terminal, applied)
}

async function end(typed: Typed): Promise<number> {
  atMost(typed, 2)
  const { terminal } = typed
  const [word, because] = [wordAt(typed, 1, 'MEMBER'), needed(typed, 'because')]
  const client = await typed.connect()
  const administratorId = await seatOf(typed, client, word)
  const { applied } = await client.ask(contract.authority.endAdministrator, {
    params: { administratorId },
    body: { because },
  })
  if (terminal.json) {
    terminal.data({ id: administratorId, applied })
    return 0
  }
  terminal.line(terminal.say('administratorEnded'))
  return showApplied(terminal, applied)
}

async function everySeat(client: Client): Promise<readonly AdministratorView[]> {
  const seats: AdministratorView[] = []
  for (let cursor: string | null | undefined; cursor !== null;) {
    const query = { limit: SEATS_AT_ONCE, ...(cursor === undefined ? {} : { cursor }) }
    const page = await client.ask(contract.authority.administrators, { query })
    seats.push(...page.items)
    cursor = page.next
  }
  return seats
}

/** The seat that is meant: by its id, or the only one of a member. */
async function seatOf(typed: Typed, client: Client, word: string): Promise<string> {
  if (isId(word)) {
    const query = { administratorId: word }
    const { items } = await client.ask(contract.authority.administrators, { query })
    if (items.some(({ endedAt }) => endedAt === null)) return word
  }
  const member = await findMember(typed, client, word)
  const query = { memberId: member.id }
  const { items: seats } = await client.ask(contract.authority.administrators, { query })
  const [only] = seats
  const { say } = typed.terminal
  if (only === undefined) throw misused(say('notAdministrator', { name: member.name }))
  if (seats.length > 1)
    throw misused(
      [
        say('severalSeats', { name: member.name, count: seats.length }),
        ...seats.map(({ id, scope }) => `  ${id}  ${scope.label}`),
      ].join('\n'),
    )
  return only.id
}
