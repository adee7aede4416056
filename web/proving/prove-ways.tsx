import type { LinkShown, ProofMethod } from '@hufu/contract'
import { ProvePanel } from './prove-panel.tsx'
import type { Brought } from './prove-panel.tsx'
import { WayChoice } from './way-choice.tsx'

type Props = {
  readonly ways: readonly ProofMethod[]
  readonly way: ProofMethod
  readonly onChoose: (way: ProofMethod) => void
  /** How often something was brought that did not do: what was typed is gone each time. */
  readonly tries: number
  readonly formId: string
  readonly onBring: (brought: Brought) => Promise<unknown>
  readonly showLink: () => Promise<LinkShown>
}

/** The ways in which somebody can prove who they are, and the one they have chosen. */
export function ProveWays({ ways, way, onChoose, tries, ...panel }: Props) {
  return (
    <>
      <WayChoice ways={ways} value={way} onChoose={onChoose} />
      <ProvePanel key={`${way} ${tries}`} way={way} {...panel} />
    </>
  )
}
