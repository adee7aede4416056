import type { Replayed } from './replay.ts'
import type { Tally } from './drive.ts'

const DIFFERENCES_SHOWN_MAX = 50

/** Whether a replay ended as it must: nothing missing, nothing extra, and a ledger that verifies. */
export const isEqual = ({ difference: { missing, extra }, verification }: Replayed): boolean =>
  missing.length + extra.length === 0 && verification.ok

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
    `time         ${seconds(drivingMs)} s, ${changesPerSecond(done).toFixed(0)} changes/s`,
    `compared     ${compared} sentences in ${seconds(comparingMs)} s: ${differenceWords(done)}`,
    ...differenceLines(done),
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
