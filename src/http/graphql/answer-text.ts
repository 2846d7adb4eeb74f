import type { FormattedExecutionResult } from 'graphql';
import { textOfData } from '../executor';

/** The body of an answer: JSON and a line feed, as Apollo would write it. */
export function answerText(answer: FormattedExecutionResult): string {
  const { data, errors, extensions } = answer;
  const text = data && !errors ? textOfData(data) : undefined;
  if (text === undefined) return `${JSON.stringify(answer)}\n`;
  return `{"data":${text}${extensions ? `,"extensions":${JSON.stringify(extensions)}` : ''}}\n`;
}
