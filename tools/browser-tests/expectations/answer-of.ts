import type { Asked } from '../harness/ask-page.ts';

/** What a page answered. @throws with all that it said, if it failed */
export function answerOf<Answer>(asked: Asked<Answer>): Answer {
  if ('failure' in asked) throw new Error(asked.failure);
  return asked.answer;
}
