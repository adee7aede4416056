import { PrinterOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMe } from '../../data/me.ts'
import { useAsk } from '../../data/queries.ts'
import { Seal } from '../../ui/seal.tsx'
import { PageSkeleton, Shown } from '../../ui/states.tsx'
import { clockTime } from '../../ui/time.tsx'
import '../revocations/receipt.css'
import '../../transfer/transfer.css'

/** The duties of the creator as a sheet to read and to print. */
export function DutiesPage() {
  const { t } = useTranslation('creator')
  const company = useMe().workspace.name
  const read = useAsk(contract.transfers.overview, {})
  return (
    <main className="receipt">
      <header className="receipt-bar">
        <Link to="/console/creator">{t('duties.back')}</Link>
        <Button type="primary" icon={<PrinterOutlined />} onClick={() => globalThis.print()}>
          {t('duties.print')}
        </Button>
      </header>
      <Shown read={read} skeleton={<PageSkeleton />}>
        {({ creator, since, duties }) => (
          <article className="receipt-sheet">
            <header className="receipt-head">
              <div>
                <p className="quiet">
                  {t('duties.of', { company, name: creator.name, time: clockTime(since) })}
                </p>
                <h1>{t('duties.title')}</h1>
                <p>{t('duties.lead')}</p>
              </div>
              <Seal size={56} />
            </header>
            <ol className="duties-sheet">
              {duties.map(({ key, title, words }) => (
                <li key={key}>
                  <h2>{title}</h2>
                  <p>{words}</p>
                </li>
              ))}
            </ol>
          </article>
        )}
      </Shown>
    </main>
  )
}
