/**
 * What a member can hold. Each room that keeps something about a member gives one of these for each kind, and whoever
 * sees somebody off covers all of them without knowing any room.
 */
export { byHolder, heldByOne, totalIn } from './holding.ts'
export type {
  EndingHolding,
  HandOver,
  HeldItem,
  Holding,
  ItemFate,
  Passing,
  Transferable,
  Where,
} from './holding.ts'
