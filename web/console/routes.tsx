import { Outlet, createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { AnyRoute } from '@tanstack/react-router'

/** The console's pages, to hang below the gate that needs somebody signed in. */
export function signedConsole<Parent extends AnyRoute>(parent: () => Parent) {
  const shell = createRoute({ getParentRoute: parent, path: '/console', component: Outlet })
  const overview = createRoute({
    getParentRoute: () => shell,
    path: '/',
    component: lazyRouteComponent(() => import('./overview.tsx'), 'OverviewPage'),
  })
  return shell.addChildren([overview])
}
