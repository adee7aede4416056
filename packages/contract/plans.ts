import { z } from 'zod'
import { can, change, id, instant, line, page, pageQuery, reason } from './common.ts'
import { route } from './define.ts'
import { revocationReason } from './revocations.ts'

/**
 * What a plan will take: everything with the person's leaving, everything while suspended, some rights, some grants, or
 * what was given for a job that a file has changed (made by the import alone).
 */
export const planWhat = z.enum(['departure', 'suspension', 'rights', 'grants', 'move'])
export type PlanWhat = z.infer<typeof planWhat>

/** What whoever makes, agrees to, cancels or carries out a plan holds over everybody it names. */
export const planAsks = {
  departure: 'org.member.delete',
  suspension: 'org.member.disable',
  rights: 'perm.revoke',
  grants: 'perm.revoke',
  move: 'perm.revoke',
} as const satisfies Record<PlanWhat, string>

/** `agreeing`: above the brake, waits for a second person. `running`: has people to come. */
export const planState = z.enum(['agreeing', 'running', 'done', 'cancelled'])
export type PlanState = z.infer<typeof planState>

/** Of one person in a plan. `held`: the day has come, and something stands in the way. */
export const planItemState = z.enum(['waiting', 'held', 'done', 'cancelled'])
export type PlanItemState = z.infer<typeof planItemState>

/** People that one plan may name. */
export const PLAN_PEOPLE_MAX = 2000
const key = z.string().max(80)

/** One person of a plan: by id, login, phone or employee number, as lists from elsewhere name people. */
const named = z.strictObject({
  who: line(100),
  /** The last moment, where it is another than the plan's. */
  due: instant.optional(),
})
const asked = {
  what: planWhat,
  people: z.array(named).min(1).max(PLAN_PEOPLE_MAX),
  /** Rights to be taken; of a plan for rights only. */
  permissions: z.union([z.literal('all'), z.array(key).min(1).max(200)]).optional(),
  /** Grants that end; of a plan for grants only, and of one person. */
  grantIds: z.array(id).min(1).max(200).optional(),
  /** When; at once when left out. */
  due: instant.optional(),
}

const code = z.object({ code: z.string(), words: z.string() })

/** What would become of one person. */
export const plannedPerson = z.object({
  who: z.string(),
  /** Null when nobody is called so, or several are. */
  memberId: id.nullable(),
  name: z.string(),
  department: z.string(),
  due: instant.nullable(),
  /** Rights that would be lost. */
  lost: z.number().int(),
  /** Things that would have nobody to own them. */
  unsettled: z.number().int(),
  /** Whoever will be told beforehand beside the person. */
  manager: z.string().nullable(),
  /** Why this person cannot be taken along; null when nothing stands in the way. */
  problem: code.nullable(),
})
export type PlannedPerson = z.infer<typeof plannedPerson>

/** Above so many people a second person has to agree. */
const brake = z.object({
  limit: z.number().int(),
  /** Whether this many is above it. */
  needed: z.boolean(),
  /** Whether there is anybody else who could agree; if not, whoever made the plan does, by the number of people. */
  others: z.boolean(),
})

const counts = z.object({
  people: z.number().int(),
  waiting: z.number().int(),
  held: z.number().int(),
  done: z.number().int(),
  cancelled: z.number().int(),
})

export const planLine = z.object({
  id,
  what: planWhat,
  state: planState,
  reason: revocationReason,
  because: z.string(),
  by: z.string(),
  at: instant,
  /** Of the first person still to come, else of the last. */
  due: instant,
  counts,
  /** The first few of those whom the reader may look at, by name. */
  names: z.array(z.string()),
})
export type PlanLine = z.infer<typeof planLine>

export const planItem = z.object({
  memberId: id,
  name: z.string(),
  department: z.string(),
  due: instant,
  state: planItemState,
  /** What stands in the way; null unless held. */
  problem: code.nullable(),
  unsettled: z.number().int(),
  revocationId: id.nullable(),
  doneAt: instant.nullable(),
})
export type PlanItem = z.infer<typeof planItem>

