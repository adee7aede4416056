import { contract } from '@hufu/contract'
import type { TransferView } from '@hufu/contract'
import { useTranslation } from 'react-i18next'
import { ask } from '../data/ask.ts'
import { readAgain } from '../data/queries.ts'
import { useTell } from '../ui/tell.tsx'
import { useConsequence } from '../ui/use-consequence.tsx'

const routes = contract.transfers

/** What is done about a transfer by a button of its own; accepting has a page part. */
export type TransferAct = 'approve' | 'arm' | 'cancel' | 'decline' | 'veto' | 'revert' | 'agreeToRevert'

/** Sends each of them, bound to the terms that were read where the server wants that. */
const senders: Readonly<Record<TransferAct, (view: TransferView, because: string) => Promise<unknown>>> = {
  approve: (view) => ask(routes.approve, { params: of(view), body: { hash: view.hash } }),
  arm: (view) => ask(routes.arm, { params: of(view), body: { hash: view.hash } }),
  cancel: (view, because) => ask(routes.cancel, { params: of(view), body: { because } }),
  decline: (view, because) => ask(routes.decline, { params: of(view), body: { because } }),
  veto: (view, because) => ask(routes.veto, { params: of(view), body: { because } }),
  revert: (view, because) => ask(routes.revert, { params: of(view), body: { hash: view.hash, because } }),
  agreeToRevert: (view) => ask(routes.agreeToRevert, { params: of(view), body: { hash: view.hash } }),
}
const of = ({ id }: TransferView) => ({ transferId: id })

const withReason: ReadonlySet<TransferAct> = new Set(['cancel', 'decline', 'veto', 'revert'])
const kind: ReadonlySet<TransferAct> = new Set(['approve', 'arm'])

/** Does something about a transfer, its consequence first. `dialog` is drawn somewhere. */
export function useTransferActs(view: TransferView) {
  const { t } = useTranslation('creator')
  const tell = useTell()
  const { ask: askFirst, dialog } = useConsequence()
  const done = useDoneWords()
  const lines = useLines(view)
  const open = (act: TransferAct): void =>
    askFirst({
      title: t(act === 'decline' ? 'acts.declineTitle' : `acts.${act}`),
      lines: lines(act),
      act: t(`acts.${act}`),
      danger: !kind.has(act),
      reason: withReason.has(act),
      onAct: async (because) => {
        await senders[act](view, because)
        tell.done(done[act])
        await readAgain()
      },
    })
  return { open, dialog }
}

function useLines(view: TransferView): (act: TransferAct) => readonly string[] {
  const { t } = useTranslation('creator')
  const said = { former: view.former.name, successor: view.successor.name }
  return (act) => [t(`acts.${act}Line`, said), ...(act === 'revert' ? [t('acts.revertAgreement')] : [])]
}

function useDoneWords(): Readonly<Record<TransferAct, string>> {
  const { t } = useTranslation('creator')
  return {
    approve: t('acts.approved'),
    arm: t('acts.armed'),
    cancel: t('acts.cancelled'),
    decline: t('acts.declined'),
    veto: t('acts.vetoed'),
    revert: t('acts.revertAsked'),
    agreeToRevert: t('acts.agreedToRevert'),
  }
}
