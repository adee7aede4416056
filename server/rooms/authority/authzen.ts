/** AuthZEN 1.0 as a decision point: subjects are members (by id or login), actions permissions, resources our targets. */
import { decide, isPermission, permission } from '@hufu/authority'
import type { Decision, Target } from '@hufu/authority'
import { refuse } from '@hufu/kit'
import type { Reading } from '../../platform/http/index.ts'
import { momentOf, presentOf } from './asking.ts'
import type { Moment } from './asking.ts'
import type { Found } from './looking.ts'

export type Context = Readonly<Record<string, unknown>>
export type Entity = { readonly type: string; readonly id: string }
type Evaluation = {
  readonly subject: Entity
  readonly action: { readonly name: string }
  readonly resource: Entity
  readonly context?: Context | undefined
}
type Answer = {
  readonly decision: boolean
  readonly context: {
    readonly reason: string
    readonly by?: Decision['by']
    readonly revision?: number
    readonly kind?: string
    readonly error?: { readonly status: number; readonly message: string }
  }
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
  return answerOf(moment, memberId, asked)
}

const notFound = (reason: string, what: string): Answer => ({
  decision: false,
  context: { reason, error: { status: 404, message: `${what} not found` } },
})

function answerOf({ facts, at }: Moment, memberId: string | null, { action, resource }: Evaluation): Answer {
  if (memberId === null) return notFound('authority/unknown-member', 'Subject')
  if (!isPermission(action.name)) return notFound('authority/unknown-permission', 'Action')
  const target = targetOf(resource)
  const { allowed, because, by, revision } = decide(facts, { memberId, permission: action.name, target, at })
  if (because === 'authority/unknown-target') return notFound(because, 'Resource')
  return { decision: allowed, context: { reason: because, by, revision, kind: permission(action.name).kind } }
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
  const asked = evaluations.map((one, index) => complete(withDefaults(one, defaults), index))
  const answers: Answer[] = []
  const looking = onceEach(asker)
  const now = presentOf(asker.reading)
  for (const one of asked) {
    const found = looking(one.subject)
    const memberId = found instanceof Promise ? await found : found
    const moment = one.context === undefined ? now : await momentIn(asker.reading, one.context)
    const answer = answerOf(moment, memberId, one)
    answers.push(answer)
    if (ends(answer.decision)) break
  }
  return { evaluations: answers }
}

// Many questions about one person are one search and one look at them, asked again when the answer leaves.
function onceEach(asker: Asker): (subject: Entity) => Found {
  const { reading, mayLookAt } = asker
  const looked = new Map<string, string | null>()
  return (subject) => {
    const named = `${subject.type} ${subject.id}`
    const known = looked.get(named)
    if (known !== undefined) return known
    const look = (memberId: string | null): string | null => {
      mayLookAt(reading, memberId ?? reading.memberId)
      looked.set(named, memberId)
      return memberId
    }
    const found = memberOf(asker, subject)
    return found instanceof Promise ? found.then(look) : look(found)
  }
}

const withDefaults = (one: Defaults, defaults: Defaults): Defaults => ({
  subject: one.subject ?? defaults.subject,
  action: one.action ?? defaults.action,
  resource: one.resource ?? defaults.resource,
  context: one.context ?? defaults.context,
})

function complete({ subject, action, resource, context }: Defaults, index: number): Evaluation {
  if (subject === undefined) throw refuse('request/invalid', { field: `evaluations[${index}].subject` })
  if (action === undefined) throw refuse('request/invalid', { field: `evaluations[${index}].action` })
  if (resource === undefined) throw refuse('request/invalid', { field: `evaluations[${index}].resource` })
  return { subject, action, resource, context }
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
