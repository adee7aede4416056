import type { HideableField, VisibilityRuleView, VisibilityTerms } from '@hufu/contract'
import type { Chosen } from '../../ui/picker.ts'
import type { Named } from './viewers-field.tsx'

export const kinds = ['hide', 'fields', 'limit', 'shield'] as const
export type Kind = (typeof kinds)[number]
export const fieldNames: readonly HideableField[] = [
  'phone',
  'email',
  'login',
  'employeeNo',
  'manager',
  'position',
]
export const reaches = ['itself', 'below', 'custom'] as const
export type About = 'member' | 'department' | 'everyone'

/** Whom each kind of rule can be about. */
export const aboutTypes: Readonly<Record<Kind, readonly About[]>> = {
  hide: ['member', 'department'],
  fields: ['member', 'department', 'everyone'],
  limit: ['department'],
  shield: ['member'],
}

/** What the form of a rule holds. */
export type RuleValues = {
  readonly kind: Kind
  readonly aboutType: About
  readonly about: readonly Chosen[]
  readonly fields: readonly HideableField[]
  readonly reach: (typeof reaches)[number]
  readonly list: readonly Named[]
  readonly viewers: readonly Named[]
  readonly because: string
}

/** A form's values as the request takes them; `null` while something is missing. */
export function termsOf(values: Partial<RuleValues>): VisibilityTerms | null {
  const { kind, aboutType, fields = [], reach = 'itself' } = values
  if (kind === undefined || aboutType === undefined) return null
  const [one] = values.about ?? []
  const viewers = refs(values.viewers ?? [])
  if (kind === 'fields' && fields.length > 0 && aboutType === 'everyone')
    return { kind, about: { type: 'everyone' }, fields: [...fields], viewers }
  if (one === undefined || one.type !== aboutType) return null
  const { type, id } = one
  if (kind === 'hide') return { kind, about: { type, id }, viewers }
  if (kind === 'fields')
    return fields.length === 0 ? null : { kind, about: { type, id }, fields: [...fields], viewers }
  if (kind === 'limit') {
    const list = (values.list ?? []).flatMap((each) =>
      each.type === 'group' ? [] : [{ type: each.type, id: each.id }],
    )
    return { kind, about: { type: 'department', id }, reach, list: reach === 'custom' ? list : [], viewers }
  }
  return { kind, about: { type: 'member', id }, viewers }
}

const refs = (named: readonly Named[]) => named.map(({ type, id }) => ({ type, id }))

/** A rule as the form shows it. */
export function valuesOf(rule: VisibilityRuleView): Partial<RuleValues> {
  const { about } = rule
  const named = (list: VisibilityRuleView['viewers']): Named[] =>
    list.flatMap(({ type, id, label }) =>
      id !== null && (type === 'member' || type === 'department' || type === 'group')
        ? [{ type, id, name: label }]
        : [],
    )
  const type = about.type === 'department' || about.type === 'everyone' ? about.type : 'member'
  return {
    kind: rule.kind,
    aboutType: type,
    about: about.id === null || type === 'everyone' ? [] : [{ type, id: about.id, name: about.label }],
    fields: rule.fields,
    reach: rule.reach ?? 'itself',
    list: named(rule.list),
    viewers: named(rule.viewers),
  }
}
