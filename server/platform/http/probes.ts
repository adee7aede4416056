/**
 * Probes: for every enforced permission one real request that succeeds with it and is refused without. They keep the
 * catalogue honest: a permission is enforced when a probe of it can tell who holds it and who does not.
 */
import { heldByNobody, permission, permissions } from '@hufu/authority'
import type { PermissionKey } from '@hufu/authority'
import type { Route } from '@hufu/contract'
import { nameOf } from './doors.ts'

/** What a probe speaks of, by id. Whoever runs it finds or makes one of each, used by nothing else. */
export type Need =
  /** A department that whoever runs the probe would administer. */
  | 'department'
  /** A department below it in which nobody works. */
  | 'emptyDepartment'
  /** An active member who works in that department and administers nothing. */
  | 'person'
  /** An active member who reports to that person. */
  | 'report'
  /** A grant that this person has, of whatever right. */
  | 'grant'
  /** A grant that whoever runs the probe has, given to them alone. */
  | 'ownGrant'
  /** The seat of somebody who will administer the department with `perm.view`, but does not yet. */
  | 'seat'
  /** A position that nobody holds. */
  | 'position'
  /** An external resource of kind `PROBED_KIND` in the department. */
  | 'resource'
  /** Active members who share a department with whoever runs the probe, and who share none. */
  | 'colleague'
  | 'stranger'
  /** A group conversation that belongs to whoever runs the probe, and a file they put into it. */
  | 'chat'
  | 'file'
  /** A verified revocation of a right of that person. */
  | 'revocation'

/** The things of one run. */
export type Things<Needed extends Need = Need> = Readonly<Record<Needed, string>> & {
  /** Who runs the probe. */
  readonly self: string
  /** A word that is nobody's name yet. */
  readonly word: string
  /** ISO instant seven days from now. */
  readonly inAWeek: string
}

/** The kind of external resources that probes speak of. */
export const PROBED_KIND = 'repository'

/** A real request that succeeds with a permission and is refused without. */
export type Probe = {
  readonly permission: PermissionKey
  readonly route: Route
  readonly needs: readonly Need[]
  /** What the request takes beside the permission it asks about. */
  readonly beside: readonly PermissionKey[]
  /** What it hands out: it stands in the ceiling of whoever runs it. */
  readonly handsOut: readonly PermissionKey[]
  /** How far a seat has to reach. */
  readonly reach: 'department' | 'workspace'
  readonly request: (things: Things) => ProbeRequest
  /** Whether an answer is a yes. */
  readonly passes: (status: number, body: unknown) => boolean
}

/** A request as it is sent; `bytes` in place of a body where the route takes bytes. */
export type ProbeRequest = {
  readonly method: Route['method']
  readonly path: string
  readonly body?: unknown
  readonly bytes?: string
}

type Parts<Needed extends Need> = {
  readonly needs?: readonly Needed[]
  readonly beside?: readonly PermissionKey[]
  readonly handsOut?: readonly PermissionKey[]
  readonly reach?: Probe['reach']
  readonly params?: (things: Things<Needed>) => Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly body?: (things: Things<Needed>) => unknown
  readonly bytes?: string
  readonly passes?: Probe['passes']
}

const succeeded = (status: number): boolean => status >= 200 && status < 300

/** Makes a probe of a permission by a route. It may speak only of what it needs. */
export function probe<Needed extends Need = never>(
  key: PermissionKey,
  route: Route,
  parts: Parts<Needed> = {},
): Probe {
  const { needs = [], beside = [], handsOut = [], params, query, body, bytes } = parts
  const { kind, scope } = permission(key)
  return {
    permission: key,
    route,
    needs,
    beside,
    handsOut,
    reach: parts.reach ?? (kind === 'administration' && scope === 'department' ? 'department' : 'workspace'),
    request: (things) => ({
      method: route.method,
      path: addressOf(route, params?.(things) ?? {}, query ?? {}),
      ...(body === undefined ? {} : { body: body(things) }),
      ...(bytes === undefined ? {} : { bytes }),
    }),
    passes: parts.passes ?? succeeded,
  }
}

function addressOf(
  { url }: Route,
  params: Readonly<Record<string, string>>,
  query: Readonly<Record<string, string>>,
): string {
  const path = url.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  const asked = new URLSearchParams(query).toString()
  return asked === '' ? path : `${path}?${asked}`
}

/**
 * Says what keeps the server from starting: an enforced permission without a probe or with two, a probe of one that is
 * not enforced, and a probe whose route does not ask the permission. What nobody holds has none.
 */
export function probeFaults(probes: readonly Probe[], routes: readonly Route[]): readonly string[] {
  const counted = new Map<string, number>()
  for (const { permission: key } of probes) counted.set(key, (counted.get(key) ?? 0) + 1)
  const known = new Map(routes.map((route) => [nameOf(route), route]))
  return [
    ...permissions.flatMap(({ key, state }) => {
      const wanted = state === 'enforced' && key !== heldByNobody ? 1 : 0
      const count = counted.get(key) ?? 0
      if (count === wanted) return []
      if (wanted === 0) return [`${key} has a probe and nobody can hold it`]
      return [`${key} has ${count === 0 ? 'no probe' : `${count} probes`}`]
    }),
    ...probes.flatMap(({ permission: key, route }) => {
      const found = known.get(nameOf(route))
      if (found === undefined) return [`the probe of ${key} goes to ${nameOf(route)}, which is not there`]
      return [...found.asks, ...(found.decides ?? [])].includes(key)
        ? []
        : [`the probe of ${key} goes to ${nameOf(route)}, which does not ask it`]
    }),
  ]
}

/** Every probe and where it goes, in the order of the catalogue: the text of the golden file. */
export function probeTable(probes: readonly Probe[]): string {
  const lines = permissions.flatMap(({ key }) =>
    probes
      .filter((one) => one.permission === key)
      .map(({ route, beside }) => {
        const also = beside.length === 0 ? '' : ` · beside: ${beside.join(', ')}`
        return `${key} → ${nameOf(route)}${also}`
      }),
  )
  return `${lines.join('\n')}\n`
}
