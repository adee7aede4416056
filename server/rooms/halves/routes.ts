import { contract } from '@hufu/contract'
import type { HalfView } from '@hufu/contract'
import { refuse } from '@hufu/kit'
import { profileOf } from '../../platform/act/index.ts'
import type { Wanted } from '../../platform/act/index.ts'
import { hold, idBefore, may } from '../../platform/http/index.ts'
import type { AskAsShadow, Call, Doors, Heard } from '../../platform/http/index.ts'
import type { Names } from '../authority/index.ts'
import { agreeToHalf, askHalf, refuseHalf, withdrawHalf } from './commands.ts'
import { stateAt } from './half.ts'
import { routeAt } from './lines.ts'
import { findHalves, listHalves } from './store.ts'
import type { HalfRow } from './store.ts'
import { maySee, showHalves } from './views.ts'
import type { Showing } from './views.ts'

const routes = contract.halves
const LIST_LIMIT = 50

/** What this room needs: what people are called, and how an act is tried that nobody is to do yet. */
export type HalvesParts = { readonly names: Names; readonly ask: AskAsShadow }

/** Registers the doors of acts that take two. */
export function halfRoutes(doors: Doors, { names, ask }: HalvesParts): void {
  const showing = ({ reading, locale }: Pick<Call, 'reading' | 'locale'>): Showing => ({
    reading,
    locale,
    names,
  })
  const shown = async (call: Pick<Call, 'reading' | 'locale'>, id: string): Promise<HalfView> => {
    const row = await seen(call, id)
    const [view] = await showHalves(showing(call), [row])
    if (view === undefined) throw refuse('half/not-found')
    return view
  }

  doors.handle(routes.ask, async (call) => {
    const wanted = await tried(call, ask)
    const { act, because } = call.body
    const { result } = await call.perform('authority', 'halves.ask', (under) =>
      askHalf(under, { act, wanted, because }),
    )
    return shown(call, result.id)
  })
  doors.handle(routes.list, async (call) => {
    const self = call.reading.memberId
    may(call.reading, 'audit.self.view', { type: 'member', id: self })
    const { state, limit = LIST_LIMIT } = call.query
    const page = await seenPage(call, { before: idBefore(call.query.cursor), limit })
    const at = call.reading.at
    const rows = page.rows.filter((row) => state === undefined || stateAt(row, at) === state)
    return { items: [...(await showHalves(showing(call), rows))], next: page.next }
  })
  doors.handle(routes.read, (call) => shown(call, call.params.halfId))
  doors.handle(routes.agree, async (call) => {
    await call.perform('authority', 'halves.agree', (act) =>
      agreeToHalf(act, { ...call.params, ...call.body }),
    )
    return shown(call, call.params.halfId)
  })
  doors.handle(routes.refuse, async (call) => {
    await call.perform('authority', 'halves.refuse', (act) =>
      refuseHalf(act, { ...call.params, ...call.body }),
    )
    return shown(call, call.params.halfId)
  })
  doors.handle(routes.withdraw, async (call) => {
    await call.perform('authority', 'halves.withdraw', (act) => withdrawHalf(act, call.params))
    return shown(call, call.params.halfId)
  })
}

/**
 * Tries the act as whoever asks, and rolls it back: nobody is asked to stand behind what would be refused, and what of it
 * takes two is found out by doing it.
 */
async function tried(call: Call<typeof routes.ask>, ask: AskAsShadow): Promise<readonly Wanted[]> {
  const { workspaceId, memberId, sessionId } = call.caller
  may(call.reading, 'sec.self.manage', { type: 'member', id: memberId })
  if (profileOf(call.reading) !== 'strict') throw refuse('half/not-needed')
  const { method, path, body } = call.body.act
  const route = routeAt(method, path)
  if (route === null || !/^[\x21-\x7e]+$/.test(path)) throw refuse('half/not-so')
  // What is about halves takes no second person, and would be tried within a trial.
  if (halfUrls.has(route.url)) throw refuse('half/not-needed')
  const came: Heard[] = []
  const heard = (one: Heard): void => void came.push(one)
  const sent = body === '' ? {} : { body: jsonOf(body) }
  const answer = await ask({ workspaceId, memberId, sessionId, heard }, { method, path, ...sent })
  for (const { refusal } of came) if (refusal !== null) throw refusal
  if (!answer.served) throw refuse('half/not-so')
  return came.flatMap(({ wanted }) => wanted)
}

const halfUrls: ReadonlySet<string> = new Set(Object.values(routes).map(({ url }) => url))

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    throw refuse('half/not-so')
  }
}

/** Reads a half that whoever asks may look at, for as long as the answer is under way. */
async function seen({ reading }: Pick<Call, 'reading'>, id: string): Promise<HalfRow> {
  may(reading, 'audit.self.view', { type: 'member', id: reading.memberId })
  const [row] = await findHalves(reading, [id])
  if (row === undefined) throw refuse('half/not-found')
  hold(reading, () => (maySee({ reading }, row) ? null : refuse('half/not-found')))
  return row
}

/** A page of what somebody may look at, read on until it is full or there is no more. */
async function seenPage(
  { reading }: Pick<Call, 'reading'>,
  { before, limit }: { readonly before: string | null; readonly limit: number },
): Promise<{ readonly rows: readonly HalfRow[]; readonly next: string | null }> {
  const rows: HalfRow[] = []
  const asked = { memberId: reading.memberId, at: new Date(reading.at), limit: limit + 1 }
  for (let from = before; ;) {
    const some = await listHalves(reading, { ...asked, before: from })
    for (const row of some) {
      if (!maySee({ reading }, row)) continue
      if (rows.length === limit) return { rows, next: rows.at(-1)?.id ?? null }
      rows.push(row)
      hold(reading, () => (maySee({ reading }, row) ? null : refuse('half/not-found')))
    }
    from = some.at(-1)?.id ?? null
    if (some.length <= limit || from === null) return { rows, next: null }
  }
}
