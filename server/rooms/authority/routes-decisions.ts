import { contract } from '@hufu/contract'
import { asWritten, may } from '../../platform/http/index.ts'
import type { Doors, Reading } from '../../platform/http/index.ts'
import { keyOf, momentOf, refuseUnknownTarget, whatCanThey, whoCanThere } from './asking.ts'
import { authzenMetadata, evaluate, evaluateAll } from './authzen.ts'
import type { Asker } from './authzen.ts'
import { textOfAnswers } from './authzen-text.ts'
import { searchActions, searchResources, searchSubjects } from './authzen-search.ts'
import { explainInWords } from './decisions.ts'
import { mayLookAt } from './looking.ts'
import type { People, Show } from './looking.ts'

const routes = contract.authority

/** Registers the doors of asking: why, who, what, and the AuthZEN decision point. */
export function decisionRoutes(doors: Doors, shown: Show, people: Pick<People, 'find'>): void {
  doors.handle(routes.explain, async (call) => {
    const { memberId, permission, target, at } = call.body
    mayLookAt(call.reading, memberId)
    return explainInWords(shown(call), await momentOf(call.reading, at), {
      memberId,
      key: keyOf(permission),
      target,
    })
  })
  doors.handle(routes.whatCan, async ({ reading, body: { memberId, target, at } }) => {
    mayLookAt(reading, memberId)
    const moment = await momentOf(reading, at)
    refuseUnknownTarget(moment, memberId, 'audit.self.view', target)
    return whatCanThey(moment, memberId, target)
  })
  doors.handle(routes.whoCan, async (call) => {
    const { permission, target, at, cursor, limit } = call.body
    const { reading } = call
    // Who is named may stand anywhere a target's people stand: asked where the target is.
    may(reading, 'perm.view', target)
    const moment = await momentOf(reading, at)
    const key = keyOf(permission)
    refuseUnknownTarget(moment, reading.memberId, key, target)
    return whoCanThere(shown(call), moment, { key, target, cursor, limit })
  })

  const asker = (reading: Reading): Asker => ({ reading, find: people.find, mayLookAt })
  doors.handle(routes.evaluation, async (call) =>
    asWritten(textOfAnswers(await evaluate(asker(call.reading), call.body))),
  )
  doors.handle(routes.evaluations, async (call) =>
    asWritten(textOfAnswers(await evaluateAll(asker(call.reading), call.body))),
  )
  doors.handle(routes.searchSubject, async (call) => {
    may(call.reading, 'perm.view', { type: 'workspace' })
    return searchSubjects(asker(call.reading), call.body)
  })
  doors.handle(routes.searchResource, async (call) => searchResources(asker(call.reading), call.body))
  doors.handle(routes.searchAction, async (call) => searchActions(asker(call.reading), call.body))
  doors.handle(routes.authzen, async (call) => authzenMetadata(call.publicUrl))
}
