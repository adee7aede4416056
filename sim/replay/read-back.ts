import type { Client } from '../../cli/client.ts'
import { PAGE_MAX, contract } from '@hufu/contract'
import type { AdministratorView, GrantView, MemberRow } from '@hufu/contract'
import { say } from './facts.ts'
import type { Sentences } from './facts.ts'
import { isLevel, levels, permissionsOf } from './rights.ts'
import type { Level } from './rights.ts'

const AT_ONCE = 6

/** An account by its login: whose it is, and which of theirs. */
export type Account = { readonly person: string; readonly nth: number }

/** What the file calls the things that the replay had to name otherwise. */
export type FileNames = {
  readonly teamOf: (groupName: string) => string
  readonly accountOf: (login: string) => Account
}

/** What everything that was found is called, by its id. Somebody's newest account is called as the person is. */
type Names = {
  readonly orgs: ReadonlyMap<string, string>
  readonly teams: ReadonlyMap<string, string>
  readonly people: ReadonlyMap<string, string>
}

/** Reads the state back through the same doors as anybody and says it in sentences. */
export async function readBack(creator: Client, called: FileNames): Promise<Sentences> {
  const tree = await creator.ask(contract.directory.tree, {})
  const orgs = new Map(
    tree.ids.flatMap((id, at): [string, string][] =>
      tree.parents[at] === 0 ? [[id, tree.names[at] ?? '']] : [],
    ),
  )
  const { items: groups } = await creator.ask(contract.directory.groups, {})
  const teams = new Map(groups.map(({ id, name }) => [id, called.teamOf(name)]))
  const here = await all((page) => creator.ask(contract.directory.members, { query: page }))
  const departed = await all((page) =>
    creator.ask(contract.directory.members, { query: { ...page, status: 'departed' } }),
  )
  const members = [...here, ...departed]
  const names: Names = { orgs, teams, people: peopleNames(members, called) }
  const sentences = new Set<string>([...orgs.values()].map(say.org))
  const note = (all: readonly string[]): void => all.forEach((each) => sentences.add(each))
  for (const member of members) note(personSentences(member, names, called))
  // Lists of those at work might leave them out: whoever has departed is looked at one by one.
  note(await atOnce(departed, (member) => leftoverSentences(creator, member, names)))
  note(
    groups.map(({ id, departmentId }) =>
      say.team(names.teams.get(id) ?? '', names.orgs.get(departmentId ?? '') ?? ''),
    ),
  )
  note(await atOnce([...teams], (each) => teamSentences(creator, each, names)))
  const seats = await all((page) => creator.ask(contract.authority.administrators, { query: page }))
  for (const seat of seats) note(seatSentences(seat, names))
  const resources = await all((page) => creator.ask(contract.authority.resources, { query: page }))
  note(resources.map(({ id, departmentId }) => say.resource(id, names.orgs.get(departmentId ?? '') ?? '')))
  const roles = await rolesById(creator)
  const grants = await all((page) => creator.ask(contract.authority.grants, { query: page }))
  for (const grant of grants) note(grantSentences(grant, names, roles))
  return sentences
}

type Page<T> = { readonly items: readonly T[]; readonly next: string | null }

async function all<T>(
  read: (page: { limit: number; cursor?: string }) => Promise<Page<T>>,
): Promise<readonly T[]> {
  const items: T[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: Page<T> = await read({ limit: PAGE_MAX, ...(cursor === '' ? {} : { cursor }) })
    items.push(...page.items)
    cursor = page.next
  }
  return items
}

function peopleNames(members: readonly MemberRow[], { accountOf }: FileNames): ReadonlyMap<string, string> {
  const newest = new Map<string, number>()
  for (const { login } of members) {
    const { person, nth } = accountOf(login)
    newest.set(person, Math.max(nth, newest.get(person) ?? 0))
  }
  return new Map(
    members.map(({ id, login }) => {
      const { person, nth } = accountOf(login)
      return [id, newest.get(person) === nth ? person : `account ${nth} of ${person}`]
    }),
  )
}

function personSentences(
  { id, login, status, tier, appointments }: MemberRow,
  { orgs, people }: Names,
  { accountOf }: FileNames,
): readonly string[] {
  if (tier === 'creator') return []
  const { person, nth } = accountOf(login)
  const name = people.get(id) ?? login
  return [
    name === person ? say.member(person, status) : say.earlier(person, nth, status),
    ...appointments.map(({ departmentId, departmentName }) =>
      say.place(name, orgs.get(departmentId) ?? departmentName),
    ),
  ]
}

async function leftoverSentences(
  creator: Client,
  { id, login }: MemberRow,
  { teams, people }: Names,
): Promise<readonly string[]> {
  const { groups } = await creator.ask(contract.directory.member, { params: { memberId: id } })
  return groups.map((group) => say.teamMember(people.get(id) ?? login, teams.get(group.id) ?? group.name))
}

async function teamSentences(
  creator: Client,
  [groupId, team]: readonly [string, string],
  { people }: Names,
): Promise<readonly string[]> {
  const members = await all((page) =>
    creator.ask(contract.directory.groupMembers, { params: { groupId }, query: page }),
  )
  return members.map(({ id, login }) => say.teamMember(people.get(id) ?? login, team))
}

/** The sentences of many things, a few of them read at once. */
async function atOnce<T>(
  things: readonly T[],
  read: (thing: T) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const left = [...things]
  const sentences: string[] = []
  const work = async (): Promise<void> => {
    for (let next = left.pop(); next !== undefined; next = left.pop()) sentences.push(...(await read(next)))
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return sentences
}

function seatSentences(seat: AdministratorView, { orgs, teams, people }: Names): readonly string[] {
  const { tier, scope, memberId } = seat
  if (tier === 'creator') return []
  const name = people.get(memberId) ?? memberId
  if (scope.type === 'departments') return scope.ids.map((id) => say.administers(name, orgs.get(id) ?? id))
  if (scope.type === 'resource') return [say.maintains(name, teams.get(scope.id) ?? scope.id)]
  return [`${name} holds a seat over ${scope.label}`]
}

/** The five roles by id, each checked to hold exactly its permissions. */
async function rolesById(creator: Client): Promise<ReadonlyMap<string, Level>> {
  const { items } = await creator.ask(contract.authority.roles, {})
  const own = items.flatMap(({ id, name, permissions }): [string, Level][] => {
    if (!isLevel(name)) return []
    return permissions.toSorted().join() === permissionsOf(name).toSorted().join() ? [[id, name]] : []
  })
  if (own.length !== levels.length)
    throw new Error(`of the ${levels.length} roles only ${own.length} are there as they were made`)
  return new Map(own)
}

function grantSentences(
  { subject, right, scope, source }: GrantView,
  { teams }: Names,
  roles: ReadonlyMap<string, Level>,
): readonly string[] {
  if (source === 'baseline') return []
  if (subject.type === 'group' && right.type === 'role' && scope.type === 'resource')
    return [say.grant(teams.get(subject.id) ?? subject.id, roles.get(right.id) ?? right.label, scope.id)]
  return [`${subject.label} holds ${right.label} at ${scope.label}`]
}
