/** Permissions as bits: a set of permissions is a mask of `WORDS` 32-bit integers. */
import { assert } from '@hufu/kit'
import { bitOf, changes, heldByNobody, innate, permission, permissions } from './catalogue.ts'
import type { PermissionKey } from './catalogue.ts'

/** Integers in one mask. Room for 128 keys; a longer catalogue needs a wider record. */
export const WORDS = 4
assert(permissions.length <= WORDS * 32, 'the catalogue outgrew its masks')

export type Mask = Int32Array

/** Reads an integer column. The index always comes from our own tables, so it is in range. */
export const int = (column: Int32Array, index: number): number => column[index] as number

/** Reads a column of instants (ms since 1970, or ±Infinity), in range as above. */
export const instant = (column: Float64Array, index: number): number => column[index] as number

export const has = (mask: Mask, bit: number): boolean => ((int(mask, bit >>> 5) >>> (bit & 31)) & 1) === 1

/** The mask of these permissions; an unknown key is a bug of ours. */
export function maskOf(keys: Iterable<string>): Mask {
  const mask = new Int32Array(WORDS)
  for (const key of keys) {
    const bit = bitOf(key)
    assert(bit >= 0, `unknown permission ${key}`)
    mask[bit >>> 5] = int(mask, bit >>> 5) | (1 << (bit & 31))
  }
  return mask
}

const keys: readonly PermissionKey[] = permissions.map(({ key }) => key)

/** The permissions of a mask, in catalogue order. */
export function keysOf(mask: Mask): readonly PermissionKey[] {
  const found: PermissionKey[] = []
  for (let word = 0; word < WORDS; word++)
    for (let left = int(mask, word); left !== 0; left &= left - 1) {
      const key = keys[word * 32 + 31 - Math.clz32(left & -left)]
      if (key !== undefined) found.push(key)
    }
  return found
}

const maskWhere = (test: (key: PermissionKey) => boolean): Mask =>
  maskOf(permissions.map(({ key }) => key).filter(test))

/** What grants can give. */
export const featureMask = maskWhere((key) => permission(key).kind === 'feature')

/** What a seat of each tier can hold: everything for the creator but founding, for others also not the creator's keys. */
export const creatorMask = maskWhere(
  (key) => permission(key).kind === 'administration' && key !== heldByNobody,
)
export const superMask = maskWhere((key) => has(creatorMask, bitOf(key)) && !permission(key).creatorOnly)

/** Administration that changes something, and therefore never reaches a person of the same or a higher tier. */
export const changingMask = maskWhere((key) => permission(key).kind === 'administration' && changes(key))

/** Keys that need scope over every appointment of a person. */
export const coversAllMask = maskWhere((key) => permission(key).covers === 'all')

export const innateMask = maskOf(innate)

/**
 * What a creator may do to themself, because nobody stands above to do it: their entry in the directory and their
 * feature rights.
 */
export const ownMask = maskOf([
  'org.member.edit',
  'org.member.move',
  'org.visibility.manage',
  'perm.grant',
  'perm.grant.temp',
  'perm.revoke',
  'perm.restrict',
])

export const revokeBit = bitOf('admin.revoke')
