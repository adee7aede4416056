/** AuthZEN 1.0 as a decision point: subjects are members (by id or login), actions permissions, resources our targets. */
import {
  decide,
  isPermission,
  permission,
  resourcesOf,
  searchTargets,
  whatCan,
  whoCan,
} from '@hufu/authority'
import type { PermissionKey, Target } from '@hufu/authority'
import { refuse } from '@hufu/kit'
import type { Reading } from '../../platform/http/index.ts'
import { momentOf } from './asking.ts'
import type { Moment } from './asking.ts'

type Context = Readonly<Record<string, unknown>>
type Entity = { readonly type: string; readonly id: string }
type Evaluation = {
  readonly subject: Entity
  readonly action: { readonly name: string }
  readonly resource: Entity
  readonly context?: Context | undefined
}
type Answer = { decision: boolean; context?: Record<string, unknown> }

/** How members are found and who may be asked about, from the rooms that know. */
export type Asker = {
  readonly reading: Reading
  readonly find: (reading: Reading, idOrLogin: string) => Promise<string | null>
  readonly mayLookAt: (reading: Reading, memberId: string) => void
}

/** One evaluation. An unknown subject or action is a plain no with its reason. */
export async function evaluate(
  asker: Asker,
  { subject, action, resource, context }: Evaluation,
): Promise<Answer> {
  const { reading } = asker
  const memberId = await memberOf(asker, subject)
  asker.mayLookAt(reading, memberId ?? reading.memberId)
  if (memberId === null) return { decision: false, context: { reason: 'authority/unknown-member' } }
  if (!isPermission(action.name))
    return { decision: false, context: { reason: 'authority/unknown-permission' } }
  const { facts, at } = await momentIn(reading, context)
  const decided = decide(facts, { memberId, permission: action.name, target: targetOf(resource), at })
  return {
    decision: decided.allowed,
    context: {
      reason: decided.because,
      by: decided.by,
      revision: decided.revision,
      kind: permission(action.name).kind,
    },
  }
}

type Defaults = {
  readonly [Part in keyof Evaluation]?: Evaluation[Part] | undefined
}
type Batch = Defaults & {
  readonly evaluations?: readonly Defaults[] | undefined
  readonly options?: { readonly evaluations_semantic?: string | undefined } | undefined
}

/** Whether an answer ends a batch of this semantic. */
const endings: Readonly<Record<string, (decision: boolean) => boolean>> = {
  execute_all: () => false,
  deny_on_first_deny: (decision) => !decision,
  permit_on_first_permit: (decision) => decision,
}

/** Several evaluations: top-level values are defaults. Without a list it is one evaluation, answered as one. */
export async function evaluateAll(asker: Asker, batch: Batch): Promise<Answer | { evaluations: Answer[] }> {
  const { evaluations = [], options, ...defaults } = batch
  if (evaluations.length === 0) return evaluate(asker, complete(defaults, 0))
  const semantic = options?.evaluations_semantic ?? 'execute_all'
  const ends = Object.hasOwn(endings, semantic) ? endings[semantic] : undefined
  if (ends === undefined) throw refuse('request/invalid', { field: 'options.evaluations_semantic' })
  const asked = evaluations.map((one, index) => complete({ ...defaults, ...given(one) }, index))
  const answers: Answer[] = []
  for (const one of asked) {
    const answer = await evaluate(asker, one)
    answers.push(answer)
    if (ends(answer.decision)) break
  }
  return { evaluations: answers }
}

const given = (one: Defaults): Defaults =>
  Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined))

function complete({ subject, action, resource, context }: Defaults, index: number): Evaluation {
  if (subject === undefined) throw refuse('request/invalid', { field: `evaluations[${index}].subject` })
  if (action === undefined) throw refuse('request/invalid', { field: `evaluations[${index}].action` })
  if (resource === undefined) throw refuse('request/invalid', { field: `evaluations[${index}].resource` })
  return { subject, action, resource, ...(context === undefined ? {} : { context }) }
}

type PageAsked = { readonly token?: string | undefined; readonly limit?: number | undefined } | undefined
const PAGE_LIMIT = 100

// One more than asked was read, to know whether there are more. The token is the last id, opaque to the caller.
function paged<T>(found: readonly T[], limit: number, idOf: (one: T) => string, total?: number) {
  const results = found.slice(0, limit)
  const last = results.at(-1)
  const next = found.length > limit && last !== undefined ? Buffer.from(idOf(last)).toString('base64url') : ''
  return {
    results,
    page: { next_token: next, count: results.length, ...(total === undefined ? {} : { total }) },
  }
}

const startOf = (page: PageAsked): string | undefined =>
  page?.token === undefined || page.token === '' ? undefined : Buffer.from(page.token, 'base64url').toString()

