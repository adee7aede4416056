export { actorText } from './act.ts'
export type { Act, Actor, Channel, Kind } from './act.ts'
export { asRefusal } from './failures.ts'
export { performOn, rehearseOn } from './perform.ts'
export type {
  AfterCritical,
  Command,
  CriticalAct,
  Hooks,
  Perform,
  Performed,
  Rehearse,
  Rehearsed,
} from './perform.ts'
export { allowed, permit, refusalOf } from './permit.ts'
export type { Tally } from './permit.ts'
export { isCritical, isRehearsal, proved } from './proof.ts'
export type { Proof, ProofMethod, Proved } from './proof.ts'
export { publish, record } from './record.ts'
export type { Beside, RoomEvent } from './record.ts'
