import { CheckOutlined } from '@ant-design/icons'
import type { RevocationView } from '@hufu/contract'
import { useTranslation } from 'react-i18next'
import { PermissionName, nameOfPermission } from '../../ui/permission-name.tsx'
import { listed } from '../../words/listed.ts'
import { comparePlaces } from './places.ts'
import type { PlaceCompared } from './places.ts'
import { usePlaceWords } from './revocation-words.tsx'

/** What this person may do at each place, before and after: places that differ first, the others folded. */
export function RevocationPlaces({ view }: { readonly view: RevocationView }) {
  const { t } = useTranslation('revocations')
  const places = comparePlaces(view.before, view.after)
  const differing = places.filter(({ changed }) => changed.length > 0)
  const others = places.filter(({ changed }) => changed.length === 0)
  return (
    <section className="sheet sheet-pad" aria-labelledby="revocation-places">
      <h2 id="revocation-places">{t('places.title')}</h2>
      <p className="quiet">{t(places.length === 0 ? 'places.none' : 'places.lead')}</p>
      <div className="compared-places">
        {differing.map((each) => (
          <Place key={each.key} compared={each} />
        ))}
      </div>
      {others.length === 0 ? null : (
        <details className="fold">
          <summary>{t('places.unchanged', { count: others.length })}</summary>
          <Unchanged places={others} />
        </details>
      )}
    </section>
  )
}

function Place({ compared: { place, changed, same } }: { readonly compared: PlaceCompared }) {
  const { t } = useTranslation('revocations')
  const words = usePlaceWords()
  return (
    <article className="compared">
      <table className="plain compared-table">
        <caption>{words(place)}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="sr-only">{t('rights.permission')}</span>
            </th>
            <th scope="col">{t('places.before')}</th>
            <th scope="col">{t('places.after')}</th>
          </tr>
        </thead>
        <tbody>
          {changed.map(({ permission, before, after }) => (
            <tr key={permission}>
              <th scope="row">
                <PermissionName id={permission} />
              </th>
              <td>
                <Mark has={before} />
              </td>
              <td>
                <Mark has={after} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {same.length === 0 ? null : (
        <details className="fold">
          <summary>{t('places.same', { count: same.length })}</summary>
          <p className="quiet">{listed(same.map(nameOfPermission))}</p>
        </details>
      )}
    </article>
  )
}

function Mark({ has }: { readonly has: boolean }) {
  const { t } = useTranslation('revocations')
  return (
    <>
      <span aria-hidden className={has ? 'right-yes' : 'right-no'}>
        {has ? <CheckOutlined /> : '–'}
      </span>
      <span className="sr-only">{t(has ? 'places.has' : 'places.hasNot')}</span>
    </>
  )
}

function Unchanged({ places }: { readonly places: readonly PlaceCompared[] }) {
  const { t } = useTranslation('revocations')
  const words = usePlaceWords()
  return (
    <ul className="compared-same">
      {places.map(({ key, place, same }) => (
        <li key={key}>
          <strong>{words(place)}</strong>
          <span className="quiet">
            {same.length === 0 ? t('places.nothing') : listed(same.map(nameOfPermission))}
          </span>
        </li>
      ))}
    </ul>
  )
}