type SubjectSearch = Omit<Evaluation, 'subject'> & {
  readonly subject: { readonly type: string }
  readonly page?: PageAsked
}

/** Who can: members in the order of their ids. */
export async function searchSubjects(asker: Asker, asked: SubjectSearch) {
  const { reading } = asker
  const limit = asked.page?.limit ?? PAGE_LIMIT
  if (asked.subject.type !== 'member' || !isPermission(asked.action.name))
    return paged<{ type: string; id: string }>([], limit, ({ id }) => id, 0)
  const moment = await momentIn(reading, asked.context)
  const target = targetOf(asked.resource)
  const page = { after: startOf(asked.page), limit: limit + 1 }
  const { ids, total } = whoCan(moment.facts, asked.action.name, target, moment.at, page)
  return paged(
    ids.map((id) => ({ type: 'member', id })),
    limit,
    ({ id }) => id,
    total,
  )
}

type ResourceSearch = Omit<Evaluation, 'resource'> & {
  readonly resource: { readonly type: string }
  readonly page?: PageAsked
}

/** On what: things of one type, in the order of their ids. */
export async function searchResources(asker: Asker, asked: ResourceSearch) {
  const { reading } = asker
  const limit = asked.page?.limit ?? PAGE_LIMIT
  const memberId = await memberOf(asker, asked.subject)
  asker.mayLookAt(reading, memberId ?? reading.memberId)
  const none = paged<{ type: string; id: string }>([], limit, ({ id }) => id)
  if (memberId === null || !isPermission(asked.action.name)) return none
  const moment = await momentIn(reading, asked.context)
  const { type } = asked.resource
  const ids = allowedOn(moment, memberId, asked.action.name, type, startOf(asked.page), limit + 1)
  return paged(
    ids.map((id) => ({ type, id })),
    limit,
    ({ id }) => id,
  )
}

function allowedOn(
  { facts, at }: Moment,
  memberId: string,
  key: PermissionKey,
  type: string,
  after: string | undefined,
  limit: number,
): readonly string[] {
  if (type === 'workspace') {
    const id = facts.workspaceId ?? ''
    const { allowed } = decide(facts, { memberId, permission: key, target: { type }, at })
    return allowed && (after === undefined || id > after) ? [id] : []
  }
  return searchTargets(facts, {
    memberId,
    key,
    ids: resourcesOf(facts, type),
    target: (id) => targetOf({ type, id }),
    at,
    after,
    limit,
  })
}

type ActionSearch = Omit<Evaluation, 'action'> & { readonly page?: PageAsked }

/** What: permissions in the order of the catalogue. */
export async function searchActions(asker: Asker, asked: ActionSearch) {
  const { reading } = asker
  const limit = asked.page?.limit ?? PAGE_LIMIT
  const memberId = await memberOf(asker, asked.subject)
  asker.mayLookAt(reading, memberId ?? reading.memberId)
  const { facts, at } = await momentIn(reading, asked.context)
  const keys = memberId === null ? [] : whatCan(facts, memberId, targetOf(asked.resource), at)
  const start = startOf(asked.page)
  const from = start === undefined ? 0 : keys.findIndex((key) => key === start) + 1
  return paged(
    keys.slice(from, from + limit + 1).map((name) => ({ name })),
    limit,
    ({ name }) => name,
    keys.length,
  )
}

const memberOf = async ({ reading, find }: Asker, subject: Entity): Promise<string | null> =>
  subject.type === 'member' ? find(reading, subject.id) : null

function momentIn(reading: Reading, context: Context | undefined): Promise<Moment> {
  const time = context?.['time']
  if (time === undefined) return momentOf(reading, undefined)
  if (typeof time !== 'string' || Number.isNaN(Date.parse(time)))
    throw refuse('request/invalid', { field: 'context.time' })
  return momentOf(reading, time)
}

function targetOf({ type, id }: Entity): Target {
  if (type === 'workspace') return { type }
  if (type === 'department' || type === 'member') return { type, id }
  return { type: 'resource', kind: type, id }
}

/** Where the doors are: the metadata of the standard. */
export const authzenMetadata = (publicUrl: string): Record<string, unknown> => ({
  policy_decision_point: publicUrl,
  access_evaluation_endpoint: `${publicUrl}/access/v1/evaluation`,
  access_evaluations_endpoint: `${publicUrl}/access/v1/evaluations`,
  search_subject_endpoint: `${publicUrl}/access/v1/search/subject`,
  search_resource_endpoint: `${publicUrl}/access/v1/search/resource`,
  search_action_endpoint: `${publicUrl}/access/v1/search/action`,
})
