import { contract } from '@hufu/contract'
import type { Route } from '@hufu/contract'

const isRoute = (value: object): value is Route => 'method' in value && 'url' in value

const routesIn = (group: object): readonly Route[] =>
  Object.values(group).flatMap((each: object) => (isRoute(each) ? [each] : routesIn(each)))

const routes = routesIn(contract)

/** The route of the contract that a request goes to, with what stands in its address. Throws when there is none. */
export function routeOf(
  method: string,
  address: string,
): { readonly route: Route; readonly params: Readonly<Record<string, string>> } {
  const given = (address.split('?')[0] ?? '').split('/')
  for (const route of routes) {
    const params = route.method === method ? paramsOf(route.url.split('/'), given) : null
    if (params !== null) return { route, params }
  }
  throw new Error(`no route answers ${method} ${address}`)
}

function paramsOf(wanted: readonly string[], given: readonly string[]): Record<string, string> | null {
  if (wanted.length !== given.length) return null
  const found: Record<string, string> = {}
  for (const [place, part] of wanted.entries()) {
    const text = given[place] ?? ''
    if (part.startsWith(':')) found[part.slice(1)] = decodeURIComponent(text)
    else if (part !== text) return null
  }
  return found
}
