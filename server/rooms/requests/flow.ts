/** Which way a request goes: what the company has set for its rights. Pure. */
import { isPermission } from '@hufu/authority'
import type { PermissionKey, Right } from '@hufu/authority'
import type { Flow, FlowQuestion, FlowRule, FlowStage, RouteWho } from '@hufu/contract'
import { assert } from '@hufu/kit'
import { riskOf } from './request.ts'
import type { RouteStage } from './tables.ts'

const stage = (who: FlowStage['who'], needs = 1): FlowStage => ({ who, needs, hours: 8 })

/** How rights are asked for until a company says otherwise: the riskier, the more have to agree and the shorter it lasts. */
export const defaultFlow: Flow = {
  rules: [
    rule('low', [stage('manager')], null, null),
    rule('medium', [stage('manager')], 365, 730),
    rule('high', [stage('manager'), stage('scoped')], 90, 180),
    rule('critical', [stage('manager'), stage('scoped'), stage('super')], 30, 90),
  ],
  appealDays: 14,
  lapseDays: 7,
  answerHours: 72,
}

function rule(
  risk: NonNullable<FlowRule['risk']>,
  stages: readonly FlowStage[],
  maxDays: number | null,
  capDays: number | null,
): FlowRule {
  return { risk, requestable: true, stages: [...stages], maxDays, capDays, questions: [] }
}

/** A right with the permissions it stands for. */
export type RightWithKeys = { readonly right: Right; readonly keys: readonly PermissionKey[] }

/** What a flow asks of a request. */
export type Way = {
  readonly requestable: boolean
  readonly stages: readonly RouteStage[]
  readonly maxDays: number | null
  readonly capDays: number | null
  readonly questions: readonly FlowQuestion[]
}

/** The way of several rights at once: everything that any of them asks. */
export function wayOf(flow: Flow, rights: readonly RightWithKeys[]): Way {
  const rules = rights.map((one) => ruleOf(flow, one))
  return {
    requestable: rules.every(({ requestable }) => requestable),
    stages: rules
      .map(({ stages }) => stages.map(routeStage))
      .reduce<readonly RouteStage[]>((way, stages) => joined(way, stages, 0), []),
    maxDays: least(rules.map(({ maxDays }) => maxDays)),
    capDays: least(rules.map(({ capDays }) => capDays)),
    questions: [...new Map(rules.flatMap(({ questions }) => questions).map((one) => [one.id, one])).values()],
  }
}

// What is said of a right goes before what is said of its risk.
function ruleOf(flow: Flow, { right, keys }: RightWithKeys): FlowRule {
  const named = flow.rules.find(({ right: of }) => of !== undefined && sameRight(of, right))
  const found = named ?? flow.rules.find(({ risk }) => risk === riskOf(keys))
  assert(found !== undefined, 'a flow has a rule for every risk')
  return found
}

/** Whether two rights are the same. */
export const sameRight = (a: FlowRule['right'] & object, b: Right): boolean =>
  a.type === 'role' ? b.type === 'role' && a.id === b.id : b.type === 'permission' && a.key === b.key

const routeStage = ({ who, memberIds = [], needs, hours }: FlowStage): RouteStage => ({
  who,
  memberIds,
  needs,
  hours,
})

const least = (numbers: readonly (number | null)[]): number | null => {
  const known = numbers.filter((one) => one !== null)
  return known.length === 0 ? null : Math.min(...known)
}

const places: readonly RouteWho[] = ['manager', 'members', 'scoped', 'super', 'panel', 'creator']

/**
 * INVARIANT Q13: joins what another way asks to one that is being gone. Stages stay and ask for no less; those it has not are put
 * in after `from`, in their order. Gives the same list when nothing is added.
 */
export function joined(
  way: readonly RouteStage[],
  other: readonly RouteStage[],
  from: number,
): readonly RouteStage[] {
  const stages = [...way]
  let isChanged = false
  for (const one of other) {
    const at = stages.findIndex((known) => isLike(known, one))
    const known = stages[at]
    if (known === undefined) {
      const before = stages.findIndex(
        ({ who }, place) => place > from && places.indexOf(who) > places.indexOf(one.who),
      )
      if (before === -1) stages.push(one)
      else stages.splice(before, 0, one)
      isChanged = true
    } else if (at >= from && one.needs > known.needs) {
      stages[at] = { ...known, needs: one.needs }
      isChanged = true
    }
  }
  return isChanged ? stages : way
}

const isLike = (a: RouteStage, b: RouteStage): boolean =>
  a.who === b.who &&
  (a.who !== 'members' || [...a.memberIds].toSorted().join() === [...b.memberIds].toSorted().join())

/** A restriction is lifted by somebody who may lift one: an administrator has to be among those asked. */
export const withAdministrator = (stages: readonly RouteStage[]): readonly RouteStage[] =>
  stages.some(({ who }) => who === 'scoped' || who === 'super')
    ? stages
    : [...stages, { who: 'scoped', memberIds: [], needs: 1, hours: 8 }]

/** What is wrong with a flow, as a refusal's code; null when it can be set. */
export function flowFault(flow: Flow, isKnown: (memberId: string) => boolean): string | null {
  for (const risk of ['low', 'medium', 'high', 'critical'] as const)
    if (flow.rules.filter((one) => one.risk === risk).length !== 1) return 'access-request/flow-risks'
  for (const { risk, right, stages, maxDays, capDays } of flow.rules) {
    if ((risk === undefined) === (right === undefined)) return 'access-request/flow-risks'
    if (right?.type === 'permission' && !isPermission(right.key)) return 'access-request/flow-right'
    if (maxDays !== null && capDays !== null && capDays < maxDays) return 'access-request/flow-cap'
    const kinds = stages.map(({ who }) => who)
    if (new Set(kinds).size < kinds.length) return 'access-request/flow-twice'
    const order = kinds.map((who) => places.indexOf(who))
    if (order.some((place, at) => at > 0 && place < (order[at - 1] ?? 0))) return 'access-request/flow-order'
    for (const { who, memberIds = [], needs } of stages) {
      if ((who === 'members') !== memberIds.length > 0) return 'access-request/flow-members'
      if (memberIds.some((id) => !isKnown(id))) return 'access-request/flow-members'
      // INVARIANT Q8: an empty list of people allows nobody, and a quorum above it neither.
      if (who === 'members' && needs > new Set(memberIds).size) return 'access-request/flow-quorum'
      if (who === 'manager' && needs > 2) return 'access-request/flow-quorum'
    }
  }
  return null
}
