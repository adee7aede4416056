import { contract } from '@hufu/contract'
import { may } from '../../../platform/http/index.ts'
import type { Doors } from '../../../platform/http/index.ts'
import { changeRule, endRule, revealField, setRule } from './commands.ts'
import { mayManage, previewMembers, previewOf, rulesView, weighed } from './views.ts'

const routes = contract.directory

/** Registers the doors of who sees whom. */
export function visibilityRoutes(doors: Doors): void {
  doors.handle(routes.visibility, async (call) => {
    mayManage(call.reading)
    return rulesView(call.reading, call.query, call.locale)
  })
  doors.handle(routes.setVisibility, async (call) => {
    const { result, applied } = await call.perform(
      'authority',
      'visibility.set',
      (act) => setRule(act, call.body),
      urgent,
    )
    return { id: result.id, applied }
  })
  doors.handle(routes.changeVisibility, async (call) => {
    const input = { ...call.params, ...call.body }
    const { applied } = await call.perform(
      'authority',
      'visibility.change',
      (act) => changeRule(act, input),
      urgent,
    )
    return { applied }
  })
  doors.handle(routes.endVisibility, async (call) => {
    const input = { ...call.params, ...call.body }
    const { applied } = await call.perform('authority', 'visibility.end', (act) => endRule(act, input))
    return { applied }
  })
  doors.handle(routes.weighVisibility, async (call) => weighed(call.reading, call.body.terms))
  doors.handle(routes.previewTree, (call) => previewOf(call.reading, call.params.memberId))
  doors.handle(routes.previewMembers, (call) =>
    previewMembers(call.reading, call.params.memberId, call.query),
  )
  doors.handle(routes.reveal, async (call) => {
    const { memberId } = call.params
    const input = { memberId, ...call.body }
    // What is revealed is kept nowhere but on the page that asked.
    const { result, applied } = await call.perform(
      'authority',
      'visibility.reveal',
      (act) => revealField(act, input),
      {
        remember: false,
      },
    )
    may(call.reading, 'org.field.sensitive.view', { type: 'member', id: memberId })
    return { value: result.value, applied }
  })
}

const urgent = { urgent: true }
