import { decide, isPermission, permission } from '@hufu/authority'
import type { Decision, Target } from '@hufu/authority'
import { wordsOf } from '@hufu/contract'
import type { DecisionView } from '@hufu/contract'
import { refuse } from '@hufu/kit'
import type { Reading } from '../../platform/http/index.ts'
import { namesWanted, say } from './names.ts'
import { rulesByIds } from './store.ts'
import { permissionWords, showGrants, showRestrictions, whoCouldGive } from './views.ts'
import type { Shown } from './views.ts'

type Asked = { readonly memberId: string; readonly key: string; readonly target: Target; readonly at: number }

/** Why, or why not: the decision with its facts named, in the reader's language. */
export async function explainInWords(
  shown: Shown,
  { memberId, key, target, at }: Asked,
): Promise<DecisionView> {
  if (!isPermission(key)) throw refuse('authority/unknown-permission', { permission: key })
  const { reading, locale, names } = shown
  const decision = decide(reading.facts, { memberId, permission: key, target, at })
  const could = decision.allowed ? [] : whoCouldGive(shown, key, memberId)
  const everyone = { type: 'everyone' } as const
  const known = await names(
    reading.db,
    reading.workspaceId,
    namesWanted([
      { subject: everyone, scope: { type: 'workspace' }, people: could.map((id) => `member:${id}`) },
    ]),
  )
  return {
    allowed: decision.allowed,
    because: decision.because,
    by: await labelled(shown, decision),
    ...(decision.missing === undefined ? {} : { missing: decision.missing }),
    words: sentence(decision, key, locale),
    whoCouldGive: could.map((id) => ({ id, name: known.get(id) ?? id })),
    revision: decision.revision,
  }
}

function sentence(decision: Decision, key: string, locale: 'zh-CN' | 'en-US'): string {
  const words = permissionWords(key, locale)
  if (decision.allowed) return say(locale, `可以使用“${words}”`, `May use “${words}”`)
  return wordsOf(decision.because, locale, { permission: words })
}

async function labelled(shown: Shown, decision: Decision): Promise<DecisionView['by']> {
  const ids = decision.by.map(({ id }) => id)
  const { grants, restrictions } = await rulesByIds(shown.reading.db, shown.reading.workspaceId, ids)
  const [given, placed] = await Promise.all([
    showGrants(shown, grants),
    showRestrictions(shown, restrictions),
  ])
  const known = new Map([...given, ...placed].map((one) => [one.id, one]))
  const fallback = {
    grant: ['授权', 'grant'],
    restriction: ['限制', 'restriction'],
    administrator: ['管理员身份', 'administrator seat'],
    status: ['成员状态', 'member status'],
    relation: ['关系', 'relation'],
  } as const
  return decision.by.map(({ kind, id }) => {
    const one = known.get(id)
    const label =
      one === undefined
        ? say(shown.locale, fallback[kind][0], fallback[kind][1])
        : `${one.subject.label} · ${one.right.label} · ${one.scope.label}`
    const { because = null, givenBy = null, givenAt = null } = one ?? {}
    return { kind, id, label, because, givenBy, givenAt }
  })
}

type Evaluation = {
  readonly subject: { readonly type: string; readonly id: string }
  readonly action: { readonly name: string }
  readonly resource: { readonly type: string; readonly id: string }
  readonly context?: Readonly<Record<string, unknown>> | undefined
}

/** AuthZEN 1.0 evaluation. A subject is a member (id or login); an unknown one, or an unknown action, is a plain no. */
export async function evaluate(
  reading: Reading,
  { subject, action, resource, context }: Evaluation,
  find: (reading: Reading, idOrLogin: string) => Promise<string | null>,
  mayLookAt: (reading: Reading, memberId: string) => void,
): Promise<{ decision: boolean; context?: Record<string, unknown> }> {
  if (subject.type !== 'member') throw refuse('request/invalid', { field: 'subject.type' })
  const memberId = await find(reading, subject.id)
  mayLookAt(reading, memberId ?? reading.memberId)
  if (memberId === null) return { decision: false, context: { reason: 'authority/unknown-member' } }
  if (!isPermission(action.name))
    return { decision: false, context: { reason: 'authority/unknown-permission' } }
  const at = instantOf(context, reading.at)
  const decided = decide(reading.facts, { memberId, permission: action.name, target: targetOf(resource), at })
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

function instantOf(context: Evaluation['context'], now: number): number {
  const time = context?.['time']
  if (time === undefined) return now
  const at = typeof time === 'string' ? Date.parse(time) : Number.NaN
  if (Number.isNaN(at)) throw refuse('request/invalid', { field: 'context.time' })
  return at
}

function targetOf({ type, id }: Evaluation['resource']): Target {
  if (type === 'workspace') return { type }
  if (type === 'department' || type === 'member') return { type, id }
  return { type: 'resource', kind: type, id }
}
