import { z } from 'zod'
import { applied, can, change, id, instant, page, pageQuery, reason } from './common.ts'
import { route } from './define.ts'
import { handedKind } from './handover.ts'

/** Why somebody loses a right, as a kind that can be counted; the words stand beside it. */
export const revocationReason = z.enum([
  'leave',
  'move',
  'review',
  'incident',
  'misuse',
  'expiry',
  'request',
  'other',
])
export type RevocationReason = z.infer<typeof revocationReason>

/** What took rights of somebody: taken one by one, by the end of one grant, or with everything else. */
export const revocationWhat = z.enum(['rights', 'grant', 'suspension', 'departure'])
export type RevocationWhat = z.infer<typeof revocationWhat>

/** `applied`: in force on every node. `verified`: and every node has tried and was refused. `unverified`: one was not, or did not answer. */
export const revocationState = z.enum(['applied', 'verified', 'unverified'])
export type RevocationState = z.infer<typeof revocationState>

const key = z.string().max(80)
/** Where rights are looked at. `name` is there for people; null for the whole company. */
export const revocationPlace = z.object({
  type: z.enum(['workspace', 'department', 'resource']),
  id: z.string().nullable(),
  name: z.string().nullable(),
})
export type RevocationPlace = z.infer<typeof revocationPlace>

/**
 * How it ends. `now`: at once. `drain`: what is of high or critical risk at once, the rest after so many minutes.
 * `block-new`: nothing new from now on; what is running by then, such as a download, may finish within the minutes.
 */
export const revocationEnding = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('now') }),
  z.strictObject({ mode: z.literal('drain'), minutes: z.number().int().min(1).max(480) }),
  z.strictObject({ mode: z.literal('block-new'), minutes: z.number().int().min(1).max(480) }),
])
export type RevocationEnding = z.infer<typeof revocationEnding>

/**
 * What becomes of a path beside the direct grant that gives a taken right. `remove`: it ends, or the person leaves the
 * group that it is given to, with whatever else it gives. `keep`: it goes on giving the right. A path that is not named
 * stays, and is stopped by a restriction of this person.
 */
export const residualPath = z.discriminatedUnion('how', [
  z.strictObject({ grantId: id, how: z.literal('remove') }),
  z.strictObject({ grantId: id, how: z.literal('keep'), because: reason }),
])
export type ResidualPath = z.infer<typeof residualPath>

/** What one person may do at one place: a decision vector. Keys in the order of the catalogue. */
const vector = z.array(z.object({ place: revocationPlace, permissions: z.array(z.string()) }))

/** The ways in that a node tries, in the order in which they are shown. A list: what is not on it is not tried. */
export const surfaceKinds = [
  'decision',
  'request',
  'session',
  'socket',
  'link',
  'invitation',
  'residual',
] as const
export type SurfaceKind = (typeof surfaceKinds)[number]

/** Why something was not tried: it is never counted as refused. */
export const untriedReason = z.enum([
  'no-thing',
  'held-elsewhere',
  'no-session',
  'other-reason',
  'asked-each-frame',
  'stays',
  'may-return',
])
export type UntriedReason = z.infer<typeof untriedReason>

/** What came of one way in. `what` is a permission, or the id of a session, file or invitation; empty for all of it. */
export const revocationSurface = z.object({
  kind: z.enum(surfaceKinds),
  tried: z.number().int(),
  refused: z.number().int(),
  notTried: z.array(z.object({ what: z.string(), because: untriedReason })),
  /** What was served all the same, or answered in a way that proves nothing. */
  failed: z.array(z.object({ what: z.string(), code: z.string() })),
})
export type RevocationSurface = z.infer<typeof revocationSurface>

/** One node's tries: every right that was taken, at every place where it was held. */
export const revocationCheck = z.object({
  round: z.number().int(),
  node: z.string(),
  at: instant,
  tookMs: z.number(),
  tried: z.number().int(),
  /** What was allowed all the same. */
  failed: z.array(z.object({ permission: z.string(), place: revocationPlace })),
  surfaces: z.array(revocationSurface),
})
export type RevocationCheck = z.infer<typeof revocationCheck>

export const revocationLine = z.object({
  id,
  at: instant,
  memberId: id,
  memberName: z.string(),
  by: z.string(),
  what: revocationWhat,
  reason: revocationReason,
  state: revocationState,
  permissions: z.array(z.string()),
})
export type RevocationLine = z.infer<typeof revocationLine>

