import type { ReplayDecision, ReplayEvent } from './events.ts'
import { say } from './facts.ts'
import type { Sentences } from './facts.ts'

/** Everything the file says, kept in the file's own words. */
export type Folded = {
  /** Organisation → person → role. */
  readonly orgs: Map<string, Map<string, string>>
  /** `org/team` → person → role. */
  readonly teams: Map<string, Map<string, string>>
  /** `org/team` → repository → level. */
  readonly levels: Map<string, Map<string, string>>
  readonly repositories: Set<string>
  /** Person → how often they left the last organisation they were in. */
  readonly departures: Map<string, number>
}

/**
 * The plain reading of the file: one event after the other, knowing nothing of how the replay does it. This is what
 * the company is compared with, so it shares no code with the replay.
 */
export function fold(decisions: readonly ReplayDecision[]): Folded {
  const state: Folded = {
    orgs: new Map(),
    teams: new Map(),
    levels: new Map(),
    repositories: new Set(),
    departures: new Map(),
  }
  for (const { events } of decisions) for (const event of events) foldOne(state, event)
  return state
}

function foldOne(state: Folded, event: ReplayEvent): void {
  const { org, team, user, event: what, oldValue, newValue, object } = event
  const key = `${org}/${team}`
  const people =
    team === ''
      ? (state.orgs.get(org) ?? new Map<string, string>())
      : (state.teams.get(key) ?? new Map<string, string>())
  switch (what) {
    case 'member_added':
    case 'role_changed':
      people.set(user, newValue)
      break
    case 'member_removed':
      people.delete(user)
      if (team === '') noteDeparture(state, user)
      break
    case 'team_added':
      break
    case 'team_removed':
      state.teams.delete(key)
      state.levels.delete(key)
      return
    case 'team_renamed':
      rename(state, `${org}/${oldValue}`, key)
      return
    case 'repo_permission_changed':
      setLevel(state, key, `${org}/${object}`, newValue)
      return
    default:
      return
  }
  if (team === '') state.orgs.set(org, people)
  else state.teams.set(key, people)
}

/** Whoever is in no organisation any more has departed, and is in no team, whatever the file says of that afterwards. */
function noteDeparture({ orgs, teams, departures }: Folded, user: string): void {
  if ([...orgs.values()].some((people) => people.has(user))) return
  departures.set(user, (departures.get(user) ?? 0) + 1)
  for (const people of teams.values()) people.delete(user)
}

function rename({ teams, levels }: Folded, before: string, after: string): void {
  for (const map of [teams, levels]) {
    const held = map.get(before)
    map.delete(before)
    if (held !== undefined) map.set(after, held)
  }
}

function setLevel({ levels, repositories }: Folded, team: string, repository: string, level: string): void {
  const held = levels.get(team) ?? new Map<string, string>()
  levels.set(team, held)
  repositories.add(repository)
  if (level === '') held.delete(repository)
  else held.set(repository, level)
}

const orgOf = (path: string): string => path.slice(0, path.indexOf('/'))

/** The folded state as sentences. */
export function sentencesOf({ orgs, teams, levels, repositories, departures }: Folded): Sentences {
  const sentences = new Set<string>()
  for (const [org, people] of orgs) {
    sentences.add(say.org(org))
    for (const [person, role] of people) {
      sentences.add(say.member(person, 'active'))
      sentences.add(say.place(person, org))
      if (role === 'admin') sentences.add(say.administers(person, org))
    }
  }
  for (const [person, times] of departures) {
    const isHere = sentences.has(say.member(person, 'active'))
    if (!isHere) sentences.add(say.member(person, 'departed'))
    for (let nth = 1; nth < (isHere ? times + 1 : times); nth++)
      sentences.add(say.earlier(person, nth, 'departed'))
  }
  for (const [team, people] of teams) {
    sentences.add(say.team(team, orgOf(team)))
    for (const [person, role] of people) {
      sentences.add(say.teamMember(person, team))
      if (role === 'maintainer') sentences.add(say.maintains(person, team))
    }
  }
  for (const repository of repositories) sentences.add(say.resource(repository, orgOf(repository)))
  for (const [team, held] of levels)
    for (const [repository, level] of held) sentences.add(say.grant(team, level, repository))
  return sentences
}
