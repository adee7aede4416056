import { CLAIM_EVIDENCE_MAX, CLAIM_FILE_BYTES_MAX, contract } from '@hufu/contract'
import type { ClaimView } from '@hufu/contract'
import { assert, refuse } from '@hufu/kit'
import type { Act } from '../../platform/act/index.ts'
import { hold, may } from '../../platform/http/index.ts'
import type { Rounds } from '../../platform/jobs/index.ts'
import type { Call, Doors, Reading } from '../../platform/http/index.ts'
import type { Names } from '../authority/index.ts'
import { readSigns } from '../identity/index.ts'
import { daysOf, topAt, votesNeeded } from './claim.ts'
import { accept, makeClaim, refute, vote, withdraw } from './commands.ts'
import type { Heirs } from './heirs.ts'
import { claimsOf, evidenceFile, findClaim, openClaim } from './store.ts'
import type { ClaimRow } from './store.ts'
import { mayLook, showClaims, voteOf } from './views.ts'

const routes = contract.claims
const SHOWN_MAX = 20
/** Bytes as Base64, and the words around them. */
const BODY_BYTES_MAX = CLAIM_EVIDENCE_MAX * Math.ceil((CLAIM_FILE_BYTES_MAX * 4) / 3) + 64 * 1024

export type ClaimDoors = {
  readonly names: Names
  readonly heirs: Heirs
  readonly minder: Pick<Rounds, 'now'>
}

/** Registers the doors of claims. */
export function claimRoutes(doors: Doors, parts: ClaimDoors): void {
  reads(doors, parts)
  const { heirs } = parts
  doors.handle(
    routes.make,
    async (call) => {
      const { result } = await call.perform('authority', 'claims.make', (act) =>
        makeClaim(act, heirs, call.body),
      )
      return after(call, parts, result.id)
    },
    { bodyBytesMax: BODY_BYTES_MAX },
  )
  const deed =
    (name: string, work: (act: Act, claimId: string) => Promise<null>) =>
    async (call: Call & { readonly params: { readonly claimId: string } }): Promise<ClaimView> => {
      const { claimId } = call.params
      await call.perform('authority', name, (act) => work(act, claimId))
      return after(call, parts, claimId)
    }
  doors.handle(routes.vote, deed('claims.vote', vote))
  doors.handle(routes.withdraw, deed('claims.withdraw', withdraw))
  doors.handle(routes.refute, deed('claims.refute', refute))
  doors.handle(routes.accept, async (call) => {
    const input = { ...call.params, ...call.body }
    await call.perform('authority', 'claims.accept', (act) => accept(act, heirs, input))
    return after(call, parts, call.params.claimId)
  })
}

/** What follows by itself has followed before the answer shows how the claim stands. */
async function after(call: Call, { names, minder }: ClaimDoors, claimId: string): Promise<ClaimView> {
  await minder.now()
  const row = await found(call.reading, claimId)
  const [view] = await showClaims(call.reading, names, [row])
  assert(view !== undefined, 'a claim that was found is shown')
  return view
}

async function found(reading: Reading, claimId: string): Promise<ClaimRow> {
  const row = await findClaim(reading, claimId)
  may(reading, 'audit.self.view', { type: 'member', id: reading.memberId })
  if (row === undefined) throw refuse('claim/not-found')
  hold(reading, () => (mayLook(reading, row) ? null : refuse('claim/not-found')))
  return row
}

function reads(doors: Doors, { names }: ClaimDoors): void {
  doors.handle(routes.list, async ({ reading }) => {
    may(reading, 'audit.self.view', { type: 'member', id: reading.memberId })
    const rows = (await claimsOf(reading, SHOWN_MAX)).filter((row) => mayLook(reading, row))
    hold(reading, () => (rows.every((row) => mayLook(reading, row)) ? null : refuse('claim/not-found')))
    return { items: await showClaims(reading, names, rows) }
  })
  doors.handle(routes.voters, async ({ reading }) => {
    may(reading, 'admin.view', { type: 'workspace' })
    const top = topAt(reading.facts, reading.at)
    const { creatorId, supers } = top
    assert(creatorId !== null, 'a company has a creator')
    const wanted = { members: [creatorId, ...supers], departments: [], groups: [], positions: [] }
    const [known, signs, open] = await Promise.all([
      names(reading.db, reading.workspaceId, wanted),
      readSigns(reading.db, { workspaceId: reading.workspaceId, memberId: creatorId }),
      openClaim(reading),
    ])
    const person = (id: string) => ({ id, name: known.get(id) ?? '' })
    const free = {
      allowed: open === undefined,
      because: open === undefined ? 'granted' : 'claim/already-open',
    }
    return {
      creator: person(creatorId),
      lastProvedAt: signs.lastAt?.toISOString() ?? null,
      voters: supers.map(person),
      votesNeeded: votesNeeded(supers.length) ?? 0,
      challengeDays: daysOf(supers.length),
      make: voteOf(reading, top, free),
    }
  })
  doors.handle(routes.evidence, async (call) => {
    await found(call.reading, call.params.claimId)
    const file = await evidenceFile(call.reading, call.params)
    if (file === undefined) throw refuse('claim/no-such-file')
    return call.stream({
      bytes: pieces(file.content),
      type: 'application/octet-stream',
      size: file.content.length,
      fileName: file.name,
    })
  })
}

async function* pieces(content: Buffer): AsyncGenerator<Uint8Array> {
  yield content
}