export const revocation = revocationLine.extend({
  because: z.string(),
  revision: z.number().int(),
  /** Index of its entry in the authority tree; null while the ledger is read too early. */
  entry: z.number().int().nullable(),
  /** How each right went: grants that ended, groups that the person left, and whether a restriction now beats what other paths still give. */
  rights: z.array(
    z.object({
      permission: z.string(),
      ended: z.number().int(),
      left: z.number().int(),
      restricted: z.boolean(),
    }),
  ),
  /** Paths that give a right still: `kept` on purpose, with the reason, or `stopped` by the restriction, and giving it again were that lifted. */
  remaining: z.array(
    z.object({
      permission: z.string(),
      label: z.string(),
      how: z.enum(['stopped', 'kept']),
      because: z.string(),
    }),
  ),
  /** Until when what was running may finish; null where everything ended at once. */
  finishing: instant.nullable(),
  before: vector,
  after: vector,
  /** Of somebody who has left: where what they held is now, and what was sealed of it. */
  handover: z
    .object({
      given: z.array(
        z.object({
          kind: handedKind,
          to: z.string(),
          /** `parked`: given to a custodian who was told and not asked. */
          how: z.enum(['accepted', 'parked']),
          count: z.number().int(),
          at: instant,
        }),
      ),
      /** SHA-256 of each manifest in hex, and how many things it names. */
      backups: z.array(z.object({ at: instant, sha256: z.string(), things: z.number().int() })),
    })
    .nullable(),
  /** What became of it on every node; null where that was not kept: in a batch, or when the server ended before it could. */
  applied: applied.nullable(),
  round: z.number().int(),
  checks: z.array(revocationCheck),
  /** Nodes that have not answered in this round. */
  awaited: z.array(z.string()),
  can: z.object({ verify: can, receipt: can }),
})
export type RevocationView = z.infer<typeof revocation>

/** A receipt as a file: what it says, the signature over it, its entry in the ledger with the proof, and the key. */
export const receiptFile = z.object({
  format: z.literal('hufu-receipt-v1'),
  receipt: z.record(z.string(), z.unknown()),
  note: z.string(),
  entry: z.object({ leaf: z.string(), proof: z.string() }),
  key: z.string(),
})

const byRevocation = z.strictObject({ revocationId: id })

export const revocations = {
  take: route(
    'POST',
    '/api/v1/revocations',
    {
      summary: 'Take permissions of a person back, and have every node try whether they are gone',
      asks: ['perm.revoke', 'perm.restrict'],
    },
    {
      body: z.strictObject({
        memberId: id,
        permissions: z.union([z.literal('all'), z.array(key).min(1).max(200)]),
        reason: revocationReason,
        because: reason,
        paths: z.array(residualPath).max(200).optional(),
        ending: revocationEnding.optional(),
      }),
      /** `id` is null where all of it ends later, by the plan. */
      answer: change.extend({
        id: id.nullable(),
        planId: id.nullable(),
        ended: z.array(id),
        restricted: z.array(z.string()),
      }),
    },
  ),
  list: route(
    'GET',
    '/api/v1/revocations',
    { summary: 'Revocations, newest first', asks: ['perm.view'] },
    {
      query: z.strictObject({
        ...pageQuery,
        memberId: id.optional(),
        state: revocationState.optional(),
        reason: revocationReason.optional(),
        what: revocationWhat.optional(),
      }),
      answer: page(revocationLine),
    },
  ),
  one: route(
    'GET',
    '/api/v1/revocations/:revocationId',
    { summary: 'One revocation with what every node has tried', asks: ['perm.view'] },
    { params: byRevocation, answer: revocation },
  ),
  verify: route(
    'POST',
    '/api/v1/revocations/:revocationId/verify',
    { summary: 'Have every node try once more', asks: ['perm.verify'] },
    { params: byRevocation, body: z.strictObject({}), answer: z.object({ round: z.number().int() }) },
  ),
  receipt: route(
    'GET',
    '/api/v1/revocations/:revocationId/receipt',
    { summary: 'The signed receipt of a verified revocation', asks: ['perm.receipt.view'] },
    { params: byRevocation, answer: receiptFile },
  ),
}
