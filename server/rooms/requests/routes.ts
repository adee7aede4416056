import { statusOf } from '@hufu/authority'
import { contract, wordsOf } from '@hufu/contract'
import { refuse } from '@hufu/kit'
import type { Act } from '../../platform/act/index.ts'
import { idBefore, may } from '../../platform/http/index.ts'
import type { Call, Doors, Reading } from '../../platform/http/index.ts'
import type { Names } from '../authority/index.ts'
import { accept, answer, appeal, decline, endorse, invite, say, withdraw } from './answering.ts'
import { ask, confirm, edit, submit } from './asking.ts'
import { askableFor, screened } from './askable.ts'
import { managersAbove } from '../directory/index.ts'
import { showCard } from './card.ts'
import { decideRequest } from './deciding.ts'
import { administrationRoutes } from './routes-administration.ts'
import { requestSeen } from './looking.ts'
import { suspensionOf } from './suspension.ts'
import { standsInFor } from './store-flow.ts'
import { countWaiting, decidedBy, requestsOf, waitingFor } from './store.ts'
import type { RequestRow, Waiting } from './store.ts'
import { showLines, showRequest } from './views.ts'
import type { Seeing } from './views.ts'

const routes = contract.requests
const LIST_LIMIT = 50

export type RequestParts = { readonly names: Names }

export type See = (call: Pick<Call, 'reading' | 'locale'>) => Seeing

const self = (reading: Reading) => ({ type: 'member', id: reading.memberId }) as const

/** Registers the doors of asking, for whoever asks and for whoever decides. */
export function requestRoutes(doors: Doors, { names }: RequestParts): void {
  const seeing: See = ({ reading, locale }) => ({ reading, locale, names })
  askingRoutes(doors, seeing)
  actRoutes(doors)
  readingRoutes(doors, seeing)
  administrationRoutes(doors, seeing)
}

function askingRoutes(doors: Doors, seeing: See): void {
  doors.handle(routes.askable, async (call) => {
    may(call.reading, 'request.submit', self(call.reading))
    const memberId = call.query.memberId ?? call.reading.memberId
    await refuseStranger(call.reading, memberId)
    return { items: await askableFor(seeing(call), memberId) }
  })
  doors.handle(routes.screen, async (call) => {
    const { reading, locale, body } = call
    may(reading, 'request.submit', self(reading))
    const memberId = body.memberId ?? reading.memberId
    await refuseStranger(reading, memberId)
    const input = { ...body, requesterId: reading.memberId, memberId }
    return screened(
      seeing(call),
      { ...input, because: body.because ?? '', answers: body.answers ?? {} },
      (code, details) => wordsOf(code, locale, details),
    )
  })
  doors.handle(routes.ask, async (call) => {
    const { result, applied } = await call.perform('authority', 'requests.ask', (act) => ask(act, call.body))
    return { ...result, applied }
  })
  doors.handle(routes.edit, (call) =>
    moved(call, 'requests.edit', (act) => edit(act, { ...call.params, ...call.body })),
  )
}

/** What somebody else may be asked for is for those who may ask for them. */
async function refuseStranger(reading: Reading, memberId: string): Promise<void> {
  const { db, workspaceId, facts, at, memberId: me } = reading
  if (memberId === me) return
  if (statusOf(facts, memberId) === null) throw refuse('access-request/not-for-them')
  if ((await managersAbove({ db, workspaceId }, memberId)).includes(me)) return
  if ((await standsInFor(db, workspaceId, me, new Date(at))).includes(memberId)) return
  throw refuse('access-request/not-for-them')
}

type Performing = Pick<Call, 'perform'>

/** Runs a command that moves a request, and answers where it stands then and what became of it on every node. */
async function moved(
  call: Performing,
  name: string,
  work: (act: Act) => Promise<{ readonly state: RequestRow['state'] }>,
) {
  const { result, applied } = await call.perform('authority', name, work)
  return { state: result.state, applied }
}

