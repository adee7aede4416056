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
export { modules } from './permission.ts'
export type { ModuleKey, Permission, PermissionKind, PermissionScope, Risk } from './permission.ts'
export { builtInRoles, grantable } from './roles.ts'
export type { BuiltInRole } from './roles.ts'
export type * from './events.ts'
export { emptyFacts, setRevision } from './facts.ts'
export type { Facts } from './facts.ts'
export { apply } from './apply.ts'
export { check, handleOf } from './check.ts'
export { targetOf } from './scope.ts'
export type { TargetRef } from './scope.ts'
export { decide, explain } from './decide.ts'
export type { Considered, Explanation } from './decide.ts'
export { tierOf } from './tiers.ts'
export {
  administratorOf,
  administratorsOf,
  grantOf,
  grantsOf,
  restrictionOf,
  restrictionsOf,
} from './rows.ts'
export type { AdministratorRow, GrantRow, RestrictionRow } from './rows.ts'
export { usesOf } from './uses.ts'
export type { Thing, Use } from './uses.ts'
export { fork, liveGrants, liveRestrictions, seatsInForce } from './live.ts'
export {
  appointmentsOf,
  departmentContains,
  departmentsOf,
  headOf,
  membersOf,
  parentOf,
  rootOf,
  speaksOf,
  statusOf,
} from './people.ts'
export type { AppointmentRow } from './people.ts'
export { mayAdmit, mayAppoint, mayGive, mayRestrict, targetOfSubject } from './ceiling.ts'
export type { Admission, Gift, Office, Verdict } from './ceiling.ts'
export { whatCan, whoCan } from './read.ts'
export type { Ability, Held, Reach } from './read.ts'
export { dump, snapshot } from './dump.ts'
