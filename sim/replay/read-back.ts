import type { Client } from '../../cli/client.ts'
import { PAGE_MAX, contract } from '@hufu/contract'
import type { AdministratorView, GrantView, MemberRow } from '@hufu/contract'
import { say } from './facts.ts'
import type { Sentences } from './facts.ts'
import { isLevel, levels, permissionsOf } from './rights.ts'
import type { Level } from './rights.ts'

const AT_ONCE = 6

/** What became of a group's or department's name: the replay has chosen names that say the same again. */
type Names = { readonly orgs: ReadonlyMap<string, string>; readonly teams: ReadonlyMap<string, string> }

/** Reads the state back through the same doors as anybody and says it in sentences. */
export async function readBack(creator: Client, teamOf: (groupName: string) => string): Promise<Sentences> {
  const tree = await creator.ask(contract.directory.tree, {})
  const orgs = new Map(
    tree.ids.flatMap((id, at): [string, string][] =>
      tree.parents[at] === 0 ? [[id, tree.names[at] ?? '']] : [],
    ),
  )
  const { items: groups } = await creator.ask(contract.directory.groups, {})
  const names: Names = { orgs, teams: new Map(groups.map(({ id, name }) => [id, teamOf(name)])) }
  const sentences = new Set<string>([...orgs.values()].map(say.org))
  const note = (all: readonly string[]): void => all.forEach((each) => sentences.add(each))
  const members = await all((page) => creator.ask(contract.directory.members, { query: page }))
  const logins = new Map(members.map(({ id, login }) => [id, login]))
  for (const member of members) note(personSentences(member, names))
  note(
    groups.map(({ id, departmentId }) =>
      say.team(names.teams.get(id) ?? '', names.orgs.get(departmentId ?? '') ?? ''),
    ),
  )
  for (const each of await teamSentences(creator, names)) note(each)
  const seats = await all((page) => creator.ask(contract.authority.administrators, { query: page }))
  for (const seat of seats) note(seatSentences(seat, names, logins))
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

function personSentences(member: MemberRow, { orgs }: Names): readonly string[] {
  const { login, status, tier, appointments } = member
  if (tier === 'creator') return []
  const places = appointments.map(
    ({ departmentId, departmentName }) => orgs.get(departmentId) ?? departmentName,
  )
  const stands = status === 'suspended' ? say.leftFrom : say.place
  return [say.member(login, status), ...places.map((org) => stands(login, org))]
}

async function teamSentences(creator: Client, { teams }: Names): Promise<readonly (readonly string[])[]> {
  const left = [...teams]
  const sentences: (readonly string[])[] = []
  const work = async (): Promise<void> => {
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      const [groupId, team] = next
      const people = await all((page) =>
        creator.ask(contract.directory.groupMembers, { params: { groupId }, query: page }),
      )
      sentences.push(people.map(({ login }) => say.teamMember(login, team)))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return sentences
}

function seatSentences(
  seat: AdministratorView,
  { orgs, teams }: Names,
  logins: ReadonlyMap<string, string>,
): readonly string[] {
  const { tier, scope, memberId } = seat
  if (tier === 'creator') return []
  const login = logins.get(memberId) ?? memberId
  if (scope.type === 'departments') return scope.ids.map((id) => say.administers(login, orgs.get(id) ?? id))
  if (scope.type === 'resource') return [say.maintains(login, teams.get(scope.id) ?? scope.id)]
  return [`${login} holds a seat over ${scope.label}`]
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
