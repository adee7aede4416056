export { endSeatsOf, refuseIfIndispensable } from './commands/administrators.ts'
export { giveSeatsAgain, handOnEvents, handOnTheSeat, refuseIfNoSuperStays } from './commands/creator.ts'
export type { HandOn, HandedOn } from './commands/creator.ts'
export { foundAuthority } from './commands/found.ts'
export { endGrant, endGrantsOf, writeGrant } from './commands/grants.ts'
export { liftAndRecord, writeRestriction } from './commands/restrictions.ts'
export { writeExtension } from './commands/lives.ts'
export { keepHeadSeats } from './commands/heads.ts'
export { authorityCommands } from './commands/index.ts'
export { authorityHoldings } from './holdings.ts'
export { authorityRoutes } from './routes.ts'
export { pathsGiving, takeable } from './commands/take-back.ts'
export type { KeptPath, TakenRight } from './commands/take-back.ts'
export { lookedAt, lookerAtRules, looksEverywhere, mayLookAt, somewhere } from './looking.ts'
export { lostBy } from './lost.ts'
export type { People } from './looking.ts'
export { actorLabel, namesWanted, scopeLabel } from './names.ts'
export type { DecidedBy } from './rule.ts'
export type { Locale, Names } from './names.ts'
export { foresee, grownReach, showPreview } from './preview.ts'
export { personalGrants, readRoleKeys } from './personal.ts'
export type { PersonalGrant } from './personal.ts'
export { authorityProbes } from './probes.ts'
export { snapshotAuthority } from './snapshot.ts'
export { lockGrant, lockGrantsOf, lockRestriction, rulesByIds } from './store.ts'
export type { GrantRow, RestrictionRow } from './store.ts'
export {
  grantLabels,
  permissionWords,
  roleNamesOf,
  rulesNamed,
  showGrants,
  showRestrictions,
} from './views.ts'
