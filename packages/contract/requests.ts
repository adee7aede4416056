import { z } from 'zod'
import { can, id, instant, line, text } from './common.ts'
import { right, scope } from './terms.ts'

/** `right`: something is to be given. `extension`: a grant is to last longer. `account`: a suspended account is to be restored. */
export const requestKind = z.enum(['right', 'extension', 'account'])
export type RequestKind = z.infer<typeof requestKind>

/**
 * `draft` and `confirming` are before anybody is asked: kept by its writer, or waiting for the person it is for.
 * `offered`: an approver would give less. `rejected` may be appealed once; `upheld` is the answer to that.
 */
export const requestState = z.enum([
  'draft',
  'confirming',
  'pending',
  'needs-info',
  'offered',
  'rejected',
  'appealed',
  'upheld',
  'granted',
  'withdrawn',
  'lapsed',
])
export type RequestState = z.infer<typeof requestState>

/** States in which somebody has to do something. */
export const openRequestStates = ['confirming', 'pending', 'needs-info', 'offered', 'appealed'] as const

/** What it is for. */
export const requestNeed = z.enum(['work', 'team', 'project', 'compliance', 'other'])
export type RequestNeed = z.infer<typeof requestNeed>

/** Why an approver says no: the person is told, with what would help. */
export const rejection = z.enum([
  'not-needed',
  'too-wide',
  'too-long',
  'other-right',
  'unclear',
  'policy',
  'other',
])
export type Rejection = z.infer<typeof rejection>

/** Who decides a stage. `members` are named by the flow. */
export const stageWho = z.enum(['manager', 'scoped', 'super', 'members'])
export type StageWho = z.infer<typeof stageWho>
/** And of an appeal: people of the tier above who have not decided, at last the creator. */
export const routeWho = z.enum([...stageWho.options, 'panel', 'creator'])
export type RouteWho = z.infer<typeof routeWho>

export const REQUEST_RIGHTS_MAX = 20
export const EVIDENCE_MAX = 10
export const ENDORSEMENT_MAX = 300

/** What is asked for: rights, where, and from when until when. Without an end: for good. */
export const requestTerms = {
  rights: z.array(right).min(1).max(REQUEST_RIGHTS_MAX),
  scope,
  from: instant.nullable().optional(),
  until: instant.nullable().optional(),
  /** Minutes from when it is given, in place of an end: waiting for the answer takes nothing of it. */
  lasts: z.number().int().min(5).max(5_256_000).nullable().optional(),
}

/** What shows the need: something said or kept in Hufu, which has to be there and to be the writer's to see, or a number elsewhere. */
export const evidence = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('message'), conversationId: id, messageId: id }),
  z.strictObject({ type: z.literal('file'), id }),
  z.strictObject({ type: z.literal('ticket'), number: line(80) }),
])
export type Evidence = z.infer<typeof evidence>

/** What somebody sends to ask. */
export const requestBody = {
  kind: requestKind,
  /** Whom it is for, when not whoever asks: they confirm it first. */
  memberId: id.optional(),
  /** Of a request for rights. */
  rights: requestTerms.rights.optional(),
  scope: scope.optional(),
  from: requestTerms.from,
  until: requestTerms.until,
  lasts: requestTerms.lasts,
  /** Of an extension: the grant that is to last until `until`. */
  grantId: id.optional(),
  need: requestNeed,
  because: text(2000),
  evidence: z.array(evidence).max(EVIDENCE_MAX).optional(),
  /** To the questions that the company asks about these rights, by their ids. */
  answers: z.record(z.string().max(40), text(1000)).optional(),
  /** The revocation by which it was lost. */
  revocationId: id.optional(),
}

const person = z.object({ id, name: z.string(), department: z.string() })
export type RequestPerson = z.infer<typeof person>
const risk = z.enum(['low', 'medium', 'high', 'critical'])

export const requestedRight = z.intersection(
  right,
  z.object({ label: z.string(), risk, permissions: z.array(z.string()) }),
)
export type RequestedRight = z.infer<typeof requestedRight>

const shownTerms = z.object({
  rights: z.array(requestedRight),
  scope: z.intersection(scope, z.object({ label: z.string() })),
  from: instant.nullable(),
  until: instant.nullable(),
  /** Minutes from when it is given; null where an end is named, or none is wanted. */
  lasts: z.number().int().nullable(),
})
export type ShownTerms = z.infer<typeof shownTerms>

/** One stage of the way: who is asked, how many have to agree, and how it stands. */
export const requestStage = z.object({
  who: routeWho,
  needs: z.number().int(),
  state: z.enum(['done', 'now', 'later']),
  /** Who has it now, or would be asked. */
  people: z.array(person),
  approvals: z.array(
    z.object({
      by: person,
      /** In whose stead, for a deputy. */
      for: person.nullable(),
      at: instant,
      because: z.string(),
      alone: z.boolean(),
    }),
  ),
  since: instant.nullable(),
  due: instant.nullable(),
  /** How often it went on to others because nobody answered. */
  hops: z.number().int(),
})
export type RequestStage = z.infer<typeof requestStage>

