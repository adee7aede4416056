import { appoint, changeSeat, endAdministrator } from './administrators.ts'
import { endGrant, give } from './grants.ts'
import { placeResource, removeResource } from './resources.ts'
import { lift, restrict } from './restrictions.ts'
import { changeRole, createRole, removeRole } from './roles.ts'
import { takeBack } from './take-back.ts'

/** The verbs of this room by the names that batches and logs use. */
export const authorityCommands = {
  'administrators.appoint': appoint,
  'administrators.change': changeSeat,
  'administrators.end': endAdministrator,
  'grants.give': give,
  'grants.end': endGrant,
  'restrictions.place': restrict,
  'restrictions.lift': lift,
  'roles.create': createRole,
  'roles.change': changeRole,
  'roles.remove': removeRole,
  'resources.place': placeResource,
  'resources.remove': removeResource,
  'members.revoke': takeBack,
} as const
