"use client";
// What the professional asks before a booking: one field a question, in the kind it asks for.
import { useTranslations } from "next-intl";
import type { Answer, Answers } from "@shared/intake";
import type { Question } from "@shared/types";
import { Field, SelectField, TextArea } from "./ui/field";

interface Props {
  questions: readonly Question[];
  answers: Answers;
  set: (answers: Answers) => void;
  /** Questions that must be answered and are not, once somebody tried to go on. */
  missing: readonly string[];
}

function One({
  question,
  answer,
  give,
  error,
}: {
  question: Question;
  answer: Answer | undefined;
  give: (answer: Answer | undefined) => void;
  error?: string;
}) {
  const t = useTranslations("intake");
  const label = question.required ? question.label : t("optional", { label: question.label });
  const text = typeof answer === "string" ? answer : "";
  const options = question.options ?? [];
  if (question.kind === "text")
    return (
      <TextArea
        label={label}
        error={error}
        rows={3}
        maxLength={4000}
        value={text}
        onChange={(event) => give(event.target.value)}
      />
    );
  if (question.kind === "choice" || question.kind === "yes-no") {
    const yesNo = question.kind === "yes-no";
    const value = yesNo ? (answer === undefined ? "" : answer ? "yes" : "no") : text;
    return (
      <SelectField
        label={label}
        error={error}
        value={value}
        onChange={({ target }) =>
          give(target.value === "" ? undefined : yesNo ? target.value === "yes" : target.value)
        }
      >
        <option value="">{t("choose")}</option>
        {(yesNo ? (["yes", "no"] as const) : options).map((each) => (
          <option key={each} value={each}>
            {yesNo ? t(each as "yes" | "no") : each}
          </option>
        ))}
      </SelectField>
    );
  }
  if (question.kind === "choices") {
    const chosen = Array.isArray(answer) ? answer : [];
    return (
      <fieldset className="grid gap-1">
        <legend className="text-13 font-medium">{label}</legend>
        {options.map((each) => (
          <label key={each} className="flex min-h-11 items-center gap-3">
            <input
              type="checkbox"
              className="size-5 accent-role"
              checked={chosen.includes(each)}
              onChange={({ target }) =>
                give(target.checked ? [...chosen, each] : chosen.filter((other) => other !== each))
              }
            />
            {each}
          </label>
        ))}
        {error && (
          <p role="alert" className="text-13 text-bad">
            {error}
          </p>
        )}
      </fieldset>
    );
  }
  return (
    <Field label={label} error={error} maxLength={200} value={text} onChange={(event) => give(event.target.value)} />
  );
}

export function Intake({ questions, answers, set, missing }: Props) {
  const t = useTranslations("intake");
  return questions.map((question) => (
    <One
      key={question.key}
      question={question}
      answer={answers[question.key]}
      give={(answer) => {
        const rest = Object.fromEntries(Object.entries(answers).filter(([key]) => key !== question.key));
        set(answer === undefined ? rest : { ...rest, [question.key]: answer });
      }}
      error={missing.includes(question.key) ? t("missing") : undefined}
    />
  ));
}
