import type { LinkShown, ProofMethod } from '@hufu/contract'
import { ProvePanel } from './prove-panel.tsx'
import type { Proving } from './use-proving.ts'
import { WayChoice } from './way-choice.tsx'

type Props = {
  readonly ways: readonly ProofMethod[]
  readonly way: ProofMethod
  readonly proving: Pick<Proving, 'tries' | 'choose' | 'bring'>
  /** Of the form, for the button that sends it, which stands where the page has its buttons. */
  readonly formId: string
  readonly showLink: () => Promise<LinkShown>
}

/** The ways in which somebody can prove who they are, and the one they have chosen. */
export function ProveWays({ ways, way, proving: { tries, choose, bring }, formId, showLink }: Props) {
  return (
    <>
      <WayChoice ways={ways} value={way} onChoose={choose} />
      <ProvePanel key={`${way} ${tries}`} way={way} formId={formId} onBring={bring} showLink={showLink} />
    </>
  )
}
