import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { AnyRoute } from '@tanstack/react-router'

/** Pages of the top seat in the messenger's frame, for whoever is asked for something: also those who see no console. */
export function creatorPages<Parent extends AnyRoute>(below: () => Parent) {
  const transfer = createRoute({
    getParentRoute: below,
    path: '/creator/$transferId',
    component: lazyRouteComponent(() => import('./offered-page.tsx'), 'OfferedPage'),
  })
  const claim = createRoute({
    getParentRoute: below,
    path: '/creator/claims/$claimId',
    component: lazyRouteComponent(() => import('./claimed-page.tsx'), 'ClaimedPage'),
  })
  return [transfer, claim] as const
}
