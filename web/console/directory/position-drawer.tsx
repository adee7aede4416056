import { contract } from '@hufu/contract'
import type { TemplateView } from '@hufu/contract'
import { Link } from '@tanstack/react-router'
import { Button, Drawer } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../data/me.ts'
import { useAsk, usePages } from '../../data/queries.ts'
import { nameOfPermission } from '../../ui/permission-name.tsx'
import { Person } from '../../ui/person.tsx'
import { usePhone } from '../../ui/phone.ts'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { EmptyState, ErrorState, RowsSkeleton, Shown } from '../../ui/states.tsx'
import { listed } from '../../words/listed.ts'
import { TemplateForm } from './template-form.tsx'

type Props = {
  readonly position: { readonly id: string; readonly name: string } | null
  readonly onClose: () => void
}
const KEY = 'perm.template.manage'

/** One position: what it gives to whoever holds it, and who of its holders has more or less. */
export function PositionDrawer({ position, onClose }: Props) {
  const { t } = useTranslation('giving')
  const phone = usePhone()
  if (position === null) return null
  return (
    <Drawer
      open
      size={phone ? '100%' : 600}
      title={t('template.title', { name: position.name })}
      onClose={onClose}
    >
      <Template positionId={position.id} />
    </Drawer>
  )
}

function Template({ positionId }: { readonly positionId: string }) {
  const read = useAsk(contract.authority.template, { params: { positionId } })
  return <Shown read={read}>{(template) => <OneTemplate template={template} />}</Shown>
}

function OneTemplate({ template }: { readonly template: TemplateView }) {
  const { t } = useTranslation('giving')
  const may = useMay(KEY)
  const [changing, setChanging] = useState(false)
  return (
    <div className="card">
      <p>
        {t('template.lead')}{' '}
        <span className="quiet">{t('template.holders', { count: template.holders })}</span>
      </p>
      <section aria-label={t('template.items')}>
        <h3>{t('template.items')}</h3>
        {template.items.length === 0 ? (
          <EmptyState title={t('template.none')} />
        ) : (
          <ul className="lines">
            {template.items.map(({ grantId, right, scope, permissions }) => (
              <li key={grantId}>
                <span className="stack">
                  <strong>{right.label}</strong>
                  <small>
                    {scope.label}
                    {right.type === 'role'
                      ? ` · ${t('template.permissions', { count: permissions.length })}`
                      : ''}
                  </small>
                </span>
              </li>
            ))}
          </ul>
        )}
      </section>
      <div className="card-acts">
        <ReasonButton type="primary" can={may} permission={KEY} onClick={() => setChanging(true)}>
          {t('template.set')}
        </ReasonButton>
      </div>
      <section aria-label={t('template.drift')}>
        <h3>{t('template.drift')}</h3>
        {template.drifted === 0 ? (
          <p className="quiet">{t('template.noDrift')}</p>
        ) : (
          <>
            <p>{t('template.drifted', { count: template.drifted })}</p>
            <Drifted positionId={template.positionId} />
          </>
        )}
      </section>
      {changing ? <TemplateForm template={template} onClose={() => setChanging(false)} /> : null}
    </div>
  )
}

/** Holders who differ, each with what is beyond and what is missing, and the way to their profile. */
function Drifted({ positionId }: { readonly positionId: string }) {
  const { t } = useTranslation('giving')
  const { t: common } = useTranslation()
  const people = usePages(contract.authority.drift, { params: { positionId }, query: { limit: 50 } })
  const names = (keys: readonly string[]): string => listed(keys.map(nameOfPermission))
  return (
    <>
      {people.loading ? <RowsSkeleton rows={3} /> : null}
      {people.error === null ? null : <ErrorState error={people.error} onRetry={people.again} />}
      <ul className="lines">
        {people.items.map(({ member, extra, missing }) => (
          <li key={member.id}>
            <span className="stack">
              <Person name={member.name} hint={member.department} />
              {extra.length === 0 ? null : (
                <small>
                  {t('template.extra')}: {names(extra)}
                </small>
              )}
              {missing.length === 0 ? null : (
                <small>
                  {t('template.missing')}: {names(missing)}
                </small>
              )}
            </span>
            <Link to="/console/members/$memberId" params={{ memberId: member.id }}>
              {t('template.profile')}
            </Link>
          </li>
        ))}
      </ul>
      {people.hasMore ? (
        <Button block loading={people.loadingMore} onClick={people.more}>
          {common('act.more')}
        </Button>
      ) : null}
    </>
  )
}
