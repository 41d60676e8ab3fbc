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
      <path d="M96 29.2a128 128 0 0 0 0 221.6" className="stroke-client opacity-20" strokeWidth="8" />
      <path d="M114 60.3a92 92 0 0 0 0 159.4" className="stroke-client" strokeWidth="20" />
      <path d="M206 60.3a92 92 0 0 1 0 159.4" className="stroke-pro" strokeWidth="20" />
      <path d="M224 29.2a128 128 0 0 1 0 221.6" className="stroke-pro opacity-20" strokeWidth="8" />
    </svg>
  );
}
