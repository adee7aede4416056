import { isPermission, permission } from '@hufu/authority'
import type { Route } from '@hufu/contract'
import { isCritical } from '../act/index.ts'
import type { DoorOptions, Handler } from './call.ts'

/** Where rooms hang their routes. */
export type Doors = {
  readonly handle: <R extends Route>(route: R, handler: Handler<R>, options?: DoorOptions) => void
}

export type Door = { readonly route: Route; readonly handler: Handler<Route>; readonly options: DoorOptions }

/** Doors that remember what was hung, until the server opens. */
export function newDoors(): Doors & { readonly hung: readonly Door[] } {
  const hung: Door[] = []
  return {
    hung,
    handle(route, handler, options = {}) {
      hung.push({ route, handler, options })
    },
  }
}

export const nameOf = (route: Pick<Route, 'method' | 'url'>): string => `${route.method} ${route.url}`

/**
 * Says what keeps the server from starting: a route that asks nothing or something not enforced, one that nobody
 * answers, one answered twice or not in the contract.
 */
export function faultsOf(doors: readonly Door[], routes: readonly Route[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const { route } of doors) counts.set(nameOf(route), (counts.get(nameOf(route)) ?? 0) + 1)
  const known = new Set(routes.map(nameOf))
  return [
    ...routes.flatMap((route) => asksFaults(route)),
    ...routes
      .filter((route) => !counts.has(nameOf(route)))
      .map((route) => `${nameOf(route)} is answered by no room`),
    ...[...counts].filter(([, count]) => count > 1).map(([name]) => `${name} is answered twice`),
    ...[...counts.keys()].filter((name) => !known.has(name)).map((name) => `${name} is not in the contract`),
  ]
}

function asksFaults(route: Route): readonly string[] {
  // The type demands one permission at least; a list made at run time may still be empty.
  const asks: readonly string[] = route.asks
  if (asks.length === 0) return [`${nameOf(route)} names no permission`]
  if (route.proves !== undefined && !canBeProved(route))
    return [`${nameOf(route)} takes a proof, and is no write with a JSON body`]
  return asks.flatMap((key) => {
    if (!isPermission(key)) return [`${nameOf(route)} asks ${key}, which is not in the catalogue`]
    if (permission(key).state !== 'enforced') return [`${nameOf(route)} asks ${key}, which is not enforced`]
    return isCritical(key) && !canBeProved(route)
      ? [`${nameOf(route)} asks ${key}, which takes a proof, and is no write with a JSON body`]
      : []
  })
}

// A proof is bound to the bytes of a body and used up in a transaction. Who asks without a session has nothing to prove.
const canBeProved = ({ method, sends, caller }: Route): boolean =>
  caller.type === 'anyone' || (method !== 'GET' && sends === 'json')

/** Every route that asks its caller to prove once more who they are, and for what: the text of the golden file. */
export function stepUpTable(routes: readonly Route[]): string {
  const lines = routes.flatMap(({ method, url, asks, caller, proves }) => {
    const critical =
      caller.type === 'anyone' ? [] : asks.filter((key) => proves !== undefined || isCritical(key))
    return critical.length === 0 ? [] : [`${method.padEnd(6)} ${url} → ${critical.join(', ')}`]
  })
  return `${lines.toSorted((a, b) => (a.slice(7) < b.slice(7) ? -1 : 1)).join('\n')}\n`
}

/** Every route and what it asks, sorted, one a line: the text of the golden file. */
export function routeTable(routes: readonly Route[]): string {
  const lines = routes.map((route) => {
    const open = route.caller.type === 'anyone' ? ` · open: ${route.caller.because}` : ''
    const decides = route.decides === undefined ? '' : ` · decides: ${route.decides.join(', ')}`
    const limited = route.whileLimited === true ? ' · while limited' : ''
    return `${route.method.padEnd(6)} ${route.url} → ${route.asks.join(', ')}${open}${decides}${limited}`
  })
  return `${lines.toSorted((a, b) => (a.slice(7) < b.slice(7) ? -1 : 1)).join('\n')}\n`
}

/** The routes of a contract: `{room: {name: route}}`. */
export const routesOf = (
  contract: Readonly<Record<string, Readonly<Record<string, Route>>>>,
): readonly Route[] => Object.values(contract).flatMap((room) => Object.values(room))
