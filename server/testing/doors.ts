import type { Route } from '@hufu/contract'
import { z } from 'zod'

/** A route of a test's own: for members, without parameters, answering anything, unless told otherwise. */
export function testRoute(method: Route['method'], url: string, more: Partial<Route> = {}): Route {
  return {
    method,
    url,
    summary: 'a route of a test',
    asks: ['audit.self.view'],
    caller: { type: 'member' },
    params: z.strictObject({}),
    query: z.strictObject({}),
    body: z.undefined(),
    answer: z.unknown(),
    sends: 'json',
    answers: 'json',
    ...more,
  }
}
