import { Readable } from 'node:stream'
import { contract, wordsOf } from '@hufu/contract'
import { refuse } from '@hufu/kit'
import { protectionProjection } from '../../platform/act/index.ts'
import { idBefore, may } from '../../platform/http/index.ts'
import type { Call, Doors, Reading } from '../../platform/http/index.ts'
import { permissionWords } from '../authority/index.ts'
import type { Names } from '../authority/index.ts'
import { accept, approve, arm, decline, veto } from './answering.ts'
import { tick } from './checklist.ts'
import { dutiesIn } from './duties.ts'
import { askedOf, barsOf, tierShown } from './eligible.ts'
import type { StrongHolders } from './eligible.ts'
import { cancel, foreseen, offer, putOnRecord, setSettings } from './offering.ts'
import { agreeToRevert, askBack } from './reverting.ts'
import { letterBytes, listTransfers, settingsOf } from './store.ts'
import { candidates, clearIds } from './store-people.ts'
import { stepsOf } from './steps.ts'
import { isAmongTop, namesOf, seen, showLine, showOverview, showTransfer } from './views.ts'
import type { Seeing } from './views.ts'
import { showChecklist } from './views-checklist.ts'

const routes = contract.transfers
const LIST_LIMIT = 50
/** A letter of two megabytes in base64, and what stands around it. */
const LETTER_BODY_BYTES_MAX = 3_000_000

export type TransferParts = {
  readonly names: Names
  readonly sees: (reading: Reading, memberId: string) => boolean
  readonly holders: StrongHolders
  /** Has done at once what was just made due. */
  readonly carryNow: () => Promise<void>
}

const isStrict = (reading: Reading): boolean => reading.projection(protectionProjection).profile === 'strict'

type SeeingOf = (call: Pick<Call, 'reading' | 'locale'>) => Seeing

/** Registers the doors of handing on the top seat. */
export function transferRoutes(doors: Doors, parts: TransferParts): void {
  const { names, sees } = parts
  const seeing: SeeingOf = ({ reading, locale }) => ({ reading, locale, names, sees })
  readingRoutes(doors, seeing)
  listRoutes(doors, parts, seeing)
  creatorSteps(doors, parts, seeing)
  otherSteps(doors, parts, seeing)
  revertSteps(doors, parts, seeing)
}

const asSelf = (reading: Reading): void =>
  may(reading, 'audit.self.view', { type: 'member', id: reading.memberId })

/** Who could follow is looked through by the creator, and by those who have a voice in it. */
function withVoice(reading: Reading): void {
  asSelf(reading)
  may(reading, 'creator.recovery.vote', { type: 'workspace' })
}

async function one(seeing: Seeing, transferId: string) {
  return showTransfer(seeing, await seen(seeing.reading, transferId))
}

function readingRoutes(doors: Doors, seeing: SeeingOf): void {
  doors.handle(routes.overview, (call) => {
    asSelf(call.reading)
    return showOverview(seeing(call))
  })
  doors.handle(routes.read, (call) => {
    asSelf(call.reading)
    return one(seeing(call), call.params.transferId)
  })
  doors.handle(routes.letterFile, async (call) => {
    asSelf(call.reading)
    const row = await seen(call.reading, call.params.transferId)
    const letter = await letterBytes(call.reading, row.id)
    if (letter === undefined) throw refuse('transfer/not-found')
    const { name, type, content } = letter
    return call.stream({ bytes: wholeOf(content), type, size: content.length, fileName: name })
  })
  doors.handle(routes.checklist, async (call) => {
    asSelf(call.reading)
    const row = await seen(call.reading, call.params.transferId)
    if (row.doneAt === null) throw refuse('transfer/not-now')
    return showChecklist(seeing(call), row)
  })
  doors.handle(routes.tick, async (call) => {
    const { transferId, item } = call.params
    await call.perform('authority', 'transfers.tick', (act) => tick(act, { transferId, item, ...call.body }))
    return showChecklist(seeing(call), await seen(call.reading, transferId))
  })
}

const wholeOf = (content: Buffer): AsyncIterable<Uint8Array> => Readable.from([content])

function listRoutes(doors: Doors, parts: TransferParts, seeing: SeeingOf): void {
  doors.handle(routes.list, async (call) => {
    asSelf(call.reading)
    const { limit = LIST_LIMIT, cursor } = call.query
    const rows = await listTransfers(call.reading, {
      before: idBefore(cursor),
      limit: limit + 1,
      memberId: isAmongTop(call.reading) ? null : call.reading.memberId,
    })
    const shown = rows.slice(0, limit)
    const people = shown.flatMap(({ formerId, successorId }) => [formerId, successorId])
    const naming = await namesOf(seeing(call), people)
    return {
      items: shown.map((row) => showLine(row, naming)),
      next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
    }
  })
  doors.handle(routes.successors, async (call) => {
    withVoice(call.reading)
    return successors(call, parts)
  })
  doors.handle(routes.preview, async (call) => {
    withVoice(call.reading)
    const { reading, locale } = call
    const { gains, loses } = foreseen(reading.facts, reading.at, call.body)
    const settings = await settingsOf(reading)
    const words = (permission: string) => ({ permission, words: permissionWords(permission, locale) })
    return {
      gains: gains.map((key) => ({ ...words(key), change: 'gains' as const })),
      loses: loses.map((key) => ({ ...words(key), change: 'loses' as const })),
      duties: dutiesIn(locale),
      steps: stepsOf({ ...settings, strict: isStrict(reading) }, locale),
    }
  })
}

