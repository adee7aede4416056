import { z } from 'zod'
import { can, change, id, instant, reason } from './common.ts'
import { route } from './define.ts'

/** How a grant came to its end: taken back, given up by its holder, run out, or with something else in its place. */
export const howEnded = z.enum(['revoked', 'relinquished', 'expired', 'superseded'])

/** What became of a grant since it was given, and what whoever reads may do with it. */
export const grantLife = z.object({
  /** While this is not null the grant gives nothing. */
  suspended: z.object({ at: instant, by: z.string(), because: z.string() }).nullable(),
  /** How many times it was given a later end, and the end it was given with; null where that never happened. */
  extended: z.number().int(),
  firstUntil: instant.nullable(),
  can: z.object({ suspend: can, resume: can, extend: can, relinquish: can }),
})
export type GrantLife = z.infer<typeof grantLife>

const byGrant = z.strictObject({ grantId: id })

/** What is done with a grant once it is given. Part of the doors of authority. */
export const grantRoutes = {
  suspendGrant: route(
    'POST',
    '/api/v1/grants/:grantId/suspend',
    { summary: 'Suspend a grant: it gives nothing until it is resumed', asks: ['perm.revoke'] },
    { params: byGrant, body: z.strictObject({ because: reason }), answer: change },
  ),
  resumeGrant: route(
    'POST',
    '/api/v1/grants/:grantId/resume',
    { summary: 'Resume a suspended grant', asks: ['perm.grant', 'perm.grant.temp'] },
    { params: byGrant, body: z.strictObject({ because: reason }), answer: change },
  ),
  extendGrant: route(
    'POST',
    '/api/v1/grants/:grantId/extend',
    { summary: 'Give a grant a later end', asks: ['perm.grant', 'perm.grant.temp'] },
    { params: byGrant, body: z.strictObject({ until: instant, because: reason }), answer: change },
  ),
  relinquish: route(
    'POST',
    '/api/v1/grants/:grantId/relinquish',
    { summary: 'Give up a right that was given to oneself alone', asks: ['request.submit'] },
    { params: byGrant, body: z.strictObject({ because: reason.optional() }), answer: change },
  ),
}
