// Answers to what a professional asks before a booking. Pure.
import type { Question } from "./types";

export type Answer = string | boolean | string[];
export type Answers = Record<string, Answer>;

const empty = (answer: Answer | undefined) =>
  answer === undefined ||
  answer === false ||
  (typeof answer === "string" && !answer.trim()) ||
  (Array.isArray(answer) && answer.length === 0);

/** The keys of the questions that must be answered and are not; "no" is an answer. */
export function unanswered(questions: readonly Question[], answers: Answers): string[] {
  return questions
    .filter((each) =>
      each.kind === "yes-no"
        ? each.required && answers[each.key] === undefined
        : each.required && empty(answers[each.key]),
    )
    .map((each) => each.key);
}

/** What to send: without what was left empty. */
export function given(questions: readonly Question[], answers: Answers): Answers {
  return Object.fromEntries(
    questions.flatMap((each) => {
      const answer = answers[each.key];
      return answer === undefined || (each.kind !== "yes-no" && empty(answer)) ? [] : [[each.key, answer]];
    }),
  );
}