/** People who may be chosen, with how many they are, and others with what stands against each. */
async function successors(call: Call<typeof routes.successors>, { holders }: TransferParts) {
  const { reading, locale } = call
  const { limit = LIST_LIMIT, cursor, search, eligible } = call.query
  const asked = await askedFor(call, holders)
  const { creatorId, rankMin } = asked
  const clear = { rankMin, not: creatorId === null ? [] : [creatorId] }
  const rows = await candidates(reading, {
    ...(search === undefined ? {} : { search }),
    ...(eligible === true ? { clear } : {}),
    after: idBefore(cursor),
    limit: limit + 1,
  })
  const shown = rows.slice(0, limit)
  const ids = shown.map(({ id }) => id)
  const strong = asked.strong === null ? null : await holders(reading, ids)
  const items = shown.map((person) => {
    const bars = barsOf(person, { ...asked, strong })
    return {
      memberId: person.id,
      name: person.name,
      department: person.department ?? '',
      position: person.position ?? '',
      tier: tierShown(reading.facts, person.id, reading.at),
      eligible: bars.length === 0,
      reasons: bars.map(({ code, details }) => ({ code, words: wordsOf(code, locale, details) })),
    }
  })
  return {
    items: eligible === undefined ? items : items.filter((item) => item.eligible === eligible),
    next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
    ...(eligible === true
      ? { total: await countOf(reading, clear, search, asked.strong === null ? null : holders) }
      : {}),
  }
}

/** What the company asks of a successor, or would with the rank that is being looked at. */
async function askedFor({ reading, query }: Call<typeof routes.successors>, holders: StrongHolders) {
  const { facts } = reading
  const asked = await askedOf(reading, { facts, strict: isStrict(reading) }, holders, [])
  const { rankMin = asked.rankMin } = query
  return { ...asked, rankMin: rankMin === 'any' ? null : rankMin }
}

async function countOf(
  reading: Reading,
  clear: Parameters<typeof clearIds>[1],
  search: string | undefined,
  holders: StrongHolders | null,
): Promise<number> {
  const ids = await clearIds(reading, clear, search)
  return holders === null ? ids.length : (await holders(reading, ids)).size
}

function creatorSteps(doors: Doors, { holders }: TransferParts, seeing: SeeingOf): void {
  doors.handle(routes.settings, async (call) => {
    await call.perform('authority', 'transfers.settings', (act) => setSettings(act, call.body))
    return { settings: await settingsOf(call.reading) }
  })
  doors.handle(routes.offer, async (call) => {
    const { result } = await call.perform('authority', 'transfers.offer', (act) =>
      offer(act, call.body, holders),
    )
    return one(seeing(call), result.id)
  })
  doors.handle(
    routes.letter,
    async (call) => {
      const { transferId } = call.params
      await call.perform('authority', 'transfers.letter', (act) =>
        putOnRecord(act, { transferId, ...call.body }),
      )
      return one(seeing(call), transferId)
    },
    { bodyBytesMax: LETTER_BODY_BYTES_MAX },
  )
  doors.handle(routes.arm, async (call) => {
    const { transferId } = call.params
    await call.perform('authority', 'transfers.arm', (act) => arm(act, { transferId, ...call.body }, holders))
    return one(seeing(call), transferId)
  })
  doors.handle(routes.cancel, async (call) => {
    const { transferId } = call.params
    await call.perform('authority', 'transfers.cancel', (act) => cancel(act, { transferId, ...call.body }))
    return one(seeing(call), transferId)
  })
}

function otherSteps(doors: Doors, { holders, carryNow }: TransferParts, seeing: SeeingOf): void {
  doors.handle(routes.approve, async (call) => {
    const { transferId } = call.params
    await call.perform('authority', 'transfers.approve', (act) => approve(act, { transferId, ...call.body }))
    return one(seeing(call), transferId)
  })
  doors.handle(routes.accept, async (call) => {
    const { transferId } = call.params
    await call.perform('authority', 'transfers.accept', (act) =>
      accept(act, { transferId, ...call.body }, holders),
    )
    // Whoever accepts where nothing cools off is creator when the answer comes, or reads why not.
    await carryNow()
    return one(seeing(call), transferId)
  })
  doors.handle(routes.decline, async (call) => {
    const { transferId } = call.params
    await call.perform('authority', 'transfers.decline', (act) => decline(act, { transferId, ...call.body }))
    return one(seeing(call), transferId)
  })
  doors.handle(routes.veto, async (call) => {
    const { transferId } = call.params
    await call.perform('authority', 'transfers.veto', (act) => veto(act, { transferId, ...call.body }))
    return one(seeing(call), transferId)
  })
}

function revertSteps(doors: Doors, { carryNow }: TransferParts, seeing: SeeingOf): void {
  doors.handle(routes.revert, async (call) => {
    const { transferId } = call.params
    await call.perform('authority', 'transfers.revert', (act) => askBack(act, { transferId, ...call.body }))
    await carryNow()
    return one(seeing(call), transferId)
  })
  doors.handle(routes.agreeToRevert, async (call) => {
    const { transferId } = call.params
    await call.perform('authority', 'transfers.agree-to-revert', (act) =>
      agreeToRevert(act, { transferId, ...call.body }),
    )
    await carryNow()
    return one(seeing(call), transferId)
  })
}
