import { type ComponentProps, type ReactNode, useId } from "react";
import { cn } from "@/lib/cn";

export const inputLook =
  "min-h-11 w-full rounded-md border border-edge bg-raised px-3 text-15 text-ink placeholder:text-muted aria-invalid:border-bad";

interface Frame {
  label: string;
  hint?: ReactNode;
  error?: string;
  className?: string;
}

function Framed({ id, label, hint, error, className, children }: Frame & { id: string; children: ReactNode }) {
  return (
    <div className={cn("grid content-start gap-1.5", className)}>
      <label htmlFor={id} className="text-13 font-medium">
        {label}
      </label>
      {children}
      {hint && !error && (
        <p id={`${id}-hint`} className="text-13 text-muted">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} role="alert" className="text-13 text-bad">
          {error}
        </p>
      )}
    </div>
  );
}

const described = (id: string, frame: Frame) => (frame.error ? `${id}-error` : frame.hint ? `${id}-hint` : undefined);

/** A labelled input; its error is said beside it and to screen readers. */
export function Field({ label, hint, error, className, ...rest }: ComponentProps<"input"> & Frame) {
  const id = useId();
  const frame = { label, hint, error, className };
  return (
    <Framed id={id} {...frame}>
      <input
        id={id}
        {...rest}
        aria-invalid={error ? true : undefined}
        aria-describedby={described(id, frame)}
        className={inputLook}
      />
    </Framed>
  );
}

export function TextArea({ label, hint, error, className, ...rest }: ComponentProps<"textarea"> & Frame) {
  const id = useId();
  const frame = { label, hint, error, className };
  return (
    <Framed id={id} {...frame}>
      <textarea
        id={id}
        rows={4}
        {...rest}
        aria-invalid={error ? true : undefined}
        aria-describedby={described(id, frame)}
        className={cn(inputLook, "py-2")}
      />
    </Framed>
  );
}

export function SelectField({ label, hint, error, className, ...rest }: ComponentProps<"select"> & Frame) {
  const id = useId();
  const frame = { label, hint, error, className };
  return (
    <Framed id={id} {...frame}>
      <select
        id={id}
        {...rest}
        aria-invalid={error ? true : undefined}
        aria-describedby={described(id, frame)}
        className={inputLook}
      />
    </Framed>
  );
}
