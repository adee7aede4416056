import { contract } from '@hufu/contract'
import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../../data/queries.ts'
import { useMe } from '../../data/me.ts'
import { Time } from '../../ui/time.tsx'
import { keep, readKept, standingOf } from './kept-checkpoint.ts'

type Tree = 'authority' | 'activity'

/** Whether the ledger was only added to since this browser last looked; says so, and remembers it for the next visit. */
export function Growth({ tree }: { readonly tree: Tree }) {
  const { t } = useTranslation('ledger')
  const { workspace } = useMe()
  // What was kept when the page was opened: while it is open, it is compared with that.
  const [kept, setKept] = useState(() => readKept(workspace.id, tree))
  const asked = useAsk(contract.ledger.consistency, { query: { tree, from: kept?.size ?? 0 } })
  const now = asked.data?.checkpoint
  const standing = asked.data === undefined ? null : standingOf(kept, asked.data.checkpoint, asked.data.proof)
  useEffect(() => {
    if (now !== undefined && (standing === 'first' || standing === 'grown'))
      keep(workspace.id, tree, now, new Date())
  }, [workspace.id, tree, now, standing])
  if (now === undefined || standing === null) return null
  if (standing === 'first' || kept === null)
    return <small className="growth quiet">{t('growth.first', { size: now.size })}</small>
  const values = { before: kept.size, now: now.size }
  if (standing === 'grown')
    return (
      <small className="growth growth-good">
        {t('growth.grown', values)} <Time at={kept.seenAt} />
      </small>
    )
  const accept = (): void => {
    keep(workspace.id, tree, now, new Date())
    setKept(readKept(workspace.id, tree))
  }
  return (
    <div className="broken" role="alert">
      <strong>{t(`growth.${standing}`, values)}</strong>
      <p>
        {t('growth.what')} <Time at={kept.seenAt} />
      </p>
      <Button size="small" onClick={accept}>
        {t('growth.accept')}
      </Button>
    </div>
  )
}
