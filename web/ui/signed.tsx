import { Outlet } from '@tanstack/react-router'
import { Suspense, lazy } from 'react'
import { useLine } from '../data/line.tsx'
import { useMe } from '../data/me.ts'
import { ReportDialog } from '../requests/report-dialog.tsx'
import { PageSkeleton } from './states.tsx'

const LimitedPage = lazy(async () => ({
  default: (await import('../self/security/limited-page.tsx')).LimitedPage,
}))

/** Around every page of somebody signed in; a session that has not proved enough sees one page at every address. */
export function Signed() {
  return useMe().limited ? (
    <Suspense fallback={<PageSkeleton />}>
      <LimitedPage />
    </Suspense>
  ) : (
    <Lined />
  )
}

/** The line to the server stays open, and problems can be reported. */
function Lined() {
  useLine()
  return (
    <>
      <Outlet />
      <ReportDialog />
    </>
  )
}
