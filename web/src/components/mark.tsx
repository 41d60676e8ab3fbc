// The mark: two arcs that face each other, one in each role's colour; the gap between them is the meeting.
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" fill="none" strokeWidth="4.5" strokeLinecap="round" aria-hidden className={className}>
      <path d="M11.5 5.5a12 12 0 0 0 0 21" className="stroke-client" />
      <path d="M20.5 5.5a12 12 0 0 1 0 21" className="stroke-pro" />
    </svg>
  );
}

/** The same, large and quiet, for the home page. */
export function MarkLarge({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 320 280" fill="none" strokeLinecap="round" aria-hidden className={className}>
      <path d="M112 34a122 122 0 0 0 0 212" className="stroke-client" strokeWidth="22" />
      <path d="M84 72a96 96 0 0 0 0 136" className="stroke-client opacity-15" strokeWidth="10" />
      <path d="M208 34a122 122 0 0 1 0 212" className="stroke-pro" strokeWidth="22" />
      <path d="M236 72a96 96 0 0 1 0 136" className="stroke-pro opacity-15" strokeWidth="10" />
      <circle cx="122" cy="140" r="13" className="fill-client" />
      <circle cx="198" cy="140" r="13" className="fill-pro" />
    </svg>
  );
}
