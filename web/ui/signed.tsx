import { Outlet } from '@tanstack/react-router'
import { useLine } from '../data/line.tsx'
import { ReportDialog } from '../requests/report-dialog.tsx'

/** Around every page of somebody signed in: the line to the server stays open, and problems can be reported. */
export function Signed() {
  useLine()
  return (
    <>
      <Outlet />
      <ReportDialog />
    </>
  )
}
