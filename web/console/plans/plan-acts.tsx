import { contract, planAsks } from '@hufu/contract'
import type { PlanView } from '@hufu/contract'
import { Checkbox, InputNumber } from 'antd'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { Problem } from '../../data/problem.ts'
import { readAgain } from '../../data/queries.ts'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { useTell } from '../../ui/tell.tsx'
import { useConsequence } from '../../ui/use-consequence.tsx'

type Props = {
  readonly view: PlanView
  /** Those chosen; empty means everybody who is still to come. */
  readonly some: readonly string[]
  readonly onDone: () => void
}

/** What can be done with a plan: agreed to, carried out before its day, cancelled. */
export function PlanActs({ view, some, onDone }: Props) {
  const { t } = useTranslation('plans')
  const { can, what, state } = view
  const { dialog, agree, carryOut, cancel } = usePlanActs({ view, some, onDone })
  const permission = planAsks[what]
  const count = some.length
  return (
    <>
      {state === 'agreeing' ? (
        <ReasonButton type="primary" can={can.agree} permission={permission} onClick={agree}>
          {t('acts.agree')}
        </ReasonButton>
      ) : (
        <ReasonButton can={can.carryOut} permission={permission} onClick={carryOut}>
          {count === 0 ? t('acts.carryOut') : t('acts.carryOutSome', { count })}
        </ReasonButton>
      )}
      <ReasonButton danger can={can.cancel} permission={permission} onClick={cancel}>
        {count === 0 ? t('acts.cancel') : t('acts.cancelSome', { count })}
      </ReasonButton>
      {dialog}
    </>
  )
}

function usePlanActs({ view, some, onDone }: Props) {
  const { t } = useTranslation('plans')
  const tell = useTell()
  const { ask: askFirst, dialog } = useConsequence()
  const params = { planId: view.id }
  const chosen = some.length === 0 ? {} : { memberIds: [...some] }
  const count = some.length === 0 ? view.counts.waiting + view.counts.held : some.length
  const cancel = (): void =>
    askFirst({
      title: t('acts.cancelTitle'),
      lines: [t('acts.cancelLine', { count })],
      act: t('acts.cancel'),
      onAct: async (because) => {
        const { cancelled, applied } = await ask(contract.plans.cancel, {
          params,
          body: { ...chosen, because },
        })
        tell.done(t('acts.cancelled', { count: cancelled }), applied)
        onDone()
        await readAgain()
      },
    })
  const carryOut = (): void => {
    let urgent = false
    const leaving = view.what === 'departure'
    const keep = (isUrgent: boolean): void => {
      urgent = isUrgent
    }
    askFirst({
      title: t('acts.carryOutTitle'),
      lines: [t('acts.carryOutLine', { count }), ...(leaving ? [t('acts.carryOutForGood')] : [])],
      act: t('acts.carryOut'),
      reason: false,
      more: leaving ? <Urgent onChange={keep} /> : null,
      onAct: async () => {
        const body = { ...chosen, ...(urgent ? { urgent } : {}) }
        tell.done(t('acts.carriedOut', await ask(contract.plans.carryOut, { params, body })))
        onDone()
        await readAgain()
      },
    })
  }
  return { dialog, agree: useAgree(view, askFirst), carryOut, cancel }
}

/** Agreeing asks for the number of people: whoever agrees has read it. */
function useAgree(view: PlanView, askFirst: ReturnType<typeof useConsequence>['ask']): () => void {
  const { t } = useTranslation('plans')
  const tell = useTell()
  return () => {
    let people: number | null = null
    const keep = (typed: number | null): void => {
      people = typed
    }
    askFirst({
      title: t('acts.agreeTitle'),
      lines: [t('acts.agreeLine')],
      act: t('acts.agree'),
      reason: false,
      more: <PeopleNumber onChange={keep} />,
      onAct: async () => {
        if (people === null)
          throw new Problem({ code: 'web/number-needed', status: 0, words: t('acts.agreeNeeded') })
        const { applied } = await ask(contract.plans.agree, {
          params: { planId: view.id },
          body: { people },
        })
        tell.done(t('acts.agreed'), applied)
        await readAgain()
      },
    })
  }
}

function PeopleNumber({ onChange }: { readonly onChange: (people: number | null) => void }) {
  const { t } = useTranslation('plans')
  return (
    <label className="plan-asked">
      {t('acts.agreeCount')}
      <InputNumber
        min={1}
        precision={0}
        aria-label={t('acts.agreeCount')}
        onChange={(value) => onChange(value)}
      />
    </label>
  )
}

function Urgent({ onChange }: { readonly onChange: (urgent: boolean) => void }) {
  const { t } = useTranslation('plans')
  return (
    <div className="plan-asked">
      <Checkbox onChange={(event) => onChange(event.target.checked)}>{t('acts.urgent')}</Checkbox>
      <small className="quiet">{t('acts.urgentHint')}</small>
    </div>
  )
}
