import type { Replayed } from './replay.ts'
import type { Tally } from './drive.ts'
import { total } from './proofs.ts'

const DIFFERENCES_SHOWN_MAX = 50

/**
 * Whether a replay ended as it must: nothing missing, nothing extra, nothing left of anybody who departed at any revision,
 * each departure verified by the nodes, and a ledger that verifies.
 */
export function isEqual({ tally, difference, proofs, leftovers, verification }: Replayed): boolean {
  const { missing, extra } = difference
  const isProved = proofs.verified === tally.departed && total(proofs) === tally.departed
  const isClean = leftovers.found.length === 0 && leftovers.departures === tally.departed
  return missing.length + extra.length === 0 && isProved && isClean && verification.ok
}

/** Events a second, from the first decision to the last answer. */
export const changesPerSecond = ({ tally, drivingMs }: Replayed): number => (tally.events / drivingMs) * 1000

/** How a replay went, for people. */
export function reportOf(done: Replayed): string {
  const { tally, drivingMs, compared, comparingMs, verification } = done
  const entries = verification.trees.map(({ tree, size }) => `${tree} ${size}`).join(', ')
  return [
    `decisions    ${tally.decisions}, one transaction each; ${tally.empty} of them changed nothing that a company here keeps`,
    `events       ${tally.events} in ${tally.steps} steps; ${tally.ignored} without a counterpart`,
    `decided by   creator ${tally.byCreator}, administrators ${tally.byAdministrators} (${tally.administrators.size} people)`,
    ...refusedLine(tally),
    `people       ${tally.departed} departed, ${tally.cameBack} came back as somebody new; ${tally.settled} removals from teams had been done by the departure`,
    `time         ${seconds(drivingMs)} s, ${changesPerSecond(done).toFixed(0)} changes/s`,
    `compared     ${compared} sentences in ${seconds(comparingMs)} s: ${differenceWords(done)}`,
    ...differenceLines(done),
    ...leftoverLines(done),
    `revocations  ${proofWords(done)}`,
    `ledger       ${entries}: ${verification.ok ? 'verified' : 'DOES NOT VERIFY'} in ${seconds(verification.tookMs)} s`,
    ...verification.findings.slice(0, DIFFERENCES_SHOWN_MAX).map(({ words }) => `             ${words}`),
  ].join('\n')
}

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(1)

function refusedLine({ refused }: Tally): readonly string[] {
  const all = [...refused].map(([code, count]) => `${code} ${count}`)
  return all.length === 0
    ? []
    : [`refused      to administrators, then made by the creator: ${all.join(', ')}`]
}

function leftoverLines({ leftovers: { revisions, found } }: Replayed): readonly string[] {
  return [
    `left over    ${found.length} memberships, seats, appointments and grants of people who are no members, over ${revisions} revisions`,
    ...found
      .slice(0, DIFFERENCES_SHOWN_MAX)
      .map(({ revision, memberId, what }) => `  revision ${revision}: ${memberId} holds ${what}`),
  ]
}

function proofWords({ proofs, provingMs }: Replayed): string {
  const { verified, applied, unverified } = proofs
  const rest = applied + unverified === 0 ? '' : `, ${unverified} UNVERIFIED, ${applied} WITHOUT AN ANSWER`
  return `${verified} of ${total(proofs)} departures verified by every node${rest}; waited ${seconds(provingMs)} s`
}

function differenceWords({ difference: { missing, extra } }: Replayed): string {
  return missing.length + extra.length === 0 ? 'equal' : `${missing.length} missing, ${extra.length} too many`
}

function differenceLines({ difference: { missing, extra } }: Replayed): readonly string[] {
  const lines = [
    ...missing.map((each) => `  missing: ${each}`),
    ...extra.map((each) => `  too much: ${each}`),
  ]
  const more = lines.length - DIFFERENCES_SHOWN_MAX
  return [...lines.slice(0, DIFFERENCES_SHOWN_MAX), ...(more > 0 ? [`  … and ${more} more`] : [])]
}
