/** A page. */
export function ImportPage() {
  return <p>…</p>
}
