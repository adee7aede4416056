import { contract } from '@hufu/contract'
import type { AdministratorView } from '@hufu/contract'
import { isId } from '@hufu/kit'
import { Link } from '@tanstack/react-router'
import { Drawer } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { readAgain, useAsk } from '../../data/queries.ts'
import { PermissionChecks } from '../../rights/permission-checks.tsx'
import { SeatSpan } from '../../rights/rule-state.tsx'
import { useScopeWords } from '../../rights/scope-field.tsx'
import { REASON_TO_COME, usePreviewed } from '../../rights/use-previewed.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Person } from '../../ui/person.tsx'
import { usePhone } from '../../ui/phone.ts'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { TierTag } from '../../ui/tags.tsx'
import { useTell } from '../../ui/tell.tsx'
import { Time } from '../../ui/time.tsx'
import { AdministratorForm } from './administrator-form.tsx'

type Props = { readonly seatId: string | null; readonly onClose: () => void }

/** One administrator seat: everything it allows, and the way to change or end it. */
export function AdministratorDetail({ seatId, onClose }: Props) {
  const { t } = useTranslation('authority')
  const phone = usePhone()
  // The address may hold something else here, `new` for one.
  const wanted = seatId !== null && isId(seatId) ? seatId : null
  const read = useAsk(
    contract.authority.administrators,
    { query: { administratorId: wanted ?? '', limit: 1 } },
    { enabled: wanted !== null },
  )
  const seat = wanted === null ? null : (read.data?.items[0] ?? null)
  return (
    <Drawer
      open={seat !== null}
      size={phone ? '100%' : 600}
      title={t('administrators.detail')}
      onClose={onClose}
      footer={seat === null ? null : <Acts seat={seat} onClose={onClose} />}
    >
      {seat === null ? null : <Detail seat={seat} />}
    </Drawer>
  )
}

function Detail({ seat }: { readonly seat: AdministratorView }) {
  const { t } = useTranslation('authority')
  const { t: seats } = useTranslation('seats')
  const scopeWords = useScopeWords()
  return (
    <div className="card">
      <Link to="/console/members/$memberId" params={{ memberId: seat.memberId }}>
        <Person name={seat.memberName} hint={seat.memberDepartment} size={44} />
      </Link>
      <Facts
        facts={[
          { key: 'tier', label: t('administrators.tier'), value: <TierTag tier={seat.tier} /> },
          { key: 'scope', label: t('administrators.scope'), value: seat.scope.label },
          { key: 'people', label: seats('peopleTitle'), value: seats('people', { count: seat.people }) },
          {
            key: 'until',
            label: t('administrators.until'),
            value: <SeatSpan seat={seat} />,
          },
          {
            key: 'by',
            label: t('administrators.by'),
            value: (
              <>
                {seat.appointedBy} · <Time at={seat.appointedAt} />
              </>
            ),
          },
          { key: 'because', label: t('grants.because'), value: seat.because },
          ...(seat.tier === 'scoped'
            ? [{ key: 'reach', label: t('administrators.reach'), value: scopeWords(seat.ceiling.reach) }]
            : []),
        ]}
      />
      <section className="card-part">
        <h3>{t('administrators.permissions')}</h3>
        <PermissionChecks
          kind="administration"
          readOnly
          value={seat.permissions}
          label={t('administrators.permissions')}
        />
      </section>
      {seat.forHead ? <p className="quiet">{seats('heads.told')}</p> : null}
      {seat.tier === 'scoped' && seat.ceiling.permissions.length > 0 ? (
        <section className="card-part">
          <h3>{t('administrators.ceiling')}</h3>
          <PermissionChecks
            kind="both"
            readOnly
            value={seat.ceiling.permissions}
            label={t('administrators.ceiling')}
          />
        </section>
      ) : null}
    </div>
  )
}

function Acts({ seat, onClose }: { readonly seat: AdministratorView; readonly onClose: () => void }) {
  const { t } = useTranslation('authority')
  const tell = useTell()
  const [changing, setChanging] = useState(false)
  const { ask: askFirst, dialog } = usePreviewed()
  const end = (): void =>
    askFirst({
      title: t('administrators.endTitle', { name: seat.memberName }),
      lines: [
        t('administrators.endLine', {
          name: seat.memberName,
          count: seat.permissions.length,
          scope: seat.scope.label,
        }),
        t('administrators.endLine2'),
      ],
      act: t('administrators.end'),
      danger: true,
      reason: true,
      steps: [{ do: 'administrators.end', with: { administratorId: seat.id, because: REASON_TO_COME } }],
      onAct: async (because) => {
        const { applied } = await ask(contract.authority.endAdministrator, {
          params: { administratorId: seat.id },
          body: { because },
        })
        tell.done(t('administrators.ended'), applied)
        onClose()
        await readAgain()
      },
    })
  return (
    <div className="drawer-foot">
      <ReasonButton danger can={seat.can.end} permission="admin.revoke" onClick={end}>
        {t('administrators.end')}
      </ReasonButton>
      <ReasonButton
        type="primary"
        can={seat.can.change}
        permission="admin.assign"
        onClick={() => setChanging(true)}
      >
        {t('administrators.change')}
      </ReasonButton>
      {changing ? <AdministratorForm seat={seat} memberId={null} onClose={() => setChanging(false)} /> : null}
      {dialog}
    </div>
  )
}
