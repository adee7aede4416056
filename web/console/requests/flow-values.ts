import type { Flow, FlowQuestion, FlowRule, FlowStage } from '@hufu/contract'
import type { Chosen } from '../../ui/picker.ts'

type Person = { readonly id: string; readonly name: string; readonly department: string }

/** A rule as its form keeps it. */
export type RuleValues = {
  readonly requestable: boolean
  readonly stages: readonly StageValues[]
  readonly maxDays: number | null
  readonly capDays: number | null
  readonly questions: readonly FlowQuestion[]
}
type StageValues = Pick<FlowStage, 'who' | 'needs' | 'hours'> & { readonly people?: readonly Chosen[] }

/** Of whom a rule speaks: a risk, or one right. */
export type Whose = Pick<FlowRule, 'risk' | 'right'>

/** One rule of a flow tells itself from the others by the risk or the right it speaks of. */
export const whoseKey = ({ risk, right }: Whose): string =>
  right === undefined
    ? `risk:${risk ?? ''}`
    : right.type === 'role'
      ? `role:${right.id}`
      : `permission:${right.key}`

/** What the form begins with; people of whom only the id is known stand by it. */
export const valuesOfRule = (rule: FlowRule, people: readonly Person[]): RuleValues => ({
  requestable: rule.requestable,
  maxDays: rule.maxDays,
  capDays: rule.capDays,
  questions: rule.questions,
  stages: rule.stages.map(({ who, needs, hours, memberIds = [] }) => ({
    who,
    needs,
    hours,
    people: memberIds.map((id) => {
      const known = people.find((person) => person.id === id)
      return { type: 'member', id, name: known?.name ?? id, hint: known?.department ?? '' }
    }),
  })),
})

/** What was filled in as a rule of the flow. */
export const ruleOf = (whose: Whose, values: RuleValues): FlowRule => ({
  ...(whose.right === undefined ? { risk: whose.risk } : { right: whose.right }),
  requestable: values.requestable,
  // A field that was emptied has nothing in it, which is no number.
  maxDays: values.maxDays ?? null,
  capDays: values.capDays ?? null,
  stages: values.stages.map(({ who, needs, hours, people = [] }) => ({
    who,
    needs,
    hours,
    ...(who === 'members' ? { memberIds: people.map(({ id }) => id) } : {}),
  })),
  questions: values.questions.map(({ id, zh, en, required }) => ({
    id,
    zh: zh.trim(),
    en: en.trim(),
    required,
  })),
})

/** A flow with one rule put in place of the one that speaks of the same, or added. */
export function withRule(flow: Flow, rule: FlowRule): Flow {
  const key = whoseKey(rule)
  const known = flow.rules.some((each) => whoseKey(each) === key)
  return {
    ...flow,
    rules: known ? flow.rules.map((each) => (whoseKey(each) === key ? rule : each)) : [...flow.rules, rule],
  }
}

/** A flow without what was set for one right; what is set for a risk stays. */
export const withoutRule = (flow: Flow, key: string): Flow => ({
  ...flow,
  rules: flow.rules.filter((rule) => rule.right === undefined || whoseKey(rule) !== key),
})

/** In how many places two flows differ. */
export function differences(a: Flow, b: Flow): number {
  const before = new Map(a.rules.map((rule) => [whoseKey(rule), JSON.stringify(rule)]))
  const after = new Map(b.rules.map((rule) => [whoseKey(rule), JSON.stringify(rule)]))
  const keys = new Set([...before.keys(), ...after.keys()])
  const rules = [...keys].filter((key) => before.get(key) !== after.get(key)).length
  const times = (['appealDays', 'lapseDays', 'answerHours'] as const).filter((key) => a[key] !== b[key])
  return rules + times.length
}
