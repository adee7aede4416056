/** The catalogue: every permission of the product, once. Server, web, CLI, docs and probes read this list. */
import { addedKeys } from './keys-added.ts'
import { companyKeys } from './keys-company.ts'
import { workKeys } from './keys-work.ts'
import type { ModuleKey, Permission } from './permission.ts'

const rows = [...companyKeys, ...workKeys, ...addedKeys] as const

/** Every permission key there is. */
export type PermissionKey = (typeof rows)[number]['key']

/** One catalogue row; `bit` is its place in the order, for ever. */
export type CatalogueEntry = Permission & { readonly key: PermissionKey; readonly bit: number }

/** All permissions; the index in this list is the permission's bit. */
export const permissions: readonly CatalogueEntry[] = rows.map((entry, bit) => ({ ...entry, bit }))

const byKey: ReadonlyMap<string, CatalogueEntry> = new Map(permissions.map((entry) => [entry.key, entry]))

/** Finds a permission by its key; `undefined` when the catalogue has no such key. */
export function permission(key: PermissionKey): CatalogueEntry
export function permission(key: string): CatalogueEntry | undefined
export function permission(key: string): CatalogueEntry | undefined {
  return byKey.get(key)
}

/** As `permission`, for a key that may have come from anywhere, whatever its type says. */
export const entryOf = (key: string): CatalogueEntry | undefined => byKey.get(key)

/** Tells whether `key` is in the catalogue. */
export const isPermission = (key: string): key is PermissionKey => byKey.has(key)

/** The bit of a permission, or -1 when the catalogue has no such key. */
export const bitOf = (key: string): number => byKey.get(key)?.bit ?? -1

/** The permissions of one module, in catalogue order. */
export const permissionsOf = (module: ModuleKey): readonly CatalogueEntry[] =>
  permissions.filter((entry) => entry.module === module)

/** Keys that belong to being a member: nobody can take them, and a suspended member keeps exactly these. */
export const innate: readonly PermissionKey[] = ['request.submit', 'audit.self.view']

/** The key nobody holds: a company is founded by the one-time set-up code alone. */
export const heldByNobody: PermissionKey = 'sys.org.found'

/** Tells whether a permission changes something; an administration key ending in `.view` only looks. */
export const changes = (key: PermissionKey): boolean => !key.endsWith('.view')
