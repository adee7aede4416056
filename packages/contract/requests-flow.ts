import { z } from 'zod'
import { can, id, instant, line, reason } from './common.ts'
import { rejection, routeWho, stageWho } from './requests.ts'
import { right } from './terms.ts'

export const STAGES_MAX = 3
export const QUESTIONS_MAX = 5

/** One stage as the company has set it. */
export const flowStage = z.strictObject({
  who: stageWho,
  /** Of a stage of named people only. */
  memberIds: z.array(id).max(50).optional(),
  /** How many of those who could have to agree. */
  needs: z.number().int().min(1).max(5),
  /** Working hours until it goes on to others. */
  hours: z.number().int().min(1).max(200),
})
export type FlowStage = z.infer<typeof flowStage>

/** What the company asks beside the reason. */
export const flowQuestion = z.strictObject({
  id: line(40),
  zh: line(120),
  en: line(120),
  required: z.boolean(),
})
export type FlowQuestion = z.infer<typeof flowQuestion>

/** How rights are asked for: of a risk, or of one right, which then goes before its risk. */
export const flowRule = z.strictObject({
  risk: z.enum(['low', 'medium', 'high', 'critical']).optional(),
  right: right.optional(),
  requestable: z.boolean(),
  stages: z.array(flowStage).min(1).max(STAGES_MAX),
  /** Days that it may be asked for at most; null: also for good. */
  maxDays: z.number().int().min(1).max(3650).nullable(),
  /** Days with all extensions at most. */
  capDays: z.number().int().min(1).max(3650).nullable(),
  questions: z.array(flowQuestion).max(QUESTIONS_MAX),
})
export type FlowRule = z.infer<typeof flowRule>

export const flow = z.strictObject({
  rules: z.array(flowRule).min(4).max(200),
  /** Days within which a refusal may be appealed, after which an open request lapses, and hours for answers to questions and offers. */
  appealDays: z.number().int().min(1).max(90),
  lapseDays: z.number().int().min(1).max(90),
  answerHours: z.number().int().min(1).max(720),
})
export type Flow = z.infer<typeof flow>

export const flowView = z.object({
  flow,
  version: z.number().int(),
  setBy: z.string().nullable(),
  setAt: instant.nullable(),
  /** Those whom its stages name. */
  people: z.array(z.object({ id, name: z.string(), department: z.string() })),
  can: z.object({ set: can }),
})
export type FlowView = z.infer<typeof flowView>

/** What a flow would have made of requests of the past. */
export const flowDryRun = z.object({
  requests: z.number().int(),
  /** Those that would have gone another way. */
  changed: z.number().int(),
  /** Those that could not be asked any more, and those that nobody could have decided. */
  refused: z.number().int(),
  stuck: z.number().int(),
  stagesBefore: z.number().int(),
  stagesAfter: z.number().int(),
  items: z.array(
    z.object({
      id,
      name: z.string(),
      label: z.string(),
      before: z.array(routeWho),
      after: z.array(routeWho),
      problem: z.string().nullable(),
    }),
  ),
})
export type FlowDryRun = z.infer<typeof flowDryRun>

const rate = z.object({ of: z.number().int(), count: z.number().int() })

/** How asking goes in this company. */
export const requestMeasures = z.object({
  since: instant,
  submitted: z.number().int(),
  open: z.number().int(),
  overdue: z.number().int(),
  /** Hours from asking to the answer, of those that were answered: half of them took no longer, nine in ten. */
  medianHours: z.number().nullable(),
  p90Hours: z.number().nullable(),
  rejected: rate,
  overturned: rate,
  lapsed: rate,
  rejections: z.array(z.object({ code: rejection, count: z.number().int() })),
  approvers: z.array(
    z.object({
      memberId: id,
      name: z.string(),
      department: z.string(),
      decided: z.number().int(),
      waiting: z.number().int(),
      medianHours: z.number().nullable(),
      /** What went on to others, or lapsed, while they had it. */
      missed: z.number().int(),
      overturned: z.number().int(),
    }),
  ),
  /** A position whose people ask for the same again and again: it belongs into the template. */
  suggestions: z.array(
    z.object({
      positionId: id,
      position: z.string(),
      permission: z.string(),
      people: z.number().int(),
      requests: z.number().int(),
      granted: z.number().int(),
    }),
  ),
})
export type RequestMeasures = z.infer<typeof requestMeasures>

/** Whoever decides in somebody's stead for a time. */
export const deputy = z.object({
  id,
  memberId: id,
  name: z.string(),
  department: z.string(),
  from: instant,
  until: instant,
  because: z.string(),
  state: z.enum(['coming', 'now', 'over']),
})
export type DeputyView = z.infer<typeof deputy>

export const deputyBody = z.strictObject({ deputyId: id, from: instant, until: instant, because: reason })
