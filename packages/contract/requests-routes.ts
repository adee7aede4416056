import { z } from 'zod'
import { SEARCH_MAX, can, change, id, instant, line, page, pageQuery, reason, text } from './common.ts'
import { route } from './define.ts'
import { deputy, deputyBody, flow, flowDryRun, flowView, requestMeasures } from './requests-flow.ts'
import {
  rejection,
  requestBody,
  requestCard,
  requestKind,
  requestLine,
  requestState,
  requestTerms,
  requestView,
  requestedRight,
  routeWho,
} from './requests.ts'

const byRequest = z.strictObject({ requestId: id })
const decides = ['request.answer', 'request.approve', 'request.appeal.decide'] as const
const looks = ['request.submit', 'request.answer', 'request.approve'] as const
const made = change.extend({ id, state: requestState })
const moved = change.extend({ state: requestState })
const words = text(2000)

const act = <B extends z.ZodType>(verb: string, summary: string, body: B) =>
  route(
    'POST',
    `/api/v1/requests/:requestId/${verb}`,
    { summary, asks: ['request.submit'] },
    { params: byRequest, body, answer: moved },
  )

/** What may be asked for, who would decide, and how long it usually takes. */
const askable = z.object({
  right: requestedRight,
  module: z.string(),
  held: z.boolean(),
  /** Whether it may be asked for, and otherwise why not. */
  ask: can,
  stages: z.array(z.object({ who: routeWho, needs: z.number().int(), names: z.array(z.string()) })),
  /** Hours from asking to the answer, of half of those answered lately; null while too few were. */
  usualHours: z.number().nullable(),
  maxDays: z.number().int().nullable(),
  questions: z.array(z.object({ id: z.string(), words: z.string(), required: z.boolean() })),
})
export type Askable = z.infer<typeof askable>

const suspension = z.object({
  at: instant,
  by: z.string(),
  because: z.string(),
  reason: z.string(),
  /** By which it may be contested; null where it was made before there were any. */
  revocationId: id.nullable(),
  /** Whom a request to be restored would be put to. */
  contacts: z.array(z.object({ id, name: z.string(), department: z.string() })),
})
export type Suspension = z.infer<typeof suspension>

