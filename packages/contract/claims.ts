import { z } from 'zod'
import { can, id, instant, line, nothing, reason } from './common.ts'
import { route } from './define.ts'
import { letter, person } from './transfer.ts'

/** How long the creator has to answer, told every day. */
export const CLAIM_CHALLENGE_MS = 72 * 3_600_000
/** The same where one super administrator stands alone, with nobody to contradict them. */
export const CLAIM_CHALLENGE_ALONE_MS = 7 * 24 * 3_600_000
export const CLAIM_EVIDENCE_MAX = 5
export const CLAIM_FILE_BYTES_MAX = 2 * 1024 * 1024
const because = { because: reason }
const self = 'sec.self.manage'

/** `gathering`: not enough votes yet. `challenge`: the creator is told every day and may end it by signing in. */
export const claimState = z.enum(['gathering', 'challenge', 'done', 'refuted', 'withdrawn', 'lapsed'])
export const claim = z.object({
  id,
  state: claimState,
  by: person,
  /** Who is said to be gone. */
  creator: person,
  successor: person,
  because: z.string(),
  /** Of all that is claimed, lower-case hex: votes and acceptance stand for exactly this. */
  hash: z.string(),
  /** What was put forward, with its SHA-256 in the ledger. */
  evidence: z.array(z.object({ words: z.string(), file: letter.nullable() })),
  /** `counts`: whoever gave it is still an active super administrator. */
  votes: z.array(z.object({ by: person, at: instant, counts: z.boolean() })),
  votesNeeded: z.number().int(),
  accepted: z.boolean(),
  at: instant,
  /** When the seat changes hands unless the creator signs in; null before the challenge. */
  dueAt: instant.nullable(),
  /** When a claim ends that does not get its votes or its successor; null from the challenge on. */
  until: instant.nullable(),
  endedAt: instant.nullable(),
  /** How often and by which channels the creator has been told. */
  told: z.array(z.object({ at: instant, channel: z.string(), outcome: z.string() })),
  may: z.object({ vote: can, accept: can, withdraw: can, refute: can }),
})
export type ClaimView = z.infer<typeof claim>
const oneClaim = { params: z.strictObject({ claimId: id }) }

/** When the holder of the top seat is gone. */
export const claims = {
  list: route(
    'GET',
    '/api/v1/creator/claims',
    { summary: 'Claims that the creator is gone', asks: ['audit.self.view'] },
    { answer: z.object({ items: z.array(claim) }) },
  ),
  voters: route(
    'GET',
    '/api/v1/creator/claims/voters',
    {
      summary: 'Who could vote on a claim, how many it takes, and when the creator last showed themself',
      asks: ['admin.view'],
    },
    {
      answer: z.object({
        creator: person,
        lastProvedAt: instant.nullable(),
        voters: z.array(person),
        votesNeeded: z.number().int(),
        challengeDays: z.number().int(),
        /** Whether I may claim now, and else why not. */
        make: can,
      }),
    },
  ),
  evidence: route(
    'GET',
    '/api/v1/creator/claims/:claimId/evidence/:place',
    { summary: 'A file put forward with a claim', asks: ['audit.self.view'], answers: 'bytes' },
    {
      params: z.strictObject({
        claimId: id,
        place: z.coerce
          .number()
          .int()
          .min(0)
          .max(CLAIM_EVIDENCE_MAX - 1),
      }),
      answer: z.unknown(),
    },
  ),
  make: route(
    'POST',
    '/api/v1/creator/claims',
    {
      summary: 'Claim, with evidence, that the creator is gone, and name a successor',
      asks: ['creator.recovery.vote'],
    },
    {
      body: z.strictObject({
        successorId: id,
        ...because,
        evidence: z
          .array(
            z.strictObject({
              words: reason,
              file: z.strictObject({ name: line(120), content: z.base64().max(2_800_000) }).optional(),
            }),
          )
          .min(1)
          .max(CLAIM_EVIDENCE_MAX),
      }),
      answer: claim,
    },
  ),
  vote: route(
    'POST',
    '/api/v1/creator/claims/:claimId/vote',
    { summary: 'Stand behind a claim, as a super administrator', asks: ['creator.recovery.vote'] },
    { ...oneClaim, body: nothing, answer: claim },
  ),
  accept: route(
    'POST',
    '/api/v1/creator/claims/:claimId/accept',
    {
      summary: 'Accept, as the successor named in a claim, after reading the duties',
      asks: [self],
      proves: 'seat',
    },
    { ...oneClaim, body: z.strictObject({ duties: z.array(z.string().max(60)).max(40) }), answer: claim },
  ),
  withdraw: route(
    'POST',
    '/api/v1/creator/claims/:claimId/withdraw',
    { summary: 'Withdraw a claim of mine', asks: [self] },
    { ...oneClaim, body: nothing, answer: claim },
  ),
  refute: route(
    'POST',
    '/api/v1/creator/claims/:claimId/refute',
    { summary: 'I am here: end a claim, as the creator', asks: [self] },
    { ...oneClaim, body: nothing, answer: claim },
  ),
}
