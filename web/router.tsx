import {
  Outlet,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { contract } from '@hufu/contract'
import { ask } from './data/ask.ts'
import { meQuery } from './data/me.ts'
import { isProblem } from './data/problem.ts'
import { queryClient } from './data/queries.ts'
import { signedConsole } from './console/routes.tsx'
import { creatorPages } from './transfer/routes.tsx'
import { bareRequestPages, requestPages } from './requests/routes.tsx'
import { texts } from './search.ts'
import { CrashPage, NotFoundPage } from './ui/whole-page.tsx'
import { PageSkeleton } from './ui/states.tsx'
import { locale } from './words/locale.ts'
import { speak } from './words/words.ts'

const root = createRootRoute({
  component: Outlet,
  notFoundComponent: NotFoundPage,
  errorComponent: CrashPage,
})

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  validateSearch: texts('code'),
  component: lazyRouteComponent(() => import('./entry/setup.tsx'), 'SetupPage'),
})
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: texts('back', 'because'),
  component: lazyRouteComponent(() => import('./entry/sign-in.tsx'), 'SignInPage'),
})
const activate = createRoute({
  getParentRoute: () => root,
  path: '/activate',
  validateSearch: texts('code'),
  component: lazyRouteComponent(() => import('./entry/activate.tsx'), 'ActivatePage'),
})
/** Outside of the gate: who has scanned a code and is not signed in is told so, and the code stays out of the address of the sign-in. */
const link = createRoute({
  getParentRoute: () => root,
  path: '/link',
  component: lazyRouteComponent(() => import('./proving/link-page.tsx'), 'LinkPage'),
})

/** Everything below needs somebody signed in; without, it leads to the set-up or the sign-in and back again. */
export const signed = createRoute({
  getParentRoute: () => root,
  id: 'signed',
  beforeLoad: async ({ location }) => {
    try {
      const me = await queryClient.query({ ...meQuery, staleTime: 'static' })
      // A suspended account has one page; that page is for nobody else.
      const isThere = location.pathname === '/suspended'
      if ((me.status === 'suspended') !== isThere) throw redirect({ to: isThere ? '/' : '/suspended' })
      if (me.locale !== locale() && localStorage.getItem('hufu.locale') === null) await speak(me.locale)
    } catch (error) {
      if (!isProblem(error) || error.status !== 401) throw error
      const { needed } = await ask(contract.identity.setupState, {})
      if (needed) throw redirect({ to: '/setup' })
      throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { back: location.href } })
    }
  },
  component: lazyRouteComponent(() => import('./ui/signed.tsx'), 'Signed'),
})

const work = createRoute({
  getParentRoute: () => signed,
  id: 'work',
  component: lazyRouteComponent(() => import('./ui/messenger-shell.tsx'), 'MessengerShell'),
})
const messages = createRoute({
  getParentRoute: () => work,
  path: '/',
  validateSearch: texts('c', 'find'),
  component: lazyRouteComponent(() => import('./messenger/messages.tsx'), 'MessagesPage'),
})
const contacts = createRoute({
  getParentRoute: () => work,
  path: '/contacts',
  validateSearch: texts('department', 'member', 'find'),
  component: lazyRouteComponent(() => import('./messenger/contacts.tsx'), 'ContactsPage'),
})
const workbench = createRoute({
  getParentRoute: () => work,
  path: '/workbench',
  component: lazyRouteComponent(() => import('./messenger/workbench.tsx'), 'WorkbenchPage'),
})
const self = createRoute({
  getParentRoute: () => work,
  path: '/me',
  component: lazyRouteComponent(() => import('./self/me.tsx'), 'MePage'),
})
const security = createRoute({
  getParentRoute: () => work,
  path: '/me/security',
  component: lazyRouteComponent(() => import('./self/security/security-page.tsx'), 'SecurityPage'),
})
const myPermissions = createRoute({
  getParentRoute: () => work,
  path: '/me/permissions',
  validateSearch: texts('lookFor', 'tab', 'why', 'by'),
  component: lazyRouteComponent(() => import('./self/my-permissions.tsx'), 'MyPermissionsPage'),
})

const myNotices = createRoute({
  getParentRoute: () => work,
  path: '/me/notices',
  component: lazyRouteComponent(() => import('./self/notices.tsx'), 'NoticesPage'),
})
const myRevocation = createRoute({
  getParentRoute: () => work,
  path: '/me/revocations/$revocationId',
  component: lazyRouteComponent(() => import('./self/my-revocation.tsx'), 'MyRevocationPage'),
})

const myHandovers = createRoute({
  getParentRoute: () => work,
  path: '/me/handovers',
  component: lazyRouteComponent(() => import('./self/handovers.tsx'), 'MyHandoversPage'),
})

const routeTree = root.addChildren([
  setup,
  signIn,
  activate,
  link,
  signed.addChildren([
    work.addChildren([
      messages,
      contacts,
      workbench,
      self,
      security,
      myPermissions,
      myNotices,
      myHandovers,
      myRevocation,
      ...requestPages(() => work),
      ...creatorPages(() => work),
    ]),
    ...bareRequestPages(() => signed),
    ...signedConsole(() => signed),
  ]),
])

/** The one router of the page. */
export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  defaultPendingComponent: PageSkeleton,
  defaultPendingMs: 300,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
