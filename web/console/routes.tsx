import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { AnyRoute } from '@tanstack/react-router'
import { texts } from '../search.ts'

/** The console's pages, and the sheet one prints without its frame, to hang below the gate that needs somebody signed in. */
export function signedConsole<Parent extends AnyRoute>(parent: () => Parent) {
  const shell = createRoute({
    getParentRoute: parent,
    path: '/console',
    component: lazyRouteComponent(() => import('./console-shell.tsx'), 'ConsoleShell'),
  })
  const below = () => shell
  const overview = createRoute({
    getParentRoute: below,
    path: '/',
    component: lazyRouteComponent(() => import('./overview.tsx'), 'OverviewPage'),
  })
  const settings = createRoute({
    getParentRoute: below,
    path: '/settings',
    component: lazyRouteComponent(() => import('./settings/settings-page.tsx'), 'SettingsPage'),
  })
  const protection = createRoute({
    getParentRoute: below,
    path: '/protection',
    component: lazyRouteComponent(() => import('./protection/protection-page.tsx'), 'ProtectionPage'),
  })
  const directory = directoryPages(below)
  const authority = authorityPages(below)
  const receipt = createRoute({
    getParentRoute: parent,
    path: '/console/revocations/$revocationId/receipt',
    component: lazyRouteComponent(() => import('./revocations/receipt-page.tsx'), 'ReceiptPage'),
  })
  return [
    shell.addChildren([
      ...requestPages(below),
      overview,
      ...directory,
      ...authority,
      ...planPages(below),
      ...revocationPages(below),
      protection,
      ...creatorPages(below),
      ...criticalPages(below),
      settings,
    ]),
    receipt,
    dutiesPage(parent),
  ] as const
}

function directoryPages<Parent extends AnyRoute>(below: () => Parent) {
  const members = createRoute({
    getParentRoute: below,
    path: '/members',
    validateSearch: texts('department', 'below', 'find', 'status', 'tier', 'member'),
    component: lazyRouteComponent(() => import('./members/members-page.tsx'), 'MembersPage'),
  })
  const profile = createRoute({
    getParentRoute: below,
    path: '/members/$memberId',
    validateSearch: texts('find', 'show', 'tab', 'permission'),
    component: lazyRouteComponent(() => import('./profile/profile-page.tsx'), 'ProfilePage'),
  })
  const handover = createRoute({
    getParentRoute: below,
    path: '/members/$memberId/handover',
    component: lazyRouteComponent(() => import('./handover/handover-page.tsx'), 'HandoverPage'),
  })
  const positions = createRoute({
    getParentRoute: below,
    path: '/positions',
    validateSearch: texts('find', 'position'),
    component: lazyRouteComponent(() => import('./directory/positions-page.tsx'), 'PositionsPage'),
  })
  const groups = createRoute({
    getParentRoute: below,
    path: '/groups',
    validateSearch: texts('find', 'group'),
    component: lazyRouteComponent(() => import('./directory/groups-page.tsx'), 'GroupsPage'),
  })
  const visibility = createRoute({
    getParentRoute: below,
    path: '/visibility',
    validateSearch: texts('find', 'kind', 'ended', 'open'),
    component: lazyRouteComponent(() => import('./visibility/visibility-page.tsx'), 'VisibilityPage'),
  })
  const imports = createRoute({
    getParentRoute: below,
    path: '/imports',
    component: lazyRouteComponent(() => import('./imports/imports-page.tsx'), 'ImportsPage'),
  })
  const oneImport = createRoute({
    getParentRoute: below,
    path: '/imports/$importId',
    validateSearch: texts('outcome'),
    component: lazyRouteComponent(() => import('./imports/import-page.tsx'), 'ImportPage'),
  })
  return [members, profile, handover, positions, groups, visibility, imports, oneImport] as const
}

function authorityPages<Parent extends AnyRoute>(below: () => Parent) {
  const administrators = createRoute({
    getParentRoute: below,
    path: '/administrators',
    validateSearch: texts('tab', 'ended', 'find', 'open', 'member', 'seat', 'department'),
    component: lazyRouteComponent(() => import('./authority/administrators-page.tsx'), 'AdministratorsPage'),
  })
  const grants = createRoute({
    getParentRoute: below,
    path: '/grants',
    validateSearch: texts('member', 'permission', 'ended', 'open'),
    component: lazyRouteComponent(() => import('./authority/grants-page.tsx'), 'GrantsPage'),
  })
  const restrictions = createRoute({
    getParentRoute: below,
    path: '/restrictions',
    validateSearch: texts('member', 'permission', 'ended', 'open'),
    component: lazyRouteComponent(() => import('./authority/restrictions-page.tsx'), 'RestrictionsPage'),
  })
  const roles = createRoute({
    getParentRoute: below,
    path: '/roles',
    validateSearch: texts('find', 'role', 'kind', 'has', 'compare'),
    component: lazyRouteComponent(() => import('./authority/roles-page.tsx'), 'RolesPage'),
  })
  const explorer = createRoute({
    getParentRoute: below,
    path: '/explorer',
    validateSearch: texts('tab', 'member', 'permission', 'target', 'at'),
    component: lazyRouteComponent(() => import('./explorer/explorer-page.tsx'), 'ExplorerPage'),
  })
  const ledger = createRoute({
    getParentRoute: below,
    path: '/ledger',
    validateSearch: texts('tree', 'event', 'member', 'entry'),
    component: lazyRouteComponent(() => import('./ledger/ledger-page.tsx'), 'LedgerPage'),
  })
  return [administrators, grants, restrictions, roles, explorer, ledger] as const
}

