import { getRouteApi } from '@tanstack/react-router'

/** Addresses of the administrators' page hold the filters and the open seat. */
export const administratorsRoute = getRouteApi('/signed/console/administrators')
