import { contract } from '@hufu/contract'
import type { RequestView } from '@hufu/contract'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ask } from '../data/ask.ts'
import { readAgain } from '../data/queries.ts'
import { useTell } from '../ui/tell.tsx'
import { useConsequence } from '../ui/use-consequence.tsx'

/** What whoever asked, or whom it is for, can do with a request. `dialog` is drawn somewhere. */
export function useRequestActs(view: RequestView) {
  const { t } = useTranslation('requests')
  const tell = useTell()
  const { ask: askFirst, dialog } = useConsequence()
  const navigate = useNavigate()
  const params = { requestId: view.id }
  const draft = view.state === 'draft'
  const plain = { danger: false, reason: false } as const
  const withdraw = (): void =>
    askFirst({
      title: t(draft ? 'acts.discard' : 'acts.withdraw'),
      lines: [t(draft ? 'acts.discardLine' : 'acts.withdrawLine')],
      act: t(draft ? 'acts.discard' : 'acts.withdraw'),
      reason: false,
      onAct: async () => {
        await ask(contract.requests.withdraw, { params, body: { because: '' } })
        tell.done(t('acts.withdrawn'))
        if (draft) await navigate({ to: '/me/requests' })
        await readAgain()
      },
    })
  const confirm = (): void =>
    askFirst({
      ...plain,
      title: t('acts.confirm'),
      lines: [t('acts.confirmLine')],
      act: t('acts.confirm'),
      onAct: async () => {
        await ask(contract.requests.confirm, { params })
        tell.done(t('acts.confirmed'))
        await readAgain()
      },
    })
  const submit = async (): Promise<void> => {
    await ask(contract.requests.submit, { params })
    tell.done(t('acts.submitted'))
    await readAgain()
  }
  return { dialog, withdraw, confirm, submit: () => void submit().catch(tell.problem) }
}

/** Taking what an approver offers, or staying with what was asked. */
export function useOfferActs(view: RequestView) {
  const { t } = useTranslation('requests')
  const tell = useTell()
  const { ask: askFirst, dialog } = useConsequence()
  const params = { requestId: view.id }
  const plain = { danger: false, reason: false } as const
  const accept = (): void =>
    askFirst({
      ...plain,
      title: t('offer.accept'),
      lines: [t('offer.acceptLine')],
      act: t('offer.accept'),
      onAct: async () => {
        // An offer stands only beside terms, and terms have a hash.
        const body = { termsHash: view.termsHash ?? '' }
        await ask(contract.requests.accept, { params, body })
        tell.done(t('offer.accepted'))
        await readAgain()
      },
    })
  const decline = (): void =>
    askFirst({
      ...plain,
      title: t('offer.decline'),
      lines: [t('offer.declineLine')],
      act: t('offer.decline'),
      onAct: async () => {
        await ask(contract.requests.decline, { params, body: { because: '' } })
        tell.done(t('offer.declined'))
        await readAgain()
      },
    })
  return { accept, decline, dialog }
}