function planPages<Parent extends AnyRoute>(below: () => Parent) {
  const plans = createRoute({
    getParentRoute: below,
    path: '/plans',
    validateSearch: texts('member', 'state'),
    component: lazyRouteComponent(() => import('./plans/plans-page.tsx'), 'PlansPage'),
  })
  const fresh = createRoute({
    getParentRoute: below,
    path: '/plans/new',
    validateSearch: texts('member', 'what', 'import'),
    component: lazyRouteComponent(() => import('./plans/new-plan-page.tsx'), 'NewPlanPage'),
  })
  const plan = createRoute({
    getParentRoute: below,
    path: '/plans/$planId',
    validateSearch: texts('state'),
    component: lazyRouteComponent(() => import('./plans/plan-page.tsx'), 'PlanPage'),
  })
  return [plans, fresh, plan] as const
}

function revocationPages<Parent extends AnyRoute>(below: () => Parent) {
  const revocations = createRoute({
    getParentRoute: below,
    path: '/revocations',
    validateSearch: texts('member', 'state', 'reason', 'what'),
    component: lazyRouteComponent(() => import('./revocations/revocations-page.tsx'), 'RevocationsPage'),
  })
  const revocation = createRoute({
    getParentRoute: below,
    path: '/revocations/$revocationId',
    component: lazyRouteComponent(() => import('./revocations/revocation-page.tsx'), 'RevocationPage'),
  })
  return [revocations, revocation] as const
}

function requestPages<Parent extends AnyRoute>(below: () => Parent) {
  const requests = createRoute({
    getParentRoute: below,
    path: '/requests',
    validateSearch: texts('tab', 'view', 'state', 'kind', 'member', 'permission', 'find', 'days', 'show'),
    component: lazyRouteComponent(() => import('./requests/requests-page.tsx'), 'RequestsPage'),
  })
  const request = createRoute({
    getParentRoute: below,
    path: '/requests/$requestId',
    component: lazyRouteComponent(() => import('./requests/request-page.tsx'), 'RequestPage'),
  })
  return [requests, request] as const
}

function creatorPages<Parent extends AnyRoute>(below: () => Parent) {
  const creator = createRoute({
    getParentRoute: below,
    path: '/creator',
    component: lazyRouteComponent(() => import('./creator/creator-page.tsx'), 'CreatorPage'),
  })
  const start = createRoute({
    getParentRoute: below,
    path: '/creator/new',
    validateSearch: texts('find', 'successor', 'becomes', 'step'),
    component: lazyRouteComponent(() => import('./creator/start-page.tsx'), 'StartPage'),
  })
  const transfer = createRoute({
    getParentRoute: below,
    path: '/creator/transfers/$transferId',
    component: lazyRouteComponent(() => import('./creator/transfer-page.tsx'), 'TransferPage'),
  })
  const checklist = createRoute({
    getParentRoute: below,
    path: '/creator/transfers/$transferId/checklist',
    component: lazyRouteComponent(() => import('./creator/checklist-page.tsx'), 'ChecklistPage'),
  })
  const claims = createRoute({
    getParentRoute: below,
    path: '/creator/claims',
    component: lazyRouteComponent(() => import('./creator/claims-page.tsx'), 'ClaimsPage'),
  })
  const claim = createRoute({
    getParentRoute: below,
    path: '/creator/claims/$claimId',
    component: lazyRouteComponent(() => import('./creator/claim-page.tsx'), 'ClaimPage'),
  })
  return [creator, start, transfer, checklist, claims, claim] as const
}

/** A sheet one prints, so without the frame. */
const dutiesPage = <Parent extends AnyRoute>(parent: () => Parent) =>
  createRoute({
    getParentRoute: parent,
    path: '/console/creator/duties',
    component: lazyRouteComponent(() => import('./creator/duties-page.tsx'), 'DutiesPage'),
  })

function criticalPages<Parent extends AnyRoute>(below: () => Parent) {
  const critical = createRoute({
    getParentRoute: below,
    path: '/critical',
    validateSearch: texts('tab'),
    component: lazyRouteComponent(() => import('./critical/critical-page.tsx'), 'CriticalPage'),
  })
  const half = createRoute({
    getParentRoute: below,
    path: '/critical/$halfId',
    component: lazyRouteComponent(() => import('./critical/half-page.tsx'), 'HalfPage'),
  })
  return [critical, half] as const
}
