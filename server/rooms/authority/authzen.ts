/** AuthZEN 1.0 as a decision point: subjects are members (by id or login), actions permissions, resources our targets. */
import { decideAs, handleOf, permission } from '@hufu/authority'
import type { Decision, DecisionCode, PermissionKind, Target } from '@hufu/authority'
import { refuse } from '@hufu/kit'
import type { Reading } from '../../platform/http/index.ts'
import { momentOf, presentOf } from './asking.ts'
import type { Moment } from './asking.ts'
import { mayLookOver } from './looking.ts'
import type { Found } from './looking.ts'

export type Context = Readonly<Record<string, unknown>>
export type Entity = { readonly type: string; readonly id: string }
type Evaluation = {
  readonly subject: Entity
  readonly action: { readonly name: string }
  readonly resource: Entity
  readonly context?: Context | undefined
}
/** A decision with what it rests on, or what of the question could not be found. */
export type Answer = {
  readonly decision: boolean
  readonly context:
    | {
        readonly reason: DecisionCode
        readonly by: Decision['by']
        readonly revision: number
        readonly kind: PermissionKind
      }
    | { readonly reason: string; readonly error: { readonly status: number; readonly message: string } }
}

/** How members are found and who may be asked about, from the rooms that know. */
export type Asker = {
  readonly reading: Reading
  readonly find: (reading: Reading, idOrLogin: string) => Found
  readonly mayLookAt: (reading: Reading, memberId: string) => void
}

/** One evaluation. An unknown subject, action or resource is a plain no with its reason. */
export async function evaluate(asker: Asker, asked: Evaluation): Promise<Answer> {
  const { reading, mayLookAt } = asker
  const found = memberOf(asker, asked.subject)
  const memberId = found instanceof Promise ? await found : found
  mayLookAt(reading, memberId ?? reading.memberId)
  const { context } = asked
  const moment = context === undefined ? presentOf(reading) : await momentIn(reading, context)
  return answerOf(moment, memberId === null ? null : memberIn(moment, memberId), asked)
}

/** A member by id, and by handle in the facts of one moment. */
type Member = { readonly id: string; readonly handle: number }

const memberIn = ({ facts }: Moment, id: string): Member => ({ id, handle: handleOf(facts, id) })

const notFound = (reason: string, what: string): Answer => ({
  decision: false,
  context: { reason, error: { status: 404, message: `${what} not found` } },
})

function answerOf({ facts, at }: Moment, member: Member | null, { action, resource }: Evaluation): Answer {
  if (member === null) return notFound('authority/unknown-member', 'Subject')
  const entry = permission(action.name)
  if (entry === undefined) return notFound('authority/unknown-permission', 'Action')
  const question = { memberId: member.id, permission: entry.key, target: targetOf(resource), at }
  const { allowed, because, by, revision } = decideAs(facts, member.handle, question)
  if (because === 'authority/unknown-target') return notFound(because, 'Resource')
  return { decision: allowed, context: { reason: because, by, revision, kind: entry.kind } }
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
  if (evaluations.length === 0) return evaluate(asker, complete(defaults, {}, 0))
  const semantic = options?.evaluations_semantic ?? 'execute_all'
  const ends = Object.hasOwn(endings, semantic) ? endings[semantic] : undefined
  if (ends === undefined) throw refuse('request/invalid', { field: 'options.evaluations_semantic' })
  const asked = evaluations.map((one, index) => complete(one, defaults, index))
  const answers: Answer[] = []
  const now = presentOf(asker.reading)
  const looking = onceEach(asker, now)
  for (const one of asked) {
    const found = looking(one.subject)
    const member = found instanceof Promise ? await found : found
    const answer =
      one.context === undefined ? answerOf(now, member, one) : await answerThen(asker, member, one)
    answers.push(answer)
    if (ends(answer.decision)) break
  }
  return { evaluations: answers }
}

// Facts of another moment have handles of their own.
async function answerThen({ reading }: Asker, member: Member | null, asked: Evaluation): Promise<Answer> {
  const moment = await momentIn(reading, asked.context)
  return answerOf(moment, member === null ? null : memberIn(moment, member.id), asked)
}

// Many questions about one person are one search and one look at them, asked again when the answer leaves.
function onceEach(asker: Asker, now: Moment): (subject: Entity) => Member | null | Promise<Member | null> {
  const { reading, find, mayLookAt } = asker
  const mayLook = mayLookOver(reading, now.facts)
  // Those named by what the facts do not know: a login, a phone, or nobody.
  const searched = new Map<string, Member | null>()
  let last: Member | null = null
  const look = (member: Member): Member => {
    mayLook(member.id, member.handle)
    return (last = member)
  }
  const keep = (named: string, id: string | null): Member | null => {
    if (id === null) mayLookAt(reading, reading.memberId)
    const member = id === null ? null : look(memberIn(now, id))
    searched.set(named, member)
    return member
  }
  return ({ type, id }) => {
    const named = subjectTypes.has(type) ? id : ''
    if (last?.id === named) return last
    const member = memberIn(now, named)
    if (member.handle >= 0) return look(member)
    const known = searched.get(named)
    if (known !== undefined) return known
    const found = named === '' ? null : find(reading, named)
    return found instanceof Promise ? found.then((id) => keep(named, id)) : keep(named, found)
  }
}

// An evaluation with what it leaves to the batch.
function complete(one: Defaults, defaults: Defaults, index: number): Evaluation {
  const subject = one.subject ?? defaults.subject
  const action = one.action ?? defaults.action
  const resource = one.resource ?? defaults.resource
  if (subject === undefined) throw refuse('request/invalid', { field: `evaluations[${index}].subject` })
  if (action === undefined) throw refuse('request/invalid', { field: `evaluations[${index}].action` })
  if (resource === undefined) throw refuse('request/invalid', { field: `evaluations[${index}].resource` })
  return { subject, action, resource, context: one.context ?? defaults.context }
}

/** Types of subjects that are members: our word for them, and the standard's own examples'. */
export const subjectTypes: ReadonlySet<string> = new Set(['member', 'user'])

/** The member a subject names by id, login or phone; null when there is none. */
export const memberOf = ({ reading, find }: Asker, { type, id }: Entity): Found =>
  subjectTypes.has(type) ? find(reading, id) : null

/** The moment a context asks about: `time`, past or future, else now. */
export function momentIn(reading: Reading, context: Context | undefined): Promise<Moment> {
  const time = context?.['time']
  if (time === undefined) return momentOf(reading, undefined)
  if (typeof time !== 'string' || Number.isNaN(Date.parse(time)))
    throw refuse('request/invalid', { field: 'context.time' })
  return momentOf(reading, time)
}

/** A resource as a target: a workspace, department or member, or a resource of the kind its type names. */
export function targetOf({ type, id }: Entity): Target {
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
