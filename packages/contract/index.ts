import { authority } from './authority.ts'
import { batches } from './batches.ts'
import { calendar } from './calendar.ts'
import { claims } from './claims.ts'
import { directory } from './directory.ts'
import { deviceFactors, factors } from './factors-routes.ts'
import { criticalActs, halves } from './halves.ts'
import { handover } from './handover.ts'
import { identity } from './identity.ts'
import { ledger } from './ledger.ts'
import { files, messaging } from './messaging.ts'
import { notices } from './notices.ts'
import { plans } from './plans.ts'
import { protection } from './protection.ts'
import { problemReports, requests } from './requests-routes.ts'
import { revocations } from './revocations.ts'
import { afterRevocations } from './revocations-after.ts'
import { transfers } from './transfer-routes.ts'
import { visibility } from './visibility.ts'

export * from './common.ts'
export * from './socket.ts'
export type { Answered, Caller, Media, Route, Sent } from './route.ts'
export {
  PASSWORD_MAX,
  PASSWORD_MIN,
  STEP_UP_HEADER,
  STEP_UP_NEEDED,
  banner,
  login,
  me,
  memberStatus,
  session,
  tier,
} from './identity.ts'
export type { Banner, Me, SessionView, SignInAnswer } from './identity.ts'
export {
  appointment,
  departmentTree,
  email,
  group,
  memberCard,
  memberRow,
  phone,
  position,
} from './directory.ts'
export type { DepartmentTree, MemberCard, MemberRow } from './directory.ts'
export { VIEWERS_MAX, hideableField, visibilityRule, visibilityTerms } from './visibility-terms.ts'
export type { HideableField, VisibilityRuleView, VisibilityTerms } from './visibility-terms.ts'
export { importRow, importView, rowOutcome } from './imports.ts'
export type { ImportView } from './imports.ts'
export { administrator, grant, headsView, permissionProfile, restriction } from './authority.ts'
export { grantLife, howEnded } from './grants.ts'
export type { GrantLife } from './grants.ts'
export { BULK_RIGHTS_MAX, BULK_SUBJECTS_MAX, drift, role, roleHolder, template } from './roles.ts'
export type { DriftView, RoleView, TemplateView } from './roles.ts'
export { ceiling, right, scope, subject, target } from './terms.ts'
export { ALIKE_MAX, ALIKE_PEOPLE_MAX, EVALUATIONS_MAX, alike, path, preview } from './decisions.ts'
export type { AlikeView, DecisionView, PathView, PersonNamed, PreviewView } from './decisions.ts'
export type {
  AdministratorView,
  ChartSeat,
  GrantView,
  PermissionProfile,
  RestrictionView,
} from './authority.ts'
export { OWN_DAYS_MAX } from './calendar.ts'
export type { SpecialDays, WorkingTimeTerms, WorkingTimeView } from './calendar.ts'
export { BATCH_STEPS_MAX } from './batches.ts'
export type { BatchStep } from './batches.ts'
export { HOLDINGS_SHOWN_MAX, OFFER_ITEMS_MAX, handedKind, holdingKind } from './handover.ts'
export type {
  BackupLine,
  Fate,
  HandedKind,
  HandoverOffer,
  HoldingKind,
  HoldingView,
  Occasion,
  OfferState,
} from './handover.ts'
export type { LedgerEntryView, Verification } from './ledger.ts'
export { conversation, fileView, message } from './messaging.ts'
export type {
  Conversation,
  ConversationMember,
  ConversationView,
  FileView,
  Message,
  SystemLine,
} from './messaging.ts'
export { LINE_NAMES_MAX, lineWords } from './messaging-lines.ts'
export type { Notice } from './notices.ts'
export type { ProtectionView } from './protection.ts'
export {
  CLAIM_CHALLENGE_ALONE_MS,
  CLAIM_CHALLENGE_MS,
  CLAIM_EVIDENCE_MAX,
  CLAIM_FILE_BYTES_MAX,
  claimState,
} from './claims.ts'
export type { ClaimView } from './claims.ts'
export {
  PASSKEYS_MAX,
  RECOVERY_CODES,
  factorNeed,
  factorNeeds,
  linkPurpose,
  linkState,
  proofMethod,
  protectionProfile,
} from './factors.ts'
export type {
  FactorNeed,
  FactorNeeds,
  FactorsView,
  LinkAsked,
  LinkShown,
  LinkState,
  PendingSignIn,
  ProofBrought,
  ProofMethod,
  ProtectionProfile,
} from './factors.ts'
export {
  TRANSFERS_A_DAY,
  VETOES,
  checklistItem,
  formerBecomes,
  transferConsent,
  transferEvent,
  transferState,
  transferTimes,
} from './transfer.ts'
export type { ChecklistView, FormerBecomes, SuccessorView, TransferState, TransferView } from './transfer.ts'
export {
  ACTS_SHOWN_MS,
  HALF_MS,
  SECOND_HALF_HEADER,
  SECOND_HALF_NEEDED,
  TAKE_BACK_MS,
  halfState,
} from './halves.ts'
export type { CriticalAct, HalfState, HalfView } from './halves.ts'
export { PLAN_PEOPLE_MAX, planAsks, planItemState, planState, planWhat } from './plans.ts'
export type {
  PlanItem,
  PlanItemState,
  PlanLine,
  PlannedPerson,
  PlanState,
  PlanView,
  PlanWhat,
} from './plans.ts'
export {
  residualPath,
  revocationEnding,
  revocationReason,
  revocationState,
  revocationWhat,
  surfaceKinds,
} from './revocations.ts'
export type {
  RevocationCheck,
  RevocationLine,
  RevocationPlace,
  RevocationReason,
  RevocationState,
  RevocationSurface,
  RevocationWhat,
  RevocationView,
  SurfaceKind,
  UntriedReason,
  ResidualPath,
  RevocationEnding,
} from './revocations.ts'
export { contestState, restoreItem, revocationAfter, revocationAttempt } from './revocations-after.ts'
export type {
  ContestState,
  RestoreItem,
  RevocationAfter,
  RevocationAttempt,
  RevocationReturn,
} from './revocations-after.ts'
export {
  ENDORSEMENT_MAX,
  EVIDENCE_MAX,
  REQUEST_RIGHTS_MAX,
  openRequestStates,
  rejection,
  requestKind,
  requestNeed,
  requestState,
  routeWho,
  stageWho,
} from './requests.ts'
export type {
  Evidence,
  Rejection,
  RequestCard,
  RequestEvent,
  RequestKind,
  RequestLine,
  RequestNeed,
  RequestPerson,
  RequestStage,
  RequestState,
  RequestView,
  RequestedRight,
  RouteWho,
  ShownTerms,
  StageWho,
} from './requests.ts'
export { QUESTIONS_MAX, STAGES_MAX, flow } from './requests-flow.ts'
export type {
  DeputyView,
  Flow,
  FlowDryRun,
  FlowQuestion,
  FlowRule,
  FlowStage,
  FlowView,
  RequestMeasures,
} from './requests-flow.ts'
export type { Askable, ProblemReport, Suspension } from './requests-routes.ts'
export { actWordsOf, hasActWords } from './act-words.ts'
export { refusals, wordsOf } from './refusals.ts'
export type { RefusalCode } from './refusals.ts'

/** Every door of the product, by room. */
export const contract = {
  identity,
  factors: { ...factors, ...deviceFactors },
  protection,
  directory: { ...directory, ...visibility },
  authority,
  ledger,
  calendar,
  notices,
  plans,
  revocations: { ...revocations, ...afterRevocations },
  requests,
  problemReports,
  transfers,
  handover,
  messaging,
  files,
  batches,
  claims,
  halves,
  criticalActs,
} as const
