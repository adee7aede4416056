import { contract, formerBecomes } from '@hufu/contract'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button, Radio } from 'antd'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../../data/queries.ts'
import { SuccessorList } from '../../transfer/successor-list.tsx'
import { chosenAmong } from '../../ui/choice-filter.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { whyNot } from '../../ui/reason-button.tsx'
import { EmptyState, PageSkeleton, Shown } from '../../ui/states.tsx'
import { ChosenSuccessor } from './chosen-successor.tsx'
import { StartCheck } from './start-check.tsx'
import '../console.css'
import './creator.css'

const here = getRouteApi('/signed/console/creator/new')
const steps = ['successor', 'becomes', 'check'] as const
type Step = (typeof steps)[number]

/** Handing on the top seat: to whom, what one becomes, and a last look before it is offered. */
export function StartPage() {
  const { t } = useTranslation('creator')
  const overview = useAsk(contract.transfers.overview, {})
  const { successor, becomes, step } = here.useSearch()
  const chosen = chosenAmong(formerBecomes.options, becomes) ?? 'super'
  const now: Step = successor === undefined ? 'successor' : step === 'check' ? 'check' : 'becomes'
  return (
    <div className="page page-narrow">
      <PageHead title={t('start.title')} lead={t('start.lead')} />
      <Shown read={overview} skeleton={<PageSkeleton />}>
        {({ offer }) =>
          offer.allowed ? (
            <>
              <Steps now={now} />
              {successor === undefined ? <ChooseSuccessor /> : null}
              {successor !== undefined && now === 'becomes' ? (
                <ChooseBecomes successorId={successor} chosen={chosen} />
              ) : null}
              {successor !== undefined && now === 'check' ? (
                <StartCheck successorId={successor} becomes={chosen} />
              ) : null}
            </>
          ) : (
            <EmptyState title={t('start.notNow')} hint={whyNot(offer, 'creator.transfer')} />
          )
        }
      </Shown>
    </div>
  )
}

function Steps({ now }: { readonly now: Step }) {
  const { t } = useTranslation('creator')
  const place = steps.indexOf(now)
  return (
    <ol className="start-steps" aria-label={t('start.steps')}>
      {steps.map((step, at) => (
        <li
          key={step}
          className={at < place ? 'start-done' : ''}
          {...(at === place ? { 'aria-current': 'step' as const } : {})}
        >
          <span aria-hidden>{at < place ? '✓' : at + 1}</span> {t(`start.step.${step}`)}
        </li>
      ))}
    </ol>
  )
}

function ChooseSuccessor() {
  const { t } = useTranslation('creator')
  const { find = '' } = here.useSearch()
  const navigate = here.useNavigate()
  return (
    <section className="sheet sheet-pad" aria-label={t('start.step.successor')}>
      <SuccessorList
        find={find}
        onFind={(next) => void navigate({ search: { find: next === '' ? undefined : next }, replace: true })}
        onChoose={({ memberId }) => void navigate({ search: { successor: memberId } })}
      />
    </section>
  )
}

type BecomesProps = { readonly successorId: string; readonly chosen: (typeof formerBecomes.options)[number] }

function ChooseBecomes({ successorId, chosen }: BecomesProps) {
  const { t } = useTranslation('creator')
  const navigate = useNavigate({ from: '/console/creator/new' })
  return (
    <section className="sheet sheet-pad start-part" aria-label={t('start.step.becomes')}>
      <ChosenSuccessor memberId={successorId} />
      <h2 id="start-becomes">{t('start.becomesTitle')}</h2>
      <Radio.Group
        className="creator-choices"
        aria-labelledby="start-becomes"
        value={chosen}
        onChange={({ target }) =>
          void navigate({
            search: { successor: successorId, becomes: formerBecomes.parse(target.value) },
            replace: true,
          })
        }
      >
        {formerBecomes.options.map((each) => (
          <Radio key={each} value={each}>
            <strong>{t(`becomes.${each}`)}</strong>
            <small className="quiet">{t(`becomesHint.${each}`)}</small>
          </Radio>
        ))}
      </Radio.Group>
      <div className="page-acts">
        <Button onClick={() => void navigate({ search: {} })}>{t('start.back')}</Button>
        <Button
          type="primary"
          onClick={() =>
            void navigate({ search: { successor: successorId, becomes: chosen, step: 'check' } })
          }
        >
          {t('start.next')}
        </Button>
      </div>
    </section>
  )
}
