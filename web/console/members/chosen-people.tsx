import { BULK_SUBJECTS_MAX } from '@hufu/contract'
import type { MemberRow } from '@hufu/contract'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../data/me.ts'
import { GiveDrawer } from '../../rights/give-drawer.tsx'
import { departmentOf } from '../../ui/picker-people.tsx'
import { ReasonButton } from '../../ui/reason-button.tsx'

type Chosen = ReadonlyMap<string, MemberRow>
type Props = {
  readonly chosen: Chosen
  /** Those on the page, to choose all at once. */
  readonly shown: readonly MemberRow[]
  readonly onChoose: (chosen: Chosen) => void
}

/** The bar of what can be done with everybody chosen in a list of people. */
export function ChosenPeople({ chosen, shown, onChoose }: Props) {
  const { t } = useTranslation('giving')
  const [kind, setKind] = useState<'grant' | 'restriction' | null>(null)
  const [mayGive, mayRestrict] = [useMay('perm.grant'), useMay('perm.restrict')]
  const mayBriefly = useMay('perm.grant.temp')
  if (chosen.size === 0) return null
  const some = [...chosen.values()]
  const all = [...new Map([...some, ...shown].map((row) => [row.id, row])).values()]
  return (
    <div className="chosen-bar" role="region" aria-label={t('bulk.chosen', { count: chosen.size })}>
      <strong aria-live="polite">
        {t('bulk.chosen', { count: chosen.size })}
        {chosen.size > BULK_SUBJECTS_MAX ? (
          <small className="quiet"> {t('bulk.max', { count: BULK_SUBJECTS_MAX })}</small>
        ) : null}
      </strong>
      {all.length === chosen.size ? null : (
        <Button type="link" onClick={() => onChoose(new Map(all.map((row) => [row.id, row])))}>
          {t('bulk.shown', { count: shown.length })}
        </Button>
      )}
      <Button onClick={() => onChoose(new Map())}>{t('bulk.clear')}</Button>
      <ReasonButton
        danger
        can={mayRestrict}
        permission="perm.restrict"
        disabled={chosen.size > BULK_SUBJECTS_MAX}
        onClick={() => setKind('restriction')}
      >
        {t('bulk.restrict')}
      </ReasonButton>
      <ReasonButton
        type="primary"
        can={mayBriefly.allowed ? mayBriefly : mayGive}
        permission="perm.grant"
        disabled={chosen.size > BULK_SUBJECTS_MAX}
        onClick={() => setKind('grant')}
      >
        {t('bulk.give')}
      </ReasonButton>
      {kind === null ? null : (
        <GiveDrawer
          kind={kind}
          subjects={some.map((row) => ({
            type: 'member',
            id: row.id,
            name: row.name,
            hint: departmentOf(row),
          }))}
          onClose={() => setKind(null)}
          onDone={() => onChoose(new Map())}
        />
      )}
    </div>
  )
}
