import { getRouteApi } from '@tanstack/react-router'

/** The address of the explorer holds the whole question, so that an answer can be sent to somebody. */
export const explorerRoute = getRouteApi('/signed/console/explorer')

/** What is asked: ids and keys as in the address; `at` in ISO-8601 UTC, null for now. */
export type Question = {
  readonly memberId: string | undefined
  readonly permissionKey: string | undefined
  readonly where: string
  readonly at: string | null
}

/** Reads the question out of the address. An instant that is none means now. */
export function useQuestion(): Question {
  const { member, permission, target, at } = explorerRoute.useSearch()
  const instant = at === undefined ? Number.NaN : Date.parse(at)
  return {
    memberId: member,
    permissionKey: permission,
    where: target ?? 'workspace',
    at: Number.isNaN(instant) ? null : new Date(instant).toISOString(),
  }
}
