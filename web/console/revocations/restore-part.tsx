import { contract, wordsOf } from '@hufu/contract'
import type { RestoreItem, RevocationAfter, RevocationView } from '@hufu/contract'
import { Checkbox } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { readAgain } from '../../data/queries.ts'
import { REASON_TO_COME, usePreviewed } from '../../rights/use-previewed.tsx'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { useTell } from '../../ui/tell.tsx'
import { Time, clockTime } from '../../ui/time.tsx'
import { listed } from '../../words/listed.ts'
import { locale } from '../../words/locale.ts'

type Props = { readonly view: RevocationView; readonly after: RevocationAfter }

/** What can be given back of a revocation: chosen item by item, looked at, and done under the rules of today. */
export function RestorePart({ view, after: { restore, can } }: Props) {
  const { t } = useTranslation('after')
  const open = restore.items.filter(({ state }) => state === 'open')
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const chosen = open.filter(({ id }) => !left.has(id))
  const { start, dialog } = useRestoring(view)
  const choose = (id: string, isChosen: boolean): void => {
    const next = new Set(left)
    if (isChosen) next.delete(id)
    else next.add(id)
    setLeft(next)
  }
  return (
    <section className="sheet sheet-pad" aria-labelledby="revocation-restore">
      <header className="section-head">
        <h2 id="revocation-restore">{t('restore.title')}</h2>
        {restore.state === 'partly' || restore.state === 'restored' ? (
          <span className="tag tag-good">{t(`restore.whole.${restore.state}`)}</span>
        ) : null}
      </header>
      {restore.state === 'none' ? (
        <p className="quiet">{t(`restore.none.${noneOf(view)}`)}</p>
      ) : (
        <>
          <p className="quiet">{t('restore.lead')}</p>
          <ul className="lines after-items">
            {restore.items.map((item) => (
              <Item
                key={item.id}
                item={item}
                chosen={!left.has(item.id)}
                onChoose={(isChosen) => choose(item.id, isChosen)}
              />
            ))}
          </ul>
          {open.length === 0 ? null : (
            <div className="page-acts after-acts">
              <ReasonButton
                can={can.restore}
                permission="perm.restrict"
                disabled={chosen.length === 0}
                onClick={() => start(chosen.map(({ id }) => id))}
              >
                {t('restore.act', { count: chosen.length })}
              </ReasonButton>
            </div>
          )}
        </>
      )}
      {dialog}
    </section>
  )
}

const noneOf = ({ what }: RevocationView): 'suspension' | 'departure' | 'other' =>
  what === 'suspension' || what === 'departure' ? what : 'other'

type ItemProps = {
  readonly item: RestoreItem
  readonly chosen: boolean
  readonly onChoose: (isChosen: boolean) => void
}

function Item({ item, chosen, onChoose }: ItemProps) {
  const { t } = useTranslation('after')
  const { kind, label, scope, until, state, restoredBy, restoredAt } = item
  const words = (
    <span className="stack">
      <span>
        {t(`restore.kind.${kind}`)} · {label}
      </span>
      <small>
        {scope}
        {kind === 'grant'
          ? ` · ${until === null ? t('restore.endless') : t('restore.until', { until: clockTime(until) })}`
          : null}
      </small>
      {restoredBy === null || restoredAt === null ? null : (
        <small>
          {t('restore.by', { by: restoredBy })} · <Time at={restoredAt} />
        </small>
      )}
    </span>
  )
  return (
    <li>
      {state === 'open' ? (
        <Checkbox checked={chosen} onChange={(event) => onChoose(event.target.checked)}>
          {words}
        </Checkbox>
      ) : (
        words
      )}
      <span className={state === 'restored' ? 'tag tag-good' : 'tag'}>{t(`restore.state.${state}`)}</span>
    </li>
  )
}

/** Looks at what restoring would change, and does it. What could not be restored is told with its reason. */
function useRestoring(view: RevocationView) {
  const { t } = useTranslation('after')
  const tell = useTell()
  const { ask: askFirst, dialog } = usePreviewed()
  const revocationId = view.id
  const start = (items: readonly string[]): void =>
    askFirst({
      title: t('restore.dialog', { name: view.memberName, count: items.length }),
      lines: [t('restore.line')],
      act: t('restore.title'),
      reason: true,
      steps: [
        { do: 'revocations.restore', with: { revocationId, items: [...items], because: REASON_TO_COME } },
      ],
      onAct: async (because) => {
        const { items: results, applied } = await ask(contract.revocations.restore, {
          params: { revocationId },
          body: { items: [...items], because },
        })
        const refused = results.flatMap(({ code }) => (code === null ? [] : [code]))
        const done = results.length - refused.length
        tell.done(
          refused.length === 0
            ? t('restore.done', { count: done })
            : t('restore.some', {
                done,
                refused: refused.length,
                why: listed([...new Set(refused)].map((code) => wordsOf(code, locale()))),
              }),
          applied,
        )
        await readAgain()
      },
    })
  return { start, dialog }
}
