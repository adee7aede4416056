import { contract } from '@hufu/contract'
import type { RevocationAfter, RevocationView } from '@hufu/contract'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { readAgain } from '../../data/queries.ts'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { useTell } from '../../ui/tell.tsx'
import { Time } from '../../ui/time.tsx'
import { useConsequence } from '../../ui/use-consequence.tsx'

type Props = { readonly view: RevocationView; readonly after: RevocationAfter }
type Contest = NonNullable<RevocationAfter['contest']>

const looks = { open: 'tag-warn', upheld: '', overturned: 'tag-good' } as const

/** What the person says to it, and the answer. `said` names who speaks. */
export function ContestWords({ contest, said }: { readonly contest: Contest; readonly said: string }) {
  const { t } = useTranslation('after')
  const { state, words, at, decidedBy, decidedAt, answer, alone } = contest
  return (
    <div className="after-contest">
      <p>
        <span className={`tag ${looks[state]}`}>{t(`contest.state.${state}`)}</span>
      </p>
      <blockquote>
        <p>{words}</p>
        <small className="quiet">
          {said} · <Time at={at} />
        </small>
      </blockquote>
      {decidedBy === null || decidedAt === null ? (
        <p className="quiet">{t('contest.stays')}</p>
      ) : (
        <blockquote>
          <p>{answer}</p>
          <small className="quiet">
            {t('contest.decided', { by: decidedBy })} <Time at={decidedAt} />
          </small>
        </blockquote>
      )}
      {alone ? <p className="quiet">{t('contest.alone')}</p> : null}
    </div>
  )
}

/** The contest of a revocation and, for who may, its decision. */
export function ContestPart({ view, after: { contest, can } }: Props) {
  const { t } = useTranslation('after')
  const tell = useTell()
  const { ask: askFirst, dialog } = useConsequence()
  const decide = (decision: 'uphold' | 'overturn'): void =>
    askFirst({
      title: t(`contest.${decision}Title`),
      lines: [t(`contest.${decision}Lines.stays`), t(`contest.${decision}Lines.told`)],
      act: t(`contest.${decision}`),
      danger: false,
      onAct: async (because) => {
        const { applied } = await ask(contract.revocations.decideContest, {
          params: { revocationId: view.id },
          body: { decision, because },
        })
        tell.done(t('contest.done'), applied)
        await readAgain()
      },
    })
  return (
    <section className="sheet sheet-pad" aria-labelledby="revocation-contest">
      <h2 id="revocation-contest">{t('contest.title')}</h2>
      {contest === null ? (
        <p className="quiet">{t('contest.none')}</p>
      ) : (
        <>
          <ContestWords contest={contest} said={t('contest.said')} />
          {contest.state === 'open' ? (
            <div className="page-acts after-acts">
              <ReasonButton can={can.decide} permission="perm.revoke" onClick={() => decide('uphold')}>
                {t('contest.uphold')}
              </ReasonButton>
              <ReasonButton
                type="primary"
                can={can.decide}
                permission="perm.revoke"
                onClick={() => decide('overturn')}
              >
                {t('contest.overturn')}
              </ReasonButton>
            </div>
          ) : null}
        </>
      )}
      {dialog}
    </section>
  )
}
