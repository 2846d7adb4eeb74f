import type { FormattedExecutionResult } from 'graphql';
import { textOfData } from '../executor';

/** The body of an answer: JSON and a line feed, as Apollo would write it. */
export function answerText(answer: FormattedExecutionResult): string {
  const { data, errors, extensions } = answer;
  const text = data && !errors && !extensions ? textOfData(data) : undefined;
  return `${text === undefined ? JSON.stringify(answer) : `{"data":${text}}`}\n`;
}
