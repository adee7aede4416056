/** How what is compiled of a member is laid out: fronts and profiles, both lists of integers. */
import { WORDS, instant } from './bits.ts'
import type { Facts } from './facts.ts'
import { LENGTH, lengthAt } from './pool.ts'

/**
 * A front is what most checks read and nothing else: the permissions held over the whole workspace (restrictions
 * already taken away), then those that any entry of the profile mentions.
 */
export const EVERYWHERE = 0
export const TOUCHED = WORDS
/** A profile says where its grants, restrictions and seats end, counted from its start, and something of itself. */
export const GRANTS_END = 0
export const RESTRICTIONS_END = 1
export const SEATS_END = 2
export const ABOUT = LENGTH
export const HEAD = 4
/** In ABOUT: restrictions take `admin.revoke` away everywhere, and anything at all. The upper bits are the length in integers. */
export const NO_REVOKING = 1
export const TAKEN = 2
/** An entry is a scope and the offset of a mask in `masks`; a seat's has its tier in front. */
export const ENTRY = 2
export const SEAT = 3
/** Integers of the window at the end of a timed profile: two instants between which it is right. */
export const WINDOW = 4

/** From when on, and until when (ms since 1970), a timed profile is right, by its offset. */
export const rightFrom = (facts: Facts, profile: number): number =>
  instant(facts.profiles.instants, windowAt(facts, profile))
export const rightUntil = (facts: Facts, profile: number): number =>
  instant(facts.profiles.instants, windowAt(facts, profile) + 1)

const windowAt = ({ profiles }: Facts, profile: number): number =>
  (profile + lengthAt(profiles, profile) - WINDOW) >> 1
