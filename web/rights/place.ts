/** A place that rights are asked about, as the contract's target. */
export type Place =
  | { readonly type: 'workspace' }
  | { readonly type: 'department' | 'member'; readonly id: string }
  | { readonly type: 'resource'; readonly kind: string; readonly id: string }

/** How a place is chosen. A user group is a resource of kind `group`. */
export const aims = ['workspace', 'department', 'member', 'self', 'group', 'resource'] as const
export type Aim = (typeof aims)[number]

/** The aim of a place written as in an address: `workspace`, `self`, `department:…`, `member:…`, `group:…`, `kind:id`. */
export function aimOf(text: string): Aim {
  const kind = text.split(':')[0] ?? ''
  return aims.find((aim) => aim === kind) ?? 'resource'
}

/** What stands after the aim: an id, or `kind:id` of an external resource; empty while nothing is chosen. */
export function chosenIn(text: string): string {
  if (aimOf(text) === 'resource' && !text.startsWith('resource:')) return text
  const colon = text.indexOf(':')
  return colon < 0 ? '' : text.slice(colon + 1)
}

/** The place an address speaks of; null while it is not chosen to its end. `self` needs the person asked about. */
export function placeOf(text: string, memberId: string | undefined): Place | null {
  const aim = aimOf(text)
  const id = chosenIn(text)
  if (aim === 'workspace') return { type: 'workspace' }
  if (aim === 'self') return memberId === undefined ? null : { type: 'member', id: memberId }
  if (id === '') return null
  if (aim === 'department' || aim === 'member') return { type: aim, id }
  if (aim === 'group') return { type: 'resource', kind: 'group', id }
  const colon = id.indexOf(':')
  return colon < 1 ? null : { type: 'resource', kind: id.slice(0, colon), id: id.slice(colon + 1) }
}