export const requests = {
  askable: route(
    'GET',
    '/api/v1/requests/askable',
    { summary: 'What I, or the person named, may ask for and who decides', asks: ['request.submit'] },
    {
      query: z.strictObject({ memberId: id.optional() }),
      answer: z.object({ items: z.array(askable) }),
    },
  ),
  screen: route(
    'POST',
    '/api/v1/requests/screen',
    { summary: 'What would become of a request; nothing is done', asks: ['request.submit'] },
    {
      body: z.strictObject(requestBody).partial({ because: true, need: true }),
      answer: z.object({
        outcome: z.enum(['ok', 'held', 'refused']),
        code: z.string().nullable(),
        words: z.string(),
        until: instant.nullable(),
        lifts: z.number().int(),
        stages: z.array(
          z.object({ who: routeWho, needs: z.number().int(), names: z.array(z.string()), hours: z.number() }),
        ),
        questions: z.array(z.object({ id: z.string(), words: z.string(), required: z.boolean() })),
        usualHours: z.number().nullable(),
      }),
    },
  ),
  ask: route(
    'POST',
    '/api/v1/requests',
    { summary: 'Ask for a right, for more time, or for the account', asks: ['request.submit'] },
    { body: z.strictObject({ ...requestBody, draft: z.boolean().optional() }), answer: made },
  ),
  edit: route(
    'PUT',
    '/api/v1/requests/:requestId',
    { summary: 'Change a draft', asks: ['request.submit'] },
    { params: byRequest, body: z.strictObject(requestBody), answer: moved },
  ),
  submit: act('submit', 'Ask what a draft says', z.undefined()),
  confirm: act('confirm', 'Confirm what somebody else asks for me', z.undefined()),
  withdraw: act('withdraw', 'Take a request back, or throw a draft away', z.strictObject({ because: words })),
  answer: act('answer', 'Answer what an approver has asked', z.strictObject({ words: reason })),
  accept: act('accept', 'Take what an approver offers instead', z.strictObject({ termsHash: line(100) })),
  decline: act('decline', 'Stay with what was asked', z.strictObject({ because: words })),
  appeal: act(
    'appeal',
    'Have a refusal looked at by people who have not decided',
    z.strictObject({ because: reason, evidence: requestBody.evidence }),
  ),
  invite: act(
    'invite',
    'Ask colleagues to say that it is needed',
    z.strictObject({ memberIds: z.array(id).min(1).max(20) }),
  ),
  say: act('say', 'Say something to those concerned', z.strictObject({ words: reason })),
  endorse: act(
    'endorse',
    'Say that a colleague needs it, or join their appeal, when they asked for it',
    z.strictObject({ words: reason, joins: z.boolean() }),
  ),
  decide: route(
    'POST',
    '/api/v1/requests/:requestId/decide',
    { summary: 'Decide a request, or an appeal', asks: decides },
    {
      params: byRequest,
      body: z.strictObject({
        verdict: z.enum(['approve', 'reject', 'ask', 'offer']),
        /** Of the terms that were read: others are not decided by it. */
        termsHash: line(100),
        because: words,
        code: rejection.optional(),
        /** Narrower terms, of an offer. */
        offer: z.strictObject(requestTerms).optional(),
      }),
      answer: moved,
    },
  ),
  one: route(
    'GET',
    '/api/v1/requests/:requestId',
    { summary: 'One request with everything said about it', asks: looks },
    { params: byRequest, answer: requestView },
  ),
  card: route(
    'GET',
    '/api/v1/requests/:requestId/card',
    { summary: 'What an approver looks at before deciding', asks: decides },
    { params: byRequest, answer: requestCard },
  ),
  mine: route(
    'GET',
    '/api/v1/me/requests',
    { summary: 'What I asked for and what was asked for me, newest first', asks: ['request.submit'] },
    {
      query: z.strictObject({ ...pageQuery, open: z.enum(['true', 'false']).optional() }),
      answer: page(requestLine),
    },
  ),
  waiting: route(
    'GET',
    '/api/v1/requests/waiting',
    { summary: 'What waits for me to decide, the most urgent first', asks: ['request.answer'] },
    {
      /** `decided`: in place of what waits, what I decided lately, newest first. */
      query: z.strictObject({ ...pageQuery, decided: z.enum(['true']).optional() }),
      answer: page(requestLine).extend({ overdue: z.number().int() }),
    },
  ),
  list: route(
    'GET',
    '/api/v1/requests',
    { summary: 'Requests of the people one may look at, newest first', asks: ['request.approve'] },
    {
      query: z.strictObject({
        ...pageQuery,
        state: requestState.optional(),
        kind: requestKind.optional(),
        memberId: id.optional(),
        permission: line(60).optional(),
        overdue: z.enum(['true']).optional(),
        search: line(SEARCH_MAX).optional(),
      }),
      answer: page(requestLine),
    },
  ),
  appeals: route(
    'GET',
    '/api/v1/requests/appeals',
    { summary: 'Open appeals', asks: ['request.appeal.decide'] },
    { query: z.strictObject(pageQuery), answer: page(requestLine) },
  ),
  suspension: route(
    'GET',
    '/api/v1/me/suspension',
    {
      summary: 'Why my account is suspended, and whom to speak to; null while it is not',
      asks: ['audit.self.view'],
    },
    { answer: z.object({ suspension: suspension.nullable() }) },
  ),
  flow: route(
    'GET',
    '/api/v1/requests/flow',
    { summary: 'How rights are asked for in this company', asks: ['request.approve'] },
    { answer: flowView },
  ),
  setFlow: route(
    'PUT',
    '/api/v1/requests/flow',
    { summary: 'Set how rights are asked for', asks: ['request.flow.manage'] },
    {
      body: z.strictObject({ flow, version: z.number().int(), because: reason }),
      answer: change.extend({ version: z.number().int() }),
    },
  ),
  dryRun: route(
    'POST',
    '/api/v1/requests/flow/dry-run',
    { summary: 'What a flow would make of requests of the past', asks: ['request.flow.manage'] },
    { body: z.strictObject({ flow }), answer: flowDryRun },
  ),
  measures: route(
    'GET',
    '/api/v1/requests/measures',
    { summary: 'How long answers take, and who is asked in vain', asks: ['request.approve'] },
    {
      query: z.strictObject({ days: z.coerce.number().int().min(1).max(730).optional() }),
      answer: requestMeasures,
    },
  ),
  deputies: route(
    'GET',
    '/api/v1/me/deputies',
    { summary: 'Who decides in my stead, and in whose stead I do', asks: ['request.answer'] },
    { answer: z.object({ mine: z.array(deputy), others: z.array(deputy) }) },
  ),
  setDeputy: route(
    'POST',
    '/api/v1/me/deputies',
    { summary: 'Have somebody decide in my stead for a time', asks: ['request.answer'] },
    { body: deputyBody, answer: change.extend({ id }) },
  ),
  endDeputy: route(
    'POST',
    '/api/v1/me/deputies/:deputyId/end',
    { summary: 'Decide for myself again', asks: ['request.answer'] },
    { params: z.strictObject({ deputyId: id }), answer: change },
  ),
}

const report = z.object({
  id,
  by: z.object({ id, name: z.string(), department: z.string() }),
  at: instant,
  words: z.string(),
  /** The page it was written on, as a path, and the permission it is about, where one was known. */
  page: z.string(),
  permission: z.string().nullable(),
  state: z.enum(['open', 'answered']),
  to: z.array(z.string()),
  answer: z.string().nullable(),
  answeredBy: z.string().nullable(),
  answeredAt: instant.nullable(),
  can: z.object({ answer: can }),
})
export type ProblemReport = z.infer<typeof report>

export const problemReports = {
  make: route(
    'POST',
    '/api/v1/problem-reports',
    {
      summary: 'Say that something is wrong with permissions; nothing is asked for',
      asks: ['request.submit'],
    },
    {
      body: z.strictObject({ words: reason, page: text(300), permission: line(60).optional() }),
      answer: change.extend({ id }),
    },
  ),
  mine: route(
    'GET',
    '/api/v1/me/problem-reports',
    { summary: 'What I reported, newest first', asks: ['request.submit'] },
    { query: z.strictObject(pageQuery), answer: page(report) },
  ),
  list: route(
    'GET',
    '/api/v1/problem-reports',
    { summary: 'What people I am responsible for reported, newest first', asks: ['request.approve'] },
    {
      query: z.strictObject({ ...pageQuery, open: z.enum(['true', 'false']).optional() }),
      answer: page(report).extend({ open: z.number().int() }),
    },
  ),
  answer: route(
    'POST',
    '/api/v1/problem-reports/:reportId/answer',
    { summary: 'Answer a report', asks: ['request.approve'] },
    { params: z.strictObject({ reportId: id }), body: z.strictObject({ answer: reason }), answer: change },
  ),
}
