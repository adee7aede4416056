/** The console's first page. */
export function OverviewPage() {
  return <p>…</p>
}