function actRoutes(doors: Doors): void {
  doors.handle(routes.submit, (call) => moved(call, 'requests.submit', (act) => submit(act, call.params)))
  doors.handle(routes.confirm, (call) => moved(call, 'requests.confirm', (act) => confirm(act, call.params)))
  doors.handle(routes.withdraw, (call) =>
    moved(call, 'requests.withdraw', (act) => withdraw(act, { ...call.params, ...call.body })),
  )
  doors.handle(routes.answer, (call) =>
    moved(call, 'requests.answer', (act) => answer(act, { ...call.params, ...call.body })),
  )
  doors.handle(routes.accept, (call) =>
    moved(call, 'requests.accept', (act) => accept(act, { ...call.params, ...call.body })),
  )
  doors.handle(routes.decline, (call) =>
    moved(call, 'requests.decline', (act) => decline(act, { ...call.params, ...call.body })),
  )
  doors.handle(routes.appeal, (call) =>
    moved(call, 'requests.appeal', (act) => appeal(act, { ...call.params, ...call.body })),
  )
  doors.handle(routes.say, (call) =>
    moved(call, 'requests.say', (act) => say(act, { ...call.params, ...call.body })),
  )
  doors.handle(routes.invite, (call) =>
    moved(call, 'requests.invite', (act) => invite(act, { ...call.params, ...call.body })),
  )
  doors.handle(routes.endorse, (call) =>
    moved(call, 'requests.endorse', (act) => endorse(act, { ...call.params, ...call.body })),
  )
  doors.handle(routes.decide, (call) => {
    const { offer, ...body } = call.body
    const terms =
      offer === undefined
        ? undefined
        : {
            // Keys are looked at when the terms are compared with those that were asked.
            rights: offer.rights as NonNullable<RequestRow['terms']>['rights'],
            scope: offer.scope,
            from: offer.from ?? null,
            until: offer.until ?? null,
            lasts: offer.lasts ?? null,
          }
    return moved(call, 'requests.decide', (act) =>
      decideRequest(act, { ...call.params, ...body, offer: terms }),
    )
  })
}

function readingRoutes(doors: Doors, seeing: See): void {
  doors.handle(routes.one, async (call) => {
    const row = await requestSeen(call.reading, call.params.requestId)
    return showRequest(seeing(call), row)
  })
  doors.handle(routes.card, async (call) => {
    const { reading } = call
    const row = await requestSeen(reading, call.params.requestId)
    // Whoever asks does not look at what others have.
    if (row.requesterId === reading.memberId || row.memberId === reading.memberId)
      throw refuse('access-request/own')
    return showCard(seeing(call), row)
  })
  doors.handle(routes.suspension, async (call) => {
    may(call.reading, 'audit.self.view', self(call.reading))
    return { suspension: await suspensionOf(seeing(call)) }
  })
  doors.handle(routes.mine, async (call) => {
    const { reading, query } = call
    may(reading, 'request.submit', self(reading))
    const limit = query.limit ?? LIST_LIMIT
    const rows = await requestsOf(reading.db, reading.workspaceId, reading.memberId, {
      open: query.open === undefined ? undefined : query.open === 'true',
      before: idBefore(query.cursor),
      limit: limit + 1,
    })
    const items = await showLines(seeing(call), rows.slice(0, limit))
    return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
  })
  doors.handle(routes.waiting, async (call) => {
    const { reading, query } = call
    const { db, workspaceId, memberId, at } = reading
    may(reading, 'request.answer', self(reading))
    const limit = query.limit ?? LIST_LIMIT
    if (query.decided !== undefined) return decidedLately(call, seeing, limit)
    const mine = [memberId, ...(await standsInFor(db, workspaceId, memberId, new Date(at)))]
    const [all, { total, overdue }] = await Promise.all([
      waitingFor(db, workspaceId, mine, { after: placeIn(query.cursor), limit: limit + 1 }),
      countWaiting(db, workspaceId, mine, new Date(at)),
    ])
    const rows = all.filter((row) => row.memberId !== memberId && row.requesterId !== memberId)
    const last = all.length > limit ? all[limit - 1] : undefined
    const items = await showLines(seeing(call), rows.slice(0, limit))
    return { items, next: last === undefined ? null : cursorOf(last), total, overdue }
  })
}

/** What whoever reads decided, newest first. */
async function decidedLately(
  {
    reading,
    locale,
    query,
  }: Pick<Call, 'reading' | 'locale'> & { readonly query: { readonly cursor?: string | undefined } },
  seeing: See,
  limit: number,
) {
  const rows = await decidedBy(reading.db, reading.workspaceId, reading.memberId, {
    before: idBefore(query.cursor),
    limit: limit + 1,
  })
  const items = await showLines(seeing({ reading, locale }), rows.slice(0, limit))
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null, overdue: 0 }
}

const cursorOf = ({ dueAt, id }: Waiting): string => `${dueAt?.getTime() ?? ''}_${id}`

/** Where a page begins: when the last one shown is due, and its id. */
function placeIn(cursor: string | undefined): Waiting | null {
  if (cursor === undefined) return null
  const [due = '', id = ''] = cursor.split('_')
  const at = due === '' ? null : new Date(Number(due))
  if (idBefore(id) === null || (at !== null && Number.isNaN(at.getTime())))
    throw refuse('request/invalid', { field: 'cursor' })
  return { dueAt: at, id }
}
