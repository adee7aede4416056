import type { HandedKind } from '@hufu/contract'
import type { Blobs } from '../../platform/blobs/index.ts'
import type { Doors } from '../../platform/http/index.ts'
import type { Names } from '../authority/index.ts'
import type { Holding, Passing, Transferable, Where } from '../holdings/index.ts'
import { takeBackup } from './backup.ts'
import type { BackupInput, Sealed } from './backup.ts'
import { forgetHeld, readHeld } from './held.ts'
import { holdsToPark, park, unsettledOf } from './park.ts'
import type { ParkInput, Parked, Unsettled } from './park.ts'
import { handoverRoutes } from './routes.ts'
import type { Backing } from './store-backup.ts'

export { handedOn } from './store-handed.ts'
export { HANDOVER_NEWS } from './news.ts'
export { handoverProbes } from './probes.ts'
export { handoverWords } from './words.ts'
export { accept, decline, offer, reverse, withdraw } from './commands.ts'
export type { OfferInput, Transferables } from './commands.ts'
export type { BackupInput, Sealed } from './backup.ts'
export type { ParkInput, Parked, Unsettled } from './park.ts'

/** What seeing somebody off takes of this room, each in the caller's own transaction. */
export type Handover = {
  /** Reads what these people hold, for all that is done about it in this transaction: for when several are seen off. */
  readonly readHeld: (at: Where, memberIds: readonly string[]) => Promise<void>
  /** From now on what this person holds is read anew: something came to them, or went. */
  readonly forgetHeld: (at: Where, memberId: string) => void
  /** Whether there is anything of a person to park. */
  readonly holdsToPark: (at: Where, memberId: string) => Promise<boolean>
  /** Seals what a person holds; call it before anything is taken. */
  readonly takeBackup: (tally: Backing, input: BackupInput) => Promise<Sealed>
  /** Gives everything that goes to a successor to a custodian at once. */
  readonly park: (tally: Passing, input: ParkInput) => Promise<Parked>
  /** What would have no owner, were the person gone, with the open offers. */
  readonly unsettledOf: (at: Where, memberId: string, now: Date) => Promise<readonly Unsettled[]>
}

export type HandoverRoomParts = {
  readonly holdings: readonly Holding[]
  readonly blobs: Blobs
  readonly names: Names
}

/** What can go over, by kind. */
export function transferables(holdings: readonly Holding[]): ReadonlyMap<HandedKind, Transferable> {
  const goes = holdings.filter((holding) => holding.goes === 'successor')
  return new Map(goes.map((holding) => [holding.kind, holding]))
}

/** The room of hand-overs and backups, over everything there is to hold. */
export function handoverRoom({ holdings, blobs, names }: HandoverRoomParts) {
  const handed = transferables(holdings)
  return {
    name: 'handover',
    routes: (doors: Doors): void => handoverRoutes(doors, { holdings, handed, blobs, names }),
    readHeld: (at: Where, memberIds: readonly string[]) => readHeld(at, holdings, memberIds),
    forgetHeld,
    holdsToPark: (at: Where, memberId: string) => holdsToPark(at, handed, memberId),
    takeBackup: (tally: Backing, input: BackupInput) => takeBackup(tally, holdings, input),
    park: (tally: Passing, input: ParkInput) => park(tally, handed, input),
    unsettledOf: (at: Where, memberId: string, now: Date) => unsettledOf(at, handed, memberId, now),
  } as const satisfies Handover & { readonly name: string; readonly routes: unknown }
}
