import { getRouteApi } from '@tanstack/react-router'

/** Addresses of the members' page hold the department, the filters and the open person. */
export const membersRoute = getRouteApi('/signed/console/members')
