import { z } from 'zod'
import { can, change, id, instant, page, pageQuery, reason } from './common.ts'
import { route } from './define.ts'
import { revocationPlace } from './revocations.ts'

/** `open`: not decided, and what was taken stays taken; so it does when `upheld`. */
export const contestState = z.enum(['open', 'upheld', 'overturned'])
export type ContestState = z.infer<typeof contestState>

/** A try after something was taken: a request that was refused, or a sign-in or an old session that was. */
export const revocationAttempt = z.object({
  /** Index of its entry in the activity tree. */
  entry: z.number().int(),
  at: instant,
  kind: z.enum(['request', 'sign-in', 'session']),
  /** Method and address pattern of the door; null where that is not known. */
  door: z.string().nullable(),
  permission: z.string().nullable(),
  code: z.string(),
})
export type RevocationAttempt = z.infer<typeof revocationAttempt>

/** A watched right that was allowed again. */
export const revocationReturn = z.object({
  permission: z.string(),
  place: revocationPlace,
  /** `given`: knowingly, by somebody who gave it to this person. `alarm`: by any other way. */
  kind: z.enum(['given', 'alarm']),
  at: instant,
  by: z.string().nullable(),
  because: z.string().nullable(),
  /** What allowed it then. */
  grounds: z.array(z.object({ kind: z.string(), id: z.string(), label: z.string() })),
  /** Whether it is allowed now. */
  allowed: z.boolean(),
})
export type RevocationReturn = z.infer<typeof revocationReturn>

/** What can be restored of a revocation: a restriction of it that is lifted, or an ended grant that is given anew. */
export const restoreItem = z.object({
  id,
  kind: z.enum(['restriction', 'grant']),
  /** What it is about: a permission or a role, and where. */
  label: z.string(),
  scope: z.string(),
  /** A grant is given anew until then at the latest; null: without end. */
  until: instant.nullable(),
  state: z.enum(['open', 'restored', 'over']),
  restoredBy: z.string().nullable(),
  restoredAt: instant.nullable(),
})
export type RestoreItem = z.infer<typeof restoreItem>

/** What came after a revocation. */
export const revocationAfter = z.object({
  watch: z.object({
    until: instant,
    open: z.boolean(),
    /** Rights with their places that are watched, and how many of them have come back. */
    watched: z.number().int(),
    returned: z.array(revocationReturn),
  }),
  contest: z
    .object({
      state: contestState,
      words: z.string(),
      at: instant,
      decidedBy: z.string().nullable(),
      decidedAt: instant.nullable(),
      answer: z.string().nullable(),
      /** Decided by whoever took it, because nobody else could. */
      alone: z.boolean(),
    })
    .nullable(),
  restore: z.object({
    /** `none` where nothing of it can be restored item by item. */
    state: z.enum(['none', 'open', 'partly', 'restored']),
    items: z.array(restoreItem),
  }),
  can: z.object({ contest: can, decide: can, restore: can, attempts: can }),
})
export type RevocationAfter = z.infer<typeof revocationAfter>

const byRevocation = z.strictObject({ revocationId: id })

export const afterRevocations = {
  after: route(
    'GET',
    '/api/v1/revocations/:revocationId/after',
    {
      summary: 'What came after a revocation: the watch, the contest, what was restored',
      asks: ['perm.view', 'audit.self.view'],
    },
    { params: byRevocation, answer: revocationAfter },
  ),
  attempts: route(
    'GET',
    '/api/v1/revocations/:revocationId/attempts',
    { summary: 'What the person has tried since and was refused, newest first', asks: ['perm.view'] },
    { params: byRevocation, query: z.strictObject(pageQuery), answer: page(revocationAttempt) },
  ),
  contest: route(
    'POST',
    '/api/v1/revocations/:revocationId/contest',
    {
      summary: 'Contest what was taken from me, once; it stays taken until decided',
      asks: ['audit.self.view'],
    },
    { params: byRevocation, body: z.strictObject({ words: reason }), answer: change },
  ),
  decideContest: route(
    'POST',
    '/api/v1/revocations/:revocationId/contest/decision',
    { summary: 'Decide a contest: not by whoever took it, where somebody else can', asks: ['perm.revoke'] },
    {
      params: byRevocation,
      body: z.strictObject({ decision: z.enum(['uphold', 'overturn']), because: reason }),
      answer: change.extend({ state: contestState, alone: z.boolean() }),
    },
  ),
  restore: route(
    'POST',
    '/api/v1/revocations/:revocationId/restore',
    {
      summary: 'Restore items of a revocation under the rules of today; sessions and seats never',
      asks: ['perm.restrict', 'perm.grant', 'perm.grant.temp'],
    },
    {
      params: byRevocation,
      body: z.strictObject({ items: z.array(id).min(1).max(400), because: reason }),
      answer: change.extend({
        /** Each item: done, with the new grant where one was given, or the code of why not. */
        items: z.array(
          z.object({ id, done: z.boolean(), grantId: id.nullable(), code: z.string().nullable() }),
        ),
      }),
    },
  ),
}
