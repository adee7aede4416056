import { isPermission, permission, permissions } from '@hufu/authority'
import type { PermissionKey } from '@hufu/authority'
import { contract, target } from '@hufu/contract'
import type { MemberRow, Sent } from '@hufu/contract'
import { isId } from '@hufu/kit'
import type { Client } from './client.ts'
import { misused } from './verb.ts'
import type { Typed } from './verb.ts'

const CANDIDATES_MAX = 20

/** Finds a member by id, login or name. Several of one name are listed and refused. */
export async function findMember({ terminal }: Typed, client: Client, word: string): Promise<MemberRow> {
  if (isId(word)) return client.ask(contract.directory.member, { params: { memberId: word } })
  const query = { search: word, limit: CANDIDATES_MAX }
  const { items } = await client.ask(contract.directory.members, { query })
  const byLogin = items.find(({ login }) => login.toLowerCase() === word.toLowerCase())
  if (byLogin !== undefined) return byLogin
  const byName = items.filter(({ name }) => name === word)
  const [only] = byName
  if (only !== undefined && byName.length === 1) return only
  const { say } = terminal
  const candidates = byName.length > 0 ? byName : items
  const intro =
    byName.length > 0
      ? say('ambiguous', { name: word })
      : [say('noSuchMember', { name: word }), ...(items.length > 0 ? [say('similar')] : [])].join('; ')
  throw misused(
    [intro, ...candidates.map((each) => `  ${each.login}  ${each.name}  ${placeOf(each)}`)].join('\n'),
  )
}

/** The department a person is shown with: names repeat. */
export const placeOf = ({ appointments }: MemberRow): string =>
  (appointments.find(({ primary }) => primary) ?? appointments[0])?.departmentPath.slice(1).join('/') ?? ''

/** Reads a permission by its key or by its words in either language. */
export function readPermission({ terminal }: Typed, word: string): PermissionKey {
  if (isPermission(word)) return word
  const known = permissions.find(({ zh, en }) => zh === word || en.toLowerCase() === word.toLowerCase())
  if (known === undefined) throw misused(terminal.say('noSuchPermission', { key: word }))
  return known.key
}

/** What a permission is called in the language of the terminal. */
export const permissionWords = ({ terminal }: Typed, key: string): string =>
  isPermission(key) ? permission(key)[terminal.locale === 'zh-CN' ? 'zh' : 'en'] : key

/** Finds a department by id, name or path. Refuses unknown and ambiguous ones. */
export async function findDepartment({ terminal }: Typed, client: Client, word: string): Promise<string> {
  if (isId(word)) return word
  const { ids, names, parents } = await client.ask(contract.directory.tree, {})
  const paths: string[] = []
  for (const [at, name] of names.entries()) {
    const above = parents[at] ?? -1
    paths.push(above <= 0 ? name : `${paths[above] ?? ''}/${name}`)
  }
  const matching = ids.flatMap((id, at) =>
    paths[at] === word || names[at] === word ? [{ id, path: paths[at] ?? '' }] : [],
  )
  const [only] = matching
  if (only === undefined) throw misused(terminal.say('noSuchDepartment', { name: word }))
  const exact = matching.find(({ path }) => path === word)
  if (matching.length > 1 && exact === undefined)
    throw misused(
      terminal.say('ambiguousDepartment', { name: word, paths: matching.map(({ path }) => path).join(', ') }),
    )
  return (exact ?? only).id
}

type Target = Sent<typeof contract.authority.explain, 'body'>['target']

/** Reads `--on TYPE:ID`. Departments and members may be named as people name them; other types are resources. */
export async function readTarget(typed: Typed, client: Client, text: string): Promise<Target> {
  const cut = text.indexOf(':')
  const [type, name] = cut < 0 ? [text, ''] : [text.slice(0, cut), text.slice(cut + 1)]
  if (type === 'workspace' && name === '') return { type: 'workspace' }
  if (type === '' || name === '') throw misused(typed.terminal.say('badTarget', { text }))
  if (type === 'department') return { type, id: await findDepartment(typed, client, name) }
  if (type === 'member') return { type, id: (await findMember(typed, client, name)).id }
  const read = target.safeParse({ type: 'resource', kind: type, id: name })
  if (!read.success) throw misused(typed.terminal.say('badTarget', { text }))
  return read.data
}

type Scope = Sent<typeof contract.authority.give, 'body'>['scope']

/** Reads `--scope`: `workspace`, `own-department`, `department:NAME` or `TYPE:ID` of a resource. */
export async function readScope(typed: Typed, client: Client, text: string): Promise<Scope> {
  if (text === 'own-department') return { type: 'own-department' }
  const read = await readTarget(typed, client, text)
  switch (read.type) {
    case 'workspace':
    case 'resource':
      return read
    case 'department':
      return { type: 'departments', ids: [read.id] }
    case 'member':
      throw misused(typed.terminal.say('badTarget', { text }))
  }
}

const units = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 } as const

/** Reads a time: a date or instant as people write it (local time), or how long from now. Answers ISO-8601 UTC. */
export function readTime({ terminal }: Typed, text: string, now: number): string {
  const [, count, unit] = /^(\d{1,5})([mhdw])$/.exec(text) ?? []
  if (count !== undefined && (unit === 'm' || unit === 'h' || unit === 'd' || unit === 'w'))
    return new Date(now + Number(count) * units[unit]).toISOString()
  // A bare date means the beginning of that day here, not in Greenwich.
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00`) : new Date(text)
  if (!/^\d{4}-/.test(text) || Number.isNaN(at.getTime())) throw misused(terminal.say('badTime', { text }))
  return at.toISOString()
}
