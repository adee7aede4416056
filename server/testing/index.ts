export { emptyDatabase, testDatabase } from './database.ts'
export { atTheirWord, because, company } from './company.ts'
export type { Company, Where, Who } from './company.ts'
export type { TestDatabase } from './database.ts'
export { PASSWORD, departAlone, foundedHouse, openHouse } from './house.ts'
export type { Founded, House, HouseOptions } from './house.ts'
export { criticalRoutes } from './critical-routes.ts'
export { actOf, browserAt, codeOf } from './browser.ts'
export type { Answer, Asked, Browser } from './browser.ts'
export { agreedHalf, askForHalf, makeStrict, strictNeeds, withHalf } from './strict.ts'
export { mailServer } from './smtp.ts'
export type { MailServer } from './smtp.ts'
export { wireOf, wireWith } from './wire.ts'
export type { Wire } from './wire.ts'
export { golden } from './golden.ts'
export { testRoute } from './doors.ts'
export { cluster } from './cluster.ts'
export type { Cluster, ClusterNode, Player } from './cluster.ts'
export { startServerProcess } from './server-process.ts'
export type { ServerProcess } from './server-process.ts'
export { endingWith, isTrial, rounds, sleep, untilHolds } from './patience.ts'
export { heldOf, slowReader, stalled } from './slow-reader.ts'
export type { Held, SlowReader } from './slow-reader.ts'
/** What a member can hold is one list, for tests of the rooms it is made of as well. */
export { holdings } from '../holdings.ts'
export { freshWord, inDays, runProbe, thingsFor } from './things.ts'
export type { Ground, Runner } from './things.ts'
export { anyAuthor, anyStep, chanceFrom } from './steps.ts'
export type { Chance, Step } from './steps.ts'
export { creatorsIn, gainsOf, mayHandOut, rightsIn, seatsOf, supersIn } from './rights.ts'
export type { HeldRights } from './rights.ts'
export { swaps } from './swaps.ts'
export type { Swap, Thing } from './swaps.ts'
export { isCommit, breakAt, breakAtCommit } from './breaking.ts'
export type { Break, Broken } from './breaking.ts'
export {
  askProved,
  assertLedgerWhole,
  assertVerified,
  employer,
  revocationsOf,
  stateOf,
  viewOf,
} from './taken.ts'
export type { Employed, TakenState } from './taken.ts'
export { authenticatorAt } from './keyring.ts'
export type { Keyring } from './keyring.ts'
export { authenticator, steadyStep } from './authenticator.ts'
export type { Authenticator } from './authenticator.ts'
