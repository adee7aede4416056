import { contract } from '@hufu/contract'
import type { ProtectionView } from '@hufu/contract'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { readAgain, useAsk } from '../../data/queries.ts'
import { PageHead } from '../../ui/page-head.tsx'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { Shown } from '../../ui/states.tsx'
import { useTell } from '../../ui/tell.tsx'
import { Time } from '../../ui/time.tsx'
import { useConsequence } from '../../ui/use-consequence.tsx'
import '../console.css'
import { NeedsFields } from './needs-fields.tsx'
import { ProfileChoice } from './profile-choice.tsx'
import './protection.css'
import { Stopped } from './stopped.tsx'
import { isSame, under } from './wanted.ts'
import type { Wanted } from './wanted.ts'

/** How strictly the company proves and decides. */
export function ProtectionPage() {
  const { t } = useTranslation('protection')
  const read = useAsk(contract.protection.read, {})
  return (
    <div className="page page-narrow protection">
      <PageHead title={t('title')} lead={t('lead')} />
      <Shown read={read}>
        {(view) => <Chooser key={`${view.since ?? ''} ${view.profile}`} view={view} />}
      </Shown>
    </div>
  )
}

function Chooser({ view }: { readonly view: ProtectionView }) {
  const { t } = useTranslation('protection')
  const now: Wanted = { profile: view.profile, needs: view.needs }
  const [wanted, setWanted] = useState<Wanted>(now)
  const same = isSame(now, wanted)
  const preview = useAsk(contract.protection.preview, { body: wanted }, { keep: true, enabled: !same })
  const { choose, dialog } = useChoose(wanted, preview.data?.total ?? 0)
  const may = view.change
  return (
    <>
      <Standing view={view} />
      <ProfileChoice
        now={view.profile}
        value={wanted.profile}
        disabled={!may.allowed}
        onChoose={(profile) => setWanted((before) => under(profile, before.needs))}
      />
      <NeedsFields
        wanted={wanted}
        disabled={!may.allowed}
        onNeed={(tier, need) =>
          setWanted((before) => ({ ...before, needs: { ...before.needs, [tier]: need } }))
        }
      />
      {same ? null : <Stopped read={preview} profile={wanted.profile} />}
      <div className="protection-acts">
        <ReasonButton
          type="primary"
          can={may}
          permission="sec.policy.manage"
          disabled={same || preview.data?.me === true}
          onClick={choose}
        >
          {t('choose')}
        </ReasonButton>
        {same ? null : <Button onClick={() => setWanted(now)}>{t('undo')}</Button>}
      </div>
      {dialog}
    </>
  )
}

/** What holds now, since when and by whom. */
function Standing({ view: { profile, since, by, unmet } }: { readonly view: ProtectionView }) {
  const { t } = useTranslation('protection')
  return (
    <p>
      {t('now', { profile: t(`profiles.${profile}.title`) })}
      {since === null ? null : (
        <span className="quiet">
          {' · '}
          {by === null ? null : t('by', { name: by })} <Time at={since} />
        </span>
      )}
      {unmet === 0 ? null : (
        <>
          {' '}
          <span className="tag tag-warn">{t('unmet', { count: unmet })}</span>
        </>
      )}
    </p>
  )
}

function useChoose(wanted: Wanted, stopped: number) {
  const { t } = useTranslation('protection')
  const tell = useTell()
  const { ask: askFirst, dialog } = useConsequence()
  const choose = (): void =>
    askFirst({
      title: t('confirm', { profile: t(`profiles.${wanted.profile}.title`) }),
      lines: [
        t(`confirmLines.${wanted.profile}`),
        stopped === 0 ? t('confirmLines.nobody') : t('confirmLines.stopped', { count: stopped }),
        t('confirmLines.open'),
      ],
      act: t('choose'),
      danger: stopped > 0,
      onAct: async (because) => {
        const { applied } = await ask(contract.protection.choose, { body: { ...wanted, because } })
        tell.done(t('chosen'), applied)
        await readAgain()
      },
    })
  return { choose, dialog }
}
