import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { AnyRoute } from '@tanstack/react-router'
import { texts } from '../search.ts'

/** Pages of requests in the messenger's frame: my own, asking, and what waits for me. */
export function requestPages<Parent extends AnyRoute>(below: () => Parent) {
  const mine = createRoute({
    getParentRoute: below,
    path: '/me/requests',
    validateSearch: texts('find', 'show'),
    component: lazyRouteComponent(() => import('./my-requests.tsx'), 'MyRequestsPage'),
  })
  const fresh = createRoute({
    getParentRoute: below,
    path: '/me/requests/new',
    validateSearch: texts('permission', 'role', 'place', 'lost', 'grant', 'for', 'draft', 'again'),
    component: lazyRouteComponent(() => import('./ask-page.tsx'), 'AskPage'),
  })
  const one = createRoute({
    getParentRoute: below,
    path: '/me/requests/$requestId',
    component: lazyRouteComponent(() => import('./my-request.tsx'), 'MyRequestPage'),
  })
  const deputies = createRoute({
    getParentRoute: below,
    path: '/me/deputies',
    component: lazyRouteComponent(() => import('./deputies.tsx'), 'DeputiesPage'),
  })
  const waiting = createRoute({
    getParentRoute: below,
    path: '/requests',
    component: lazyRouteComponent(() => import('./waiting-page.tsx'), 'WaitingPage'),
  })
  const deciding = createRoute({
    getParentRoute: below,
    path: '/requests/$requestId',
    component: lazyRouteComponent(() => import('./deciding-page.tsx'), 'DecidingPage'),
  })
  return [mine, fresh, one, deputies, waiting, deciding] as const
}

/** Pages without a frame: a sheet one prints, and the only page of a suspended account. */
export function bareRequestPages<Parent extends AnyRoute>(below: () => Parent) {
  const print = createRoute({
    getParentRoute: below,
    path: '/me/requests/$requestId/print',
    component: lazyRouteComponent(() => import('./evidence-page.tsx'), 'EvidencePage'),
  })
  const suspended = createRoute({
    getParentRoute: below,
    path: '/suspended',
    component: lazyRouteComponent(() => import('./suspended-page.tsx'), 'SuspendedPage'),
  })
  return [print, suspended] as const
}
