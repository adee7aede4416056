import type { Evidence, RequestNeed, RequestView, ShownTerms } from '@hufu/contract'
import { isWhole, sentScope } from '../rights/sent-scope.ts'
import type { Scope } from '../rights/sent-scope.ts'
import type { Chosen } from '../ui/picker.ts'
import { sentEvidence } from './evidence.ts'
import type { EvidenceChosen } from './evidence.ts'
import { DAY } from './spans.ts'

/** When it is to end: so many minutes after it is given, at an instant, or never. */
export type AskEnd =
  | { readonly way: 'lasts'; readonly minutes: number }
  | { readonly way: 'until'; readonly at: string }
  | { readonly way: 'forever' }

/** What a person fills in to ask for rights. */
export type AskValues = {
  /** Nobody: for whoever asks. */
  readonly member: readonly Chosen[]
  /** `permission:KEY` or `role:ID`. */
  readonly rights: readonly string[]
  readonly scope: Scope
  readonly from: string | null
  readonly end: AskEnd
  readonly need: RequestNeed
  readonly because: string
  readonly evidence: readonly EvidenceChosen[]
  readonly answers: Readonly<Record<string, string>>
}

/** Temporary unless said otherwise. */
export const DEFAULT_DAYS = 7

/** What the form begins with. */
export const firstValues: AskValues = {
  member: [],
  rights: [],
  scope: { type: 'workspace' },
  from: null,
  end: { way: 'lasts', minutes: DEFAULT_DAYS * DAY },
  need: 'work',
  because: '',
  evidence: [],
  answers: {},
}

/** A right as the form keeps it. */
export const rightKey = (
  right:
    | { readonly type: 'permission'; readonly key: string }
    | { readonly type: 'role'; readonly id: string },
): string => (right.type === 'role' ? `role:${right.id}` : `permission:${right.key}`)

/** A right as the contract takes it. */
export function sentRight(key: string) {
  const rest = key.slice(key.indexOf(':') + 1)
  return key.startsWith('role:')
    ? { type: 'role' as const, id: rest }
    : { type: 'permission' as const, key: rest }
}

/** Whether enough is chosen to ask what would become of it. */
export const canScreen = ({ rights, scope }: AskValues): boolean => rights.length > 0 && isWhole(scope)

/** An end as the contract takes it. */
export function sentEnd(end: AskEnd): { until: string } | { lasts: number } | { until: null } {
  if (end.way === 'lasts') return { lasts: end.minutes }
  return end.way === 'until' ? { until: end.at } : { until: null }
}

/** What was filled in, as the contract takes it. Answers to questions that are not asked any more stay behind. */
export function bodyOf(
  values: AskValues,
  me: string,
  revocationId: string | undefined,
  asked: readonly string[],
) {
  const [member] = values.member
  const answers = Object.fromEntries(
    Object.entries(values.answers).filter(([id, words]) => asked.includes(id) && words.trim() !== ''),
  )
  const evidence: Evidence[] = sentEvidence(values.evidence)
  return {
    kind: 'right' as const,
    ...(member === undefined || member.id === me ? {} : { memberId: member.id }),
    rights: values.rights.map(sentRight),
    scope: sentScope(values.scope),
    ...(values.from === null ? {} : { from: values.from }),
    ...sentEnd(values.end),
    need: values.need,
    because: values.because.trim(),
    ...(evidence.length === 0 ? {} : { evidence }),
    ...(Object.keys(answers).length === 0 ? {} : { answers }),
    ...(revocationId === undefined ? {} : { revocationId }),
  }
}

/** Terms as the form keeps them; a beginning or an end that has passed is left out. */
export function termsValues(
  terms: ShownTerms,
  now: number,
): Pick<AskValues, 'rights' | 'scope' | 'from' | 'end'> {
  const { rights, scope, from, until, lasts } = terms
  const later = (at: string | null): at is string => at !== null && new Date(at).getTime() > now
  return {
    rights: rights.map(rightKey),
    scope: scopeOf(scope),
    from: later(from) ? from : null,
    end: later(until)
      ? { way: 'until', at: until }
      : lasts !== null
        ? { way: 'lasts', minutes: lasts }
        : until === null
          ? { way: 'forever' }
          : firstValues.end,
  }
}

function scopeOf(scope: ShownTerms['scope']): Scope {
  if (scope.type === 'departments') return { type: scope.type, ids: scope.ids }
  return scope.type === 'resource'
    ? { type: scope.type, kind: scope.kind, id: scope.id }
    : { type: scope.type }
}

/** What a request says, to be changed or asked again; of its evidence, what its reader can still see. */
export function valuesOf(view: RequestView, me: string, now: number): AskValues {
  const { member, terms, need, because, evidence, answers } = view
  return {
    ...firstValues,
    ...(terms === null ? {} : termsValues(terms, now)),
    member:
      member.id === me ? [] : [{ type: 'member', id: member.id, name: member.name, hint: member.department }],
    need,
    because,
    evidence: evidence.flatMap(({ ref, label }) => (ref === null ? [] : [{ sent: ref, label }])),
    answers: Object.fromEntries(answers.map(({ id, answer }) => [id, answer])),
  }
}

/** The scope for a place as an address says it; a person is no place that rights are asked for. */
export function scopeAt(place: string | undefined): Scope {
  const [kind = '', ...rest] = (place ?? '').split(':')
  const id = rest.join(':')
  if (id === '' || kind === 'member' || kind === 'self') return { type: 'workspace' }
  if (kind === 'department') return { type: 'departments', ids: [id] }
  return { type: 'resource', kind, id }
}
