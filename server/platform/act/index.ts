export { actorText } from './act.ts'
export type { Act, Actor, Channel, Kind } from './act.ts'
export { asRefusal } from './failures.ts'
export type { AfterChange, AfterCritical, Changed, CriticalAct, Hooks } from './hooks.ts'
export { performOn } from './perform.ts'
export type { Command, Perform, Performed } from './perform.ts'
export { rehearseOn, tryOn } from './rehearse.ts'
export type { Rehearse, Rehearsed, Try } from './rehearse.ts'
export { allowed, demandProof, permit, refusalOf } from './permit.ts'
export type { Tally } from './permit.ts'
export { isCritical, isRehearsal, proved } from './proof.ts'
export type { Proof, ProofMethod, Proved } from './proof.ts'
export {
  couldMeet,
  factorProjection,
  kindsOf,
  meets,
  needOf,
  provingProjections,
  strengthAsked,
} from './factors.ts'
export type { FactorKind, FactorState, ProvenFor } from './factors.ts'
export { profileOf, protectionProjection, usualProtection } from './protection.ts'
export type { Protection } from './protection.ts'
export { decidedBy, demandSecond, seconderOf } from './second.ts'
export type { Half, Seconded, Wanted } from './second.ts'
export { publish, record } from './record.ts'
export type { Beside, RoomEvent } from './record.ts'
