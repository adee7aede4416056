import { z } from 'zod'
import { can, id, instant, line, nothing, reason } from './common.ts'
import { route } from './define.ts'
import { letter, person } from './transfer.ts'

/** How long the creator has to answer, told every day. */
export const CLAIM_CHALLENGE_MS = 72 * 3_600_000
const because = { because: reason }
const self = 'sec.self.manage'

/** `gathering`: not enough votes yet. `challenge`: the creator is told every day and may end it by signing in. */
export const claimState = z.enum(['gathering', 'challenge', 'done', 'refuted', 'withdrawn', 'lapsed'])
export const claim = z.object({
  id,
  state: claimState,
  by: person,
  successor: person,
  because: z.string(),
  /** What was put forward, with its SHA-256 in the ledger. */
  evidence: z.array(z.object({ words: z.string(), file: letter.nullable() })),
  votes: z.array(z.object({ by: person, at: instant })),
  votesNeeded: z.number().int(),
  accepted: z.boolean(),
  at: instant,
  /** When the seat changes hands unless the creator signs in; null before the challenge. */
  dueAt: instant.nullable(),
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
          .max(5),
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
      proves: true,
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
