import { appoint, changeSeat, endAdministrator } from './administrators.ts'
import { give, giveMany } from './grants.ts'
import { setHeads } from './heads.ts'
import { extendGrant, relinquish, resumeGrant, suspendGrant } from './lives.ts'
import { placeResource, removeResource } from './resources.ts'
import { lift, restrict, restrictMany } from './restrictions.ts'
import { changeRole, createRole, removeRole, replaceRole } from './roles.ts'
import { takeBack } from './take-back.ts'
import { setTemplate } from './templates.ts'

/** The verbs of this room by the names that batches and logs use. */
export const authorityCommands = {
  'administrators.appoint': appoint,
  'administrators.change': changeSeat,
  'administrators.end': endAdministrator,
  'grants.give': give,
  'grants.suspend': suspendGrant,
  'grants.resume': resumeGrant,
  'grants.extend': extendGrant,
  'grants.relinquish': relinquish,
  'administrators.heads': setHeads,
  'grants.give-many': giveMany,
  'restrictions.place': restrict,
  'restrictions.place-many': restrictMany,
  'restrictions.lift': lift,
  'roles.create': createRole,
  'roles.change': changeRole,
  'roles.remove': removeRole,
  'roles.replace': replaceRole,
  'positions.set-template': setTemplate,
  'resources.place': placeResource,
  'resources.remove': removeResource,
  'members.revoke': takeBack,
} as const