export const plan = planLine.extend({
  /** How many of its people the reader may not look at: they are neither named nor listed. */
  unseen: z.number().int(),
  permissions: z.union([z.literal('all'), z.array(z.string())]).nullable(),
  agreedBy: z.string().nullable(),
  agreedAt: instant.nullable(),
  cancelledBy: z.string().nullable(),
  cancelledBecause: z.string().nullable(),
  brake,
  can: z.object({ agree: can, cancel: can, carryOut: can }),
})
export type PlanView = z.infer<typeof plan>

const byPlan = z.strictObject({ planId: id })
const some = z.array(id).min(1).max(PLAN_PEOPLE_MAX).optional()
const asks = ['org.member.delete', 'org.member.disable', 'perm.revoke'] as const

export const plans = {
  preview: route(
    'POST',
    '/api/v1/plans/preview',
    {
      summary: 'What a plan would take from whom, and what stands in the way; nothing is done',
      asks: ['perm.view'],
    },
    {
      body: z.strictObject(asked),
      answer: z.object({ people: z.array(plannedPerson), brake, lost: z.number().int() }),
    },
  ),
  make: route(
    'POST',
    '/api/v1/plans',
    { summary: 'Decide that rights will be taken, and tell those concerned', asks: [...asks] },
    {
      body: z.strictObject({ ...asked, reason: revocationReason, because: reason }),
      answer: change.extend({ id }),
    },
  ),
  move: route(
    'POST',
    '/api/v1/plans/move/preview',
    {
      summary:
        'What would become of the grants of the old job, if an appointment changed so; nothing is done',
      asks: ['org.member.move'],
    },
    {
      body: z.strictObject({
        appointmentId: id,
        departmentId: id.optional(),
        positionId: id.nullable().optional(),
      }),
      answer: z.object({
        memberId: id,
        /** When what ends later ends. */
        due: instant,
        /** Grants and scoped seats that somebody was given personally. */
        held: z.array(
          z.object({
            kind: z.enum(['grant', 'seat']),
            id,
            /** Empty for a seat: its permissions say what it is. */
            label: z.string(),
            risk: z.enum(['low', 'medium', 'high', 'critical']),
            permissions: z.array(z.string()),
            until: instant.nullable(),
            /** `now`: ends with the move. `later`: after the grace. `job`: the new job gives it anyway. */
            goes: z.enum(['now', 'later', 'job']),
          }),
        ),
      }),
    },
  ),
  list: route(
    'GET',
    '/api/v1/plans',
    { summary: 'Plans, newest first', asks: ['perm.view'] },
    {
      query: z.strictObject({ ...pageQuery, state: planState.optional(), memberId: id.optional() }),
      answer: page(planLine),
    },
  ),
  one: route(
    'GET',
    '/api/v1/plans/:planId',
    { summary: 'One plan', asks: ['perm.view'] },
    { params: byPlan, answer: plan },
  ),
  items: route(
    'GET',
    '/api/v1/plans/:planId/people',
    { summary: 'The people of a plan whom the reader may look at', asks: ['perm.view'] },
    {
      params: byPlan,
      query: z.strictObject({ ...pageQuery, state: planItemState.optional() }),
      answer: page(planItem),
    },
  ),
  agree: route(
    'POST',
    '/api/v1/plans/:planId/agree',
    { summary: 'Agree to a plan for many people, as a second person', asks: [...asks] },
    {
      params: byPlan,
      /** How many people it is about: whoever agrees has read it. */
      body: z.strictObject({ people: z.number().int().min(1) }),
      answer: change,
    },
  ),
  cancel: route(
    'POST',
    '/api/v1/plans/:planId/cancel',
    { summary: 'Cancel a plan for some of its people, or for all that are still to come', asks: [...asks] },
    {
      params: byPlan,
      body: z.strictObject({ memberIds: some, because: reason }),
      answer: change.extend({ cancelled: z.number().int() }),
    },
  ),
  carryOut: route(
    'POST',
    '/api/v1/plans/:planId/carry-out',
    {
      summary: 'Carry a plan out now, for some of its people or for all; also for those it was held up for',
      asks: [...asks],
    },
    {
      params: byPlan,
      body: z.strictObject({
        memberIds: some,
        /** What has no successor goes to this person's custodian, instead of holding the plan up. */
        urgent: z.boolean().optional(),
      }),
      /** More may be left than one request does: asked again until none is left. */
      answer: z.object({ done: z.number().int(), held: z.number().int(), left: z.number().int() }),
    },
  ),
}
