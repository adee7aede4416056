/** What people and teams of the file are called in the company, where they cannot be called as in the file. */
import { NAME_MAX } from '@hufu/contract'

/**
 * The login of somebody who has departed so many times before: one that was somebody's is never given again. No login of
 * the file has a dot in it.
 */
export const loginOf = (person: string, departures: number): string =>
  departures === 0 ? person : `${person}.${departures + 1}`

/** A name that fits: the middle of a very long one is left out. */
export function groupNameOf(org: string, team: string): string {
  const name = `${org}/${team}`
  if (name.length <= NAME_MAX) return name
  return `${name.slice(0, NAME_MAX / 2)}…${name.slice(name.length - NAME_MAX / 2 + 1)}`
}
