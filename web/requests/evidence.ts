import type { Evidence } from '@hufu/contract'

/** Something that shows the need, as it is sent, with the words by which the form shows it. */
export type EvidenceChosen = { readonly sent: Evidence; readonly label: string }

/** As the contract takes it. */
export const sentEvidence = (chosen: readonly EvidenceChosen[]): Evidence[] => chosen.map(({ sent }) => sent)

/** Tells one thing from another in a list. */
export const evidenceKey = ({ sent }: EvidenceChosen): string =>
  sent.type === 'message' ? sent.messageId : sent.type === 'file' ? sent.id : `#${sent.number}`
