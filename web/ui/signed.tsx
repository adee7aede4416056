import { Outlet } from '@tanstack/react-router'
import { useLine } from '../data/line.tsx'

/** Around every page of somebody signed in: the line to the server stays open. */
export function Signed() {
  useLine()
  return <Outlet />
}
