export {
  bitOf,
  changes,
  heldByNobody,
  innate,
  isPermission,
  permission,
  permissions,
  permissionsOf,
} from './catalogue.ts'
export type { CatalogueEntry, PermissionKey } from './catalogue.ts'
export { TEMPORARY_DAYS_MAX, defaultDays, isRisky, modules } from './permission.ts'
export type { ModuleKey, Permission, PermissionKind, PermissionScope, Risk } from './permission.ts'
export { builtInRoles, grantable } from './roles.ts'
export type { BuiltInRole } from './roles.ts'
export type * from './events.ts'
export { emptyFacts, setRevision } from './facts.ts'
export type { Facts } from './facts.ts'
export { apply } from './apply.ts'
export { groupContains, groupsInside, membershipPath, ownGroupsOf } from './groups.ts'
export { check, handleOf } from './check.ts'
export { knowsScope, knowsSubject, memberTarget, targetOf } from './scope.ts'
export type { TargetRef } from './scope.ts'
export { decide, decideAs, explain } from './decide.ts'
export type { Considered, Explanation } from './decide.ts'
export { resourcesOf, searchTargets } from './targets.ts'
export { tierOf } from './tiers.ts'
export { behindOf, secondersOf } from './seconders.ts'
export type { Stood } from './seconders.ts'
export {
  administratorOf,
  administratorsOf,
  grantInForce,
  grantOf,
  grantsOf,
  restrictionOf,
  restrictionsOf,
} from './rows.ts'
export type { AdministratorRow, GrantNow, GrantRow, RestrictionRow } from './rows.ts'
export { usesOf } from './uses.ts'
export type { Thing, Use } from './uses.ts'
export { changesFor, differenceOf } from './difference.ts'
export type { Alike, Change, Coverage, Difference, How } from './difference.ts'
export { escalationOf, ownGrowthOf } from './escalation.ts'
export type { Escalation } from './escalation.ts'
export { fork } from './fork.ts'
export { liveGrants, liveRestrictions, seatsInForce, suspendedGrants, topOf } from './live.ts'
export {
  appointmentsOf,
  headsIn,
  departmentContains,
  departmentsOf,
  headOf,
  membersOf,
  ownMembersOf,
  parentOf,
  rootOf,
  speaksOf,
  statusOf,
} from './people.ts'
export type { AppointmentRow, Heads } from './people.ts'
export { heldIn, peopleAmong, peopleEach, peopleIn } from './census.ts'
export { standingIn } from './standing.ts'
export type { Place, Standing, StandingAsked } from './standing.ts'
export { mayAdmit, mayGive, mayRestrict, targetOfSubject } from './ceiling.ts'
export type { Admission, Gift, Verdict } from './ceiling.ts'
export { mayAppoint, mayMakeHead } from './office.ts'
export type { Office } from './office.ts'
export { heldRights } from './read.ts'
export { looksOverAll, whatCan } from './what.ts'
export { whoCan } from './who.ts'
export type { WhoCan } from './who.ts'
export type { Page } from './who-page.ts'
export type { Ability, Held, Reach } from './read.ts'
export { dump, snapshot } from './dump.ts'
