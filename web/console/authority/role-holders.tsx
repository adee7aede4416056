import { contract } from '@hufu/contract'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../../data/queries.ts'
import { EmptyState, Shown } from '../../ui/states.tsx'
import { clockTime } from '../../ui/time.tsx'
import './roles.css'

/** By which grants and restrictions a role is held, and by how many people. */
export function RoleHolders({ roleId }: { readonly roleId: string }) {
  const { t } = useTranslation('giving')
  const { t: authority } = useTranslation('authority')
  const read = useAsk(contract.authority.roleHolders, { params: { roleId } })
  return (
    <section className="role-holders" aria-label={t('role.holders')}>
      <h3>{t('role.holders')}</h3>
      <Shown read={read}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('role.noHolders')} />
          ) : (
            <ul className="lines">
              {items.map(({ id, kind, subject, scope, people, until, because }) => (
                <li key={id}>
                  <span className="stack">
                    <span>
                      <strong>{subject.label}</strong>{' '}
                      <span className="tag">{authority(`subject.${subject.type}`)}</span>{' '}
                      {kind === 'restriction' ? (
                        <span className="tag tag-warn">{t('role.restriction')}</span>
                      ) : null}
                    </span>
                    <small>
                      {scope.label} · {t('role.people', { count: people })}
                      {until === null ? '' : ` · ${t('role.until', { time: clockTime(until) })}`} · {because}
                    </small>
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
    </section>
  )
}
