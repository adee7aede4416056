import { contract } from '@hufu/contract'
import type { HandoverOffer } from '@hufu/contract'
import { useTranslation } from 'react-i18next'
import type { ReactNode } from 'react'
import { ask } from '../data/ask.ts'
import { readAgain } from '../data/queries.ts'
import { useTell } from '../ui/tell.tsx'
import { useConsequence } from '../ui/use-consequence.tsx'

const routes = contract.handover

type Act = (offer: HandoverOffer) => void
export type OfferActs = Answers & Returns
type Answers = { readonly accept: Act; readonly decline: Act; readonly dialog: ReactNode }
type Returns = { readonly withdraw: Act; readonly reverse: Act; readonly dialog: ReactNode }

/** What can be done about an offer, each with its consequence first. */
export function useOfferActs(): OfferActs {
  const { dialog: answering, ...answers } = useAnswers()
  const { dialog: returning, ...returns } = useReturns()
  return {
    ...answers,
    ...returns,
    dialog: (
      <>
        {answering}
        {returning}
      </>
    ),
  }
}

const paramsOf = ({ id }: HandoverOffer) => ({ offerId: id })

/** What the successor does. */
function useAnswers(): Answers {
  const { t } = useTranslation('handover')
  const tell = useTell()
  const { ask: askFirst, dialog } = useConsequence()
  const accept: Act = (offer) =>
    askFirst({
      title: t('mine.acceptTitle', { name: offer.from.name }),
      lines: [
        t('mine.acceptLine', { kind: t(`kind.${offer.kind}`), count: offer.count }),
        t(`mine.${offer.kind}Line`),
      ],
      act: t('mine.accept'),
      danger: false,
      reason: false,
      onAct: async () => {
        const { applied } = await ask(routes.accept, { params: paramsOf(offer), body: {} })
        tell.done(t('mine.accepted'), applied)
        await readAgain()
      },
    })
  const decline: Act = (offer) =>
    askFirst({
      title: t('mine.declineTitle'),
      lines: [t('mine.declineLine')],
      act: t('mine.decline'),
      onAct: async (because) => {
        const { applied } = await ask(routes.decline, { params: paramsOf(offer), body: { because } })
        tell.done(t('mine.declined'), applied)
        await readAgain()
      },
    })
  return { accept, decline, dialog }
}

/** What takes an offer, or what went over by it, back. */
function useReturns(): Returns {
  const { t } = useTranslation('handover')
  const tell = useTell()
  const { ask: askFirst, dialog } = useConsequence()
  const withdraw: Act = (offer) =>
    askFirst({
      title: t('withdraw.title'),
      lines: [t('withdraw.line', { name: offer.to.name, from: offer.from.name })],
      act: t('withdraw.act'),
      reason: false,
      onAct: async () => {
        const { applied } = await ask(routes.withdraw, { params: paramsOf(offer), body: {} })
        tell.done(t('withdraw.done'), applied)
        await readAgain()
      },
    })
  const reverse: Act = (offer) => {
    const { kind, fates, from, to } = offer
    const said = { kind: t(`kind.${kind}`), count: fates.handed, from: from.name, to: to.name }
    askFirst({
      title: t('reverse.title'),
      lines: [t('reverse.line', said)],
      act: t('reverse.act'),
      onAct: async (because) => {
        const { applied } = await ask(routes.reverse, { params: paramsOf(offer), body: { because } })
        tell.done(t('reverse.done'), applied)
        await readAgain()
      },
    })
  }
  return { withdraw, reverse, dialog }
}