export const requestLine = z.object({
  id,
  kind: requestKind,
  state: requestState,
  member: person,
  requester: person,
  /** Null where an account is to be restored. */
  terms: shownTerms.nullable(),
  risk,
  because: z.string(),
  at: instant,
  changedAt: instant,
  /** Where it stands now. */
  now: z
    .object({
      stage: z.number().int(),
      of: z.number().int(),
      people: z.array(z.string()),
      since: instant,
      due: instant.nullable(),
    })
    .nullable(),
  /** Whether the reader has to do something: decide, answer, confirm, accept. */
  waitsForMe: z.boolean(),
})
export type RequestLine = z.infer<typeof requestLine>

/** One thing that happened, as both sides read it. `by` is null for what happened by itself. */
export const requestEvent = z.object({
  id,
  at: instant,
  by: person.nullable(),
  for: person.nullable(),
  what: z.enum([
    'drafted',
    'submitted',
    'confirmed',
    'said',
    'approved',
    'stage',
    'rejected',
    'asked',
    'answered',
    'offered',
    'accepted',
    'declined',
    'reminded',
    'escalated',
    'reassigned',
    'tightened',
    'appealed',
    'invited',
    'endorsed',
    'upheld',
    'overturned',
    'granted',
    'revoked',
    'withdrawn',
    'lapsed',
  ]),
  words: z.string(),
  /** `names` of those whom it went to, a `code`, a `stage`, `joins`, `level`: what the page needs to say it in words. */
  data: z.record(z.string(), z.unknown()),
})
export type RequestEvent = z.infer<typeof requestEvent>

export const requestView = requestLine.extend({
  /** Whoever decides names it: it stands for exactly these terms. */
  termsHash: z.string().nullable(),
  need: requestNeed,
  evidence: z.array(
    z.object({
      type: z.enum(['message', 'file', 'ticket']),
      /** Empty where the reader may not see it. */
      label: z.string(),
      /** The conversation it is read in. */
      at: z.string().nullable(),
      /** As it was sent; null where the reader may not see it. */
      ref: evidence.nullable(),
    }),
  ),
  answers: z.array(z.object({ id: z.string(), question: z.string(), answer: z.string() })),
  /** Restrictions of this person alone that would be lifted for as long as the right is given. */
  lifts: z.array(z.object({ id, label: z.string(), by: z.string(), because: z.string(), at: instant })),
  /** The grant that would last longer, of an extension. */
  extends: z.object({ grantId: id, until: instant.nullable() }).nullable(),
  revocationId: id.nullable(),
  stages: z.array(requestStage),
  thread: z.array(requestEvent),
  offer: z
    .object({ by: person, at: instant, because: z.string(), until: instant, terms: shownTerms })
    .nullable(),
  /** Colleagues who were asked for their word; null until they have said something. */
  endorsements: z.array(
    z.object({ by: person, at: instant, words: z.string().nullable(), joins: z.boolean() }),
  ),
  /** How it ended: the code of a rejection, and what would help. */
  outcome: z
    .object({
      code: z.string().nullable(),
      words: z.string(),
      help: z.string(),
      by: person.nullable(),
      at: instant,
    })
    .nullable(),
  /** Until when it may be appealed; null when it may not. */
  appealUntil: instant.nullable(),
  appealLevel: z.number().int(),
  grants: z.array(
    z.object({
      id,
      from: instant.nullable(),
      until: instant.nullable(),
      state: z.enum(['scheduled', 'active', 'suspended', 'expired', 'ended']),
    }),
  ),
  can: z.object({
    decide: can,
    withdraw: can,
    confirm: can,
    answer: can,
    accept: can,
    appeal: can,
    invite: can,
    endorse: can,
    say: can,
    edit: can,
  }),
})
export type RequestView = z.infer<typeof requestView>

/** What an approver looks at before deciding. */
export const requestCard = z.object({
  /** What the person would have and has not, and would lose. */
  effect: z.array(
    z.object({
      permission: z.string(),
      how: z.enum(['gained', 'wider', 'lost', 'narrower']),
      risk,
      before: z.string(),
      after: z.string(),
    }),
  ),
  /** People of the same position: how many there are, and how many of them hold all of this. */
  peers: z.object({ position: z.string().nullable(), of: z.number().int(), have: z.number().int() }),
  /** Former requests of others of the same position for the same, newest first. */
  similar: z.array(z.object({ id, name: z.string(), state: requestState, at: instant, because: z.string() })),
  /** What the person had before of this, and how it ended. */
  history: z.array(
    z.object({ at: instant, what: z.enum(['given', 'ended', 'restricted', 'requested']), words: z.string() }),
  ),
  suggestion: z.object({
    verdict: z.enum(['approve', 'narrow', 'ask', 'reject', 'none']),
    /** Codes with numbers, said in words by the page. */
    reasons: z.array(z.object({ code: z.string(), of: z.number().int(), have: z.number().int() })),
  }),
})
export type RequestCard = z.infer<typeof requestCard>
