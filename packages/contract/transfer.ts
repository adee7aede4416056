import { z } from 'zod'
import { can, id, instant } from './common.ts'

/** The company's agreement to a transfer: enough super administrators, a letter, or none needed. */
export const transferConsent = z.enum(['none', 'approvals', 'letter'])
/** What the former creator becomes. Scoped: their rights stay with their grants; the new creator appoints them anew. */
export const formerBecomes = z.enum(['super', 'scoped', 'member'])
export type FormerBecomes = z.infer<typeof formerBecomes>

/**
 * `offered`: waits for the company's consent and for the successor. `accepted`: both halves stand, in `strict` the creator
 * arms it. `cooling`: runs by itself at `dueAt`, and may be stopped until then. `done`: the seat has changed hands, and may
 * go back until `revertUntil`. `frozen`: stopped for being looked at; ends as `stopped` or goes on.
 */
export const transferState = z.enum([
  'offered',
  'accepted',
  'cooling',
  'done',
  'reverted',
  'declined',
  'cancelled',
  'vetoed',
  'lapsed',
])
export type TransferState = z.infer<typeof transferState>

/** How long what is under way may take. Milliseconds. */
export const transferTimes = {
  offerMs: 7 * 24 * 3_600_000,
  acceptMs: 72 * 3_600_000,
  armMs: 15 * 60_000,
  coolingMs: 24 * 3_600_000,
  revertMs: 72 * 3_600_000,
} as const
export const TRANSFERS_A_DAY = 3
export const VETOES = 2

export const transferSettings = z.strictObject({
  /** Rank of position a successor has at least; null: any member. The higher the number, the higher the rank. */
  rankMin: z.number().int().min(0).max(100).nullable(),
  consent: transferConsent,
  /** Of consent by approvals. */
  approvals: z.number().int().min(1).max(9),
})

export const successor = z.object({
  memberId: id,
  name: z.string(),
  department: z.string(),
  position: z.string(),
  tier: z.enum(['super', 'scoped', 'member']),
  /** May be chosen; else each reason why not, in words. */
  eligible: z.boolean(),
  reasons: z.array(z.object({ code: z.string(), words: z.string() })),
})
export type SuccessorView = z.infer<typeof successor>

/** What changes for one of the two, in words. */
export const changes = z.array(
  z.object({ permission: z.string(), words: z.string(), change: z.enum(['gains', 'loses']) }),
)
export const duty = z.object({ key: z.string(), title: z.string(), words: z.string() })

export const person = z.object({ id, name: z.string() })
export const transferEvent = z.object({
  at: instant,
  what: z.enum([
    'offered',
    'approved',
    'letter',
    'accepted',
    'armed',
    'vetoed',
    'declined',
    'cancelled',
    'lapsed',
    'done',
    'revert-asked',
    'revert-agreed',
    'reverted',
    'reminded',
  ]),
  by: person.nullable(),
  method: z.string().nullable(),
  words: z.string(),
})

export const letter = z.object({
  name: z.string(),
  sha256: z.string(),
  bytes: z.number().int(),
  by: person,
  at: instant,
})

export const transferLine = z.object({
  id,
  state: transferState,
  /** `claim`: the holder was gone. `recovery`: from the host. */
  way: z.enum(['transfer', 'claim', 'recovery']),
  former: person,
  successor: person,
  at: instant,
  doneAt: instant.nullable(),
})
export const transfer = transferLine.extend({
  because: z.string(),
  formerBecomes,
  /** What both sign: former, successor, company, terms, a random number. Lower-case hex. */
  hash: z.string(),
  consent: transferConsent,
  approvalsNeeded: z.number().int(),
  approvals: z.array(z.object({ by: person, at: instant })),
  letter: letter.nullable(),
  /** When what it waits for is too late; null when nothing is waited for. */
  until: instant.nullable(),
  dueAt: instant.nullable(),
  revertUntil: instant.nullable(),
  vetoes: z.array(z.object({ by: person, at: instant, words: z.string() })),
  events: z.array(transferEvent),
  gains: changes,
  loses: changes,
  may: z.object({
    approve: can,
    letter: can,
    accept: can,
    decline: can,
    arm: can,
    cancel: can,
    veto: can,
    revert: can,
    agreeToRevert: can,
  }),
})
export type TransferView = z.infer<typeof transfer>

export const checklistItem = z.object({
  key: z.enum([
    'duties',
    'recovery-codes',
    'former-sessions',
    'former-secrets',
    'sealed-backup',
    'record-of-holdings',
    'administrators',
    'announcement',
  ]),
  title: z.string(),
  words: z.string(),
  /** Done by the system as it finds it, or by the new creator. */
  doneAt: instant.nullable(),
  doneBy: person.nullable(),
  evidence: z.string(),
  /** Where it is done. */
  path: z.string().nullable(),
})
export const checklist = z.object({
  transferId: id,
  items: z.array(checklistItem),
  open: z.number().int(),
  /** When the next reminder goes out; null once all is done. */
  remindAt: instant.nullable(),
})
export type ChecklistView = z.infer<typeof checklist>

export const overview = z.object({
  creator: person,
  since: instant,
  duties: z.array(duty),
  settings: transferSettings,
  changeSettings: can,
  offer: can,
  claim: can,
  current: transfer.nullable(),
  /** The last one that is done and whose checklist is not. */
  checklistOf: id.nullable(),
  leftToday: z.number().int(),
})
